// Arranging the top of the front page.
#include "desk/stories/scheduler.h"
#include "support/desk.h"

namespace warraq::desk {
namespace {

using nlohmann::json;

class FrontTest : public testing::DeskTest {
  protected:
    void SetUp() override {
        DeskTest::SetUp();
        for (int i = 0; i < 6; ++i) stories_.push_back(add("خبر رقم " + std::to_string(i)).value);
        editor_ = come_in(story::Role::Editor);
    }
    Called put(const json& places, std::string stamp) {
        return call(editor_, "PUT", "/desk/api/front", {{"stamp", stamp}, {"places", places}});
    }
    Called shown() { return call(editor_, "GET", "/desk/api/front"); }
    static std::vector<std::int64_t> order(const Called& front) {
        std::vector<std::int64_t> out;
        for (const auto& place : front.json["places"]) out.push_back(place["story"]["id"]);
        return out;
    }

    std::vector<std::int64_t> stories_;
    testing::Browser editor_;
};

TEST_F(FrontTest, PlacedStoriesKeepTheirPlacesAndTheOthersFillByThemselves) {
    const auto before = shown();
    ASSERT_EQ(before.status, 200);
    EXPECT_EQ(before.json["stamp"], "");
    ASSERT_EQ(before.json["places"].size(), 4u);
    const auto after =
        put({{{"place", 0}, {"story", stories_[0]}}, {{"place", 2}, {"story", stories_[1]}}}, "");
    ASSERT_EQ(after.status, 200) << after.json;
    const auto ids = order(after);
    EXPECT_EQ(ids[0], stories_[0]);
    EXPECT_EQ(ids[2], stories_[1]);
    EXPECT_TRUE(after.json["places"][0]["placed"]);
    EXPECT_FALSE(after.json["places"][1]["placed"]);
    EXPECT_EQ(std::set<std::int64_t>(ids.begin(), ids.end()).size(), 4u) << "no story twice";
    EXPECT_EQ(order(shown()), ids);
    const auto audit = *(*store_->snapshot())->audit(0, 1);
    EXPECT_EQ(audit.front().action, "front_placed");
}

TEST_F(FrontTest, WhoeverArrangesOverAColleaguesChangeIsTold) {
    ASSERT_EQ(put({{{"place", 0}, {"story", stories_[0]}}}, "").status, 200);
    EXPECT_EQ(put({{{"place", 0}, {"story", stories_[1]}}}, "").code(), "conflict");
    EXPECT_EQ(order(shown())[0], stories_[0]);
    const std::string stamp = shown().json["stamp"];
    EXPECT_EQ(put(json::array(), stamp).status, 200) << "all places fill by themselves again";
    EXPECT_EQ(shown().json["stamp"], "");
}

TEST_F(FrontTest, WhatCannotStandThereIsRefused) {
    story::Story draft = get({stories_[5]});
    draft.id = {};
    draft.status = story::Status::Draft;
    const auto hidden = *store_->write([&](store::Writer& w) { return w.save(draft); });
    struct Case {
        const char* name;
        json places;
        int status;
    };
    for (const Case& one : {
             Case{"no story", {{{"place", 0}, {"story", 999'999}}}, 404},
             Case{"a draft", {{{"place", 0}, {"story", hidden.value}}}, 422},
             Case{"no such place", {{{"place", 4}, {"story", stories_[0]}}}, 422},
             Case{"far beyond", {{{"place", 4'294'967'296}, {"story", stories_[0]}}}, 422},
             Case{"below the first", {{{"place", -1}, {"story", stories_[0]}}}, 422},
             Case{"a place twice",
                  {{{"place", 0}, {"story", stories_[0]}}, {{"place", 0}, {"story", stories_[1]}}},
                  422},
             Case{"a story twice",
                  {{{"place", 0}, {"story", stories_[0]}}, {{"place", 1}, {"story", stories_[0]}}},
                  422},
             Case{"a time that is over",
                  {{{"place", 0}, {"story", stories_[0]}, {"until", "2020-01-01T00:00:00Z"}}},
                  422},
             Case{"no time", {{{"place", 0}, {"story", stories_[0]}, {"until", "soon"}}}, 422},
             Case{"not a list", "all", 422},
         })
        EXPECT_EQ(put(one.places, "").status, one.status) << one.name;
    EXPECT_EQ(shown().json["stamp"], "");
}

TEST_F(FrontTest, APlaceIsFreedWhenItsTimeIsOver) {
    const auto soon = now() + std::chrono::hours(1);
    ASSERT_EQ(put({{{"place", 0}, {"story", stories_[0]}, {"until", to_iso8601(soon)}}}, "").status, 200);
    EXPECT_EQ(shown().json["places"][0]["until"], to_iso8601(soon));
    const auto seq = *(*store_->snapshot())->last_change();
    ASSERT_TRUE(clear_front(*store_, soon - std::chrono::seconds(1)));
    EXPECT_EQ(*(*store_->snapshot())->last_change(), seq) << "nothing was over";
    ASSERT_TRUE(clear_front(*store_, soon));
    EXPECT_EQ(shown().json["stamp"], "");
    const auto changes = *(*store_->snapshot())->changes_after(seq, 10);
    ASSERT_EQ(changes.size(), 1u) << "the readers' page is told";
    EXPECT_EQ(changes.front().kind, store::ChangeKind::Front);
}

TEST_F(FrontTest, ItIsLookedAtBeforeItIsShown) {
    const auto made =
        call(editor_, "POST", "/desk/api/front/preview",
             {{"places", {{{"place", 0}, {"story", stories_[0]}}, {{"place", 3}, {"story", stories_[1]}}}}});
    ASSERT_EQ(made.status, 200) << made.json;
    std::string link = made.json["link"];
    testing::HttpClient client(server_->port());
    EXPECT_EQ(client.get(link).body, "2 placed");
    EXPECT_EQ(shown().json["stamp"], "") << "nothing is shown yet";
    auto maker = **read()->user(std::string_view("editor"));
    const auto become = [&](story::Role role) {
        maker.role = role;
        ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.save(maker); }));
    };
    become(story::Role::Reporter);
    EXPECT_EQ(testing::HttpClient(server_->port()).get(link).status, 404)
        << "no longer its maker's to arrange";
    become(story::Role::Editor);
    EXPECT_EQ(testing::HttpClient(server_->port()).get(link).status, 200);
    link[link.find("front-") + 6] = '2';
    EXPECT_EQ(testing::HttpClient(server_->port()).get(link).status, 404) << "not the link that was made";
}

}  // namespace
}  // namespace warraq::desk
