// Running the site: settings, sections, redirects.
#include "support/desk.h"

namespace warraq::desk {
namespace {

using nlohmann::json;

class DeskSettingsTest : public testing::DeskTest {
  protected:
    void SetUp() override {
        DeskTest::SetUp();
        admin_ = come_in(story::Role::Administrator);
    }
    Called put(const json& values) {
        return call(admin_, "PUT", "/desk/api/settings", with_proof(admin_, {{"values", values}}));
    }
    static json value(const Called& settings, std::string_view key) {
        for (const auto& one : settings.json["settings"])
            if (one["key"] == key) return one;
        return nullptr;
    }
    std::size_t stored() { return (*store_->snapshot())->settings()->size(); }

    testing::Browser admin_;
};

TEST_F(DeskSettingsTest, AreShownWithWhatTheyMayBeAndChangedOverTheFile) {
    const auto before = call(admin_, "GET", "/desk/api/settings");
    ASSERT_EQ(before.status, 200);
    EXPECT_EQ(value(before, "publication.name")["value"], "صحيفة الاختبار");
    EXPECT_FALSE(value(before, "publication.name")["set_here"]);
    EXPECT_EQ(value(before, "comments.burst")["most"], 1000);
    EXPECT_EQ(value(before, "publication.hue")["choices"].size(), story::hues().size());
    const auto after = put({{"publication.name", "اسم آخر"},
                            {"comments.burst", 9},
                            {"publication.menu", {"من نحن /about"}},
                            {"desk.second_factor", {"administrator"}}});
    ASSERT_EQ(after.status, 200) << after.json;
    EXPECT_EQ(value(after, "publication.name")["value"], "اسم آخر");
    EXPECT_TRUE(value(after, "publication.name")["set_here"]);
    EXPECT_EQ(value(after, "publication.menu")["value"], json({"من نحن /about"}));
    EXPECT_EQ(stored(), 4u);
    EXPECT_EQ(value(put({{"publication.name", nullptr}}), "publication.name")["value"], "صحيفة الاختبار");
    put({{"comments.burst", 5}});
    EXPECT_EQ(stored(), 2u) << "what the file says too is not kept twice";
}

TEST_F(DeskSettingsTest, WhatDoesNotFitChangesNothing) {
    const auto seq = *(*store_->snapshot())->last_change();
    for (const json& values : {
             json{{"publication.name", ""}},
             json{{"publication.name", 5}},
             json{{"publication.name", "جيد"}, {"comments.burst", 0}},
             json{{"comments.burst", 2.5}},
             json{{"comments.policy", "maybe"}},
             json{{"publication.hue", "red; }"}},
             json{{"publication.locale", "xx-nowhere"}},
             json{{"publication.time_zone", "Mars/Olympus"}},
             json{{"publication.address", "javascript:alert(1)"}},
             json{{"publication.menu", {"بلا عنوان"}}},
             json{{"publication.menu", {"سيئ javascript:alert(1)"}}},
             json{{"publication.menu", {"سيئ //elsewhere.example"}}},
             json{{"publication.logo", "../warraq.db"}},
             json{{"feeds.hub", "file:///etc/passwd"}},
             json{{"serve.access_log", "/etc/cron.d/x"}},  // this machine's alone
             json{{"mail.password", "x"}},
             json{{"mail.server", "smtp://evil.example:25"}},  // where that goes
             json{{"mail.server", nullptr}},
             json{{"mail.user", "x"}},
             json{{"outgoing.allowed_hosts", {"127.0.0.1"}}},
             json{{"feeds.hub", "https://user:token@hub.example.org/"}},  // it would be shown
             json{{"no.such", "x"}},
             json{{"desk.second_factor", {"king"}}},
         }) {
        const auto answer = put(values);
        EXPECT_TRUE(answer.status == 422 || answer.status == 404) << values << answer.status << answer.json;
    }
    EXPECT_EQ(stored(), 0u);
    EXPECT_EQ(*(*store_->snapshot())->last_change(), seq);
    const auto shown = call(admin_, "GET", "/desk/api/settings");
    for (const auto& one : shown.json["settings"])
        for (const char* key : {"mail.password", "mail.server", "mail.user"}) EXPECT_NE(one["key"], key);
}

TEST_F(DeskSettingsTest, WhatDecidesHowAccountsAreEnteredTakesAProof) {
    const auto bare = [&](const json& values) {
        return call(admin_, "PUT", "/desk/api/settings", {{"values", values}});
    };
    EXPECT_EQ(bare({{"publication.name", "اسم آخر"}}).status, 200);
    for (const char* key : {"desk.second_factor", "mail.from", "publication.address"})
        EXPECT_EQ(bare({{"publication.name", "اسم ثالث"}, {key, nullptr}}).code(), "proof_needed") << key;
    EXPECT_EQ(value(call(admin_, "GET", "/desk/api/settings"), "publication.name")["value"], "اسم آخر");
}

TEST_F(DeskSettingsTest, ALookIsSeenBeforeItIsSet) {
    const auto made =
        call(admin_, "POST", "/desk/api/settings/preview", {{"values", {{"publication.hue", "teal"}}}});
    ASSERT_EQ(made.status, 200) << made.json;
    EXPECT_EQ(testing::HttpClient(server_->port()).get(made.json["link"].get<std::string>()).body, "teal");
    EXPECT_EQ(stored(), 0u);
    const json as_in_file{{"values", {{"publication.hue", nullptr}}}};
    EXPECT_EQ(call(admin_, "POST", "/desk/api/settings/preview", as_in_file).status, 200);
    EXPECT_EQ(
        call(admin_, "POST", "/desk/api/settings/preview", {{"values", {{"publication.hue", "x"}}}}).status,
        422);
    EXPECT_EQ(call(admin_, "POST", "/desk/api/settings/preview",
                   {{"values", {{"publication.about", std::string(5000, 'x')}}}})
                  .status,
              422);
}

TEST_F(DeskSettingsTest, ASectionIsAPartOfAnotherAndItsStoriesStandThereToo) {
    add("القمح يصل");
    auto sections = call(admin_, "GET", "/desk/api/sections").json["sections"];
    sections.push_back({{"slug", "world"}, {"name", "العالم"}});
    sections.push_back({{"slug", "ports"}, {"name", "موانئ"}});
    const auto put = [&] { return call(admin_, "PUT", "/desk/api/sections", {{"sections", sections}}); };
    ASSERT_EQ(put().status, 200);
    const auto in = [&](std::string_view slug) {
        auto snapshot = read();
        return snapshot->cards({.section = (*snapshot->section(slug))->id})->size();
    };
    EXPECT_EQ(in("world"), 0u);
    sections[0]["parent"] = "ports";
    sections[2]["parent"] = "world";
    const auto after = put();
    ASSERT_EQ(after.status, 200) << after.json;
    EXPECT_EQ(after.json["sections"][0]["parent"], "ports");
    EXPECT_EQ(in("ports"), 1u);
    EXPECT_EQ(in("world"), 1u) << "and above that";
    sections[1]["parent"] = "local";
    EXPECT_EQ(put().status, 422) << "it would be a part of itself";
    sections[1]["parent"] = "nowhere";
    EXPECT_EQ(put().status, 422);
    sections[1].erase("parent");
    sections[2]["parent"] = "";
    ASSERT_EQ(put().status, 200);
    EXPECT_EQ(in("ports"), 1u);
    EXPECT_EQ(in("world"), 0u);
    EXPECT_EQ(in("local"), 1u);
}

TEST_F(DeskSettingsTest, SectionsAreNamedOrderedColouredAndAdded) {
    auto sections = call(admin_, "GET", "/desk/api/sections").json["sections"];
    ASSERT_GE(sections.size(), 1u);
    sections[0]["name"] = "اسم جديد";
    sections[0]["hue"] = "green";
    sections.insert(sections.begin(), json::object({{"slug", "weather"}, {"name", "الطقس"}}));
    const auto after = call(admin_, "PUT", "/desk/api/sections", {{"sections", sections}});
    ASSERT_EQ(after.status, 200) << after.json;
    EXPECT_EQ(after.json["sections"][0]["slug"], "weather");
    EXPECT_EQ(after.json["sections"][1]["name"], "اسم جديد");
    EXPECT_EQ(after.json["sections"][1]["hue"], "green");
    const auto seq = *(*store_->snapshot())->last_change();
    for (const json& wrong :
         {json::array(), json::array({json::object({{"slug", "weather"}, {"name", "وحده"}})})})
        EXPECT_EQ(call(admin_, "PUT", "/desk/api/sections", {{"sections", wrong}}).status, 409) << wrong;
    for (const auto& [slug, name, hue] : {std::tuple("desk", "محجوز", ""),
                                          {"UPPER", "كبيرة", ""},
                                          {"fine", " ", ""},
                                          {"fine", "لون", "pink"}}) {
        auto more = after.json["sections"];
        more.push_back(json::object({{"slug", slug}, {"name", name}, {"hue", hue}}));
        EXPECT_EQ(call(admin_, "PUT", "/desk/api/sections", {{"sections", more}}).status, 422)
            << slug << name;
    }
    EXPECT_EQ(*(*store_->snapshot())->last_change(), seq);
}

TEST_F(DeskSettingsTest, RedirectsAreKeptListedAndTakenAway) {
    const auto put_one = [&](const json& path, const json& target) {
        return call(admin_, "PUT", "/desk/api/redirects", {{"path", path}, {"target", target}}).status;
    };
    EXPECT_EQ(put_one("/old/خبر", "/local/12"), 204);
    EXPECT_EQ(put_one("/a", "https://example.org/"), 204);
    EXPECT_EQ(put_one("/a", "/b"), 204);
    for (const char* sly : {"/\\evil.example", "//evil.example", "/\t/evil.example", "javascript:x"})
        EXPECT_EQ(call(admin_, "PUT", "/desk/api/redirects", {{"path", "/sly"}, {"target", sly}}).status, 422)
            << sly;
    EXPECT_EQ(put_one("/.well-known/acme-challenge/token", "https://evil.example/token"), 422)
        << "who answers there gets certificates";
    auto list = call(admin_, "GET", "/desk/api/redirects").json;
    ASSERT_EQ(list["redirects"].size(), 2u);
    EXPECT_EQ(list["redirects"][0]["target"], "/b");
    EXPECT_EQ(put_one("/a", nullptr), 204);
    EXPECT_EQ(call(admin_, "GET", "/desk/api/redirects").json["redirects"].size(), 1u);
    for (const auto& [path, target] : {std::pair("a", "/b"),
                                       {"/a", "b"},
                                       {"/a", "//elsewhere.example"},
                                       {"/a", "javascript:1"},
                                       {"/a", ""},
                                       {"/a", "/a"},
                                       {"", "/a"}})
        EXPECT_EQ(put_one(path, target), 422) << path << " " << target;
}

TEST_F(DeskSettingsTest, TheStateIsToldWithWhatIsSlowAndNoSecret) {
    add("خبر");
    const auto state = call(admin_, "GET", "/desk/api/status");
    ASSERT_EQ(state.status, 200) << state.json;
    EXPECT_EQ(state.json["stories"]["public"], 1);
    EXPECT_GT(state.json["disk"]["database"], 0);
    EXPECT_GT(state.json["disk"]["free"], 0);
    EXPECT_GE(state.json["readers"], 1);
    EXPECT_TRUE(state.json["slow"].is_array());  // on a busy machine a sign-in may be among them
    server_->metrics().note_slow("/بطيئة", std::chrono::milliseconds(300));
    const auto slow = call(admin_, "GET", "/desk/api/status").json["slow"];
    ASSERT_GE(slow.size(), 1u);
    EXPECT_EQ(slow[0]["path"], "/بطيئة");
    EXPECT_EQ(slow[0]["milliseconds"], 300);
    for (int i = 0; i < 100; ++i) server_->metrics().note_slow("/x", std::chrono::milliseconds(300));
    EXPECT_EQ(server_->metrics().slow().size(), 20u);
}

}  // namespace
}  // namespace warraq::desk
