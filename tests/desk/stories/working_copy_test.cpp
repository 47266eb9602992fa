#include "desk/stories/working_copy.h"

#include <algorithm>

#include "support/writing.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using testing::Browser;
using enum story::Role;

class WorkingCopyTest : public testing::WritingTest {
  protected:
    void SetUp() override {
        WritingTest::SetUp();
        editor_ = come_in(Editor);
        manager_ = come_in(ManagingEditor);
    }
    // A public story with changes that nobody has published yet.
    int changed(const std::string& waiting = "ما لم يُنشر") {
        const int id = write(editor_, "ما نُشر");
        EXPECT_EQ(move(editor_, id, "published").status, 200);
        EXPECT_EQ(save(editor_, id, content(waiting)).json["working_copy"], true);
        return id;
    }
    bool is_kept(int id, const std::string& headline) {
        const auto known = history(id);
        return get({id}).headline == headline || waiting(id) == headline ||
               std::ranges::any_of(known, [&](const auto& one) { return one.ends_with(":" + headline); });
    }

    Browser editor_, manager_;
};

TEST_F(WorkingCopyTest, StaysWithAStoryThatIsWithdrawnAndComesBackWithIt) {
    const int id = changed();
    const auto withdrawn = move(manager_, id, "withdrawn", {{"text", "خطأ"}});
    EXPECT_EQ(withdrawn.status, 200);
    EXPECT_EQ(withdrawn.json["working_copy"], true);
    EXPECT_EQ(waiting(id), "ما لم يُنشر");
    EXPECT_EQ(get({id}).headline, "ما نُشر");
    EXPECT_EQ(call(editor_, "GET", path(id)).json["working_copy"]["content"]["headline"], "ما لم يُنشر");
    // It is worked on there, and published from there by nobody.
    EXPECT_EQ(save(editor_, id, content("أُكملت")).json["working_copy"], true);
    EXPECT_EQ(get({id}).headline, "ما نُشر");
    EXPECT_EQ(publish_changes(editor_, id).code(), "not_public");
    EXPECT_EQ(move(manager_, id, "published").json["working_copy"], true);
    EXPECT_EQ(get({id}).headline, "ما نُشر") << "it was taken down in error: readers see what they saw";
    EXPECT_EQ(waiting(id), "أُكملت");
    EXPECT_EQ(publish_changes(editor_, id).status, 200);
    EXPECT_EQ(get({id}).headline, "أُكملت");
    EXPECT_EQ(waiting(id), "");
}

TEST_F(WorkingCopyTest, IsTheTextOfADraftThatAWithdrawnStoryBecomes) {
    const int id = changed();
    ASSERT_EQ(move(manager_, id, "withdrawn", {{"text", "خطأ"}}).status, 200);
    ASSERT_EQ(move(manager_, id, "draft").json["working_copy"], false);
    EXPECT_EQ(get({id}).headline, "ما لم يُنشر");
    EXPECT_EQ(waiting(id), "");
    EXPECT_TRUE(is_kept(id, "ما نُشر"));
}

TEST_F(WorkingCopyTest, OfManyStoriesThatBecomeDraftsTheSameHolds) {
    const int id = changed();
    ASSERT_EQ(move(manager_, id, "withdrawn", {{"text", "خطأ"}}).status, 200);
    const json one = {{"id", id}, {"version", get({id}).version}, {"to", "draft"}};
    const auto done = call(manager_, "PATCH", "/desk/api/stories", {{"changes", json::array({one})}});
    ASSERT_EQ(done.json["done"].size(), 1u) << done.json;
    EXPECT_EQ(get({id}).headline, "ما لم يُنشر");
    EXPECT_EQ(waiting(id), "");
    EXPECT_TRUE(is_kept(id, "ما نُشر"));
}

TEST_F(WorkingCopyTest, HasTheSectionThatItsStoryIsMovedTo) {
    ASSERT_TRUE(StoreTest::write([](store::Writer& w) {
        return w.save(story::Section{{}, "world", "العالم", 2});
    }));
    const int id = changed();
    const auto moved =
        call(manager_, "PATCH", "/desk/api/stories",
             {{"changes", {{{"id", id}, {"version", get({id}).version}, {"section", "world"}}}}});
    ASSERT_EQ(moved.json["done"].size(), 1u) << moved.json;
    EXPECT_EQ(moved.json["done"][0]["version"], get({id}).version) << "what the next call names";
    EXPECT_EQ(publish_changes(editor_, id).status, 200);
    EXPECT_EQ(get({id}).headline, "ما لم يُنشر");
    EXPECT_EQ(call(editor_, "GET", path(id)).json["content"]["section"], "world");
}

TEST_F(WorkingCopyTest, OfAnImportedStoryWhatReadersSawIsKeptToo) {
    const int id = static_cast<int>(add("استُوردت").value);
    ASSERT_EQ(save(editor_, id, content("جديد")).status, 200);
    ASSERT_EQ(move(manager_, id, "withdrawn", {{"text", "خطأ"}}).status, 200);
    ASSERT_EQ(move(manager_, id, "draft").status, 200);
    EXPECT_TRUE(is_kept(id, "استُوردت"));
    EXPECT_TRUE(is_kept(id, "جديد"));
}

// Given up, and found again: also after what the same person saves next, within the same sitting.
TEST_F(WorkingCopyTest, WhatIsGivenUpIsAmongTheRevisions) {
    const int id = changed();
    ASSERT_EQ(drop_changes(editor_, id).status, 204);
    EXPECT_EQ(waiting(id), "");
    EXPECT_TRUE(is_kept(id, "ما لم يُنشر"));
    EXPECT_EQ(history(id).front(), "published:ما نُشر") << "what the story says comes last";
    ASSERT_EQ(save(editor_, id, content("محاولة أخرى")).status, 200);
    EXPECT_TRUE(is_kept(id, "ما لم يُنشر"));
    ASSERT_EQ(publish_changes(editor_, id).status, 200);
    EXPECT_TRUE(is_kept(id, "ما لم يُنشر"));
    EXPECT_TRUE(is_kept(id, "ما نُشر"));
}

TEST_F(WorkingCopyTest, WhatAColleagueWritesOverIsAmongTheRevisions) {
    const int id = changed("كلام المحرر");
    ASSERT_EQ(save(manager_, id, content("كلام المدير")).status, 200);
    EXPECT_EQ(waiting(id), "كلام المدير");
    EXPECT_TRUE(is_kept(id, "كلام المحرر"));
    EXPECT_EQ(history(id).front(), "draft:كلام المدير") << "readers never saw it";
}

// A save that comes after a colleague's is refused, and kept: in each status, and whatever follows it.
TEST_F(WorkingCopyTest, WhatCameTooLateIsAmongTheRevisions) {
    for (const std::string status : {"draft", "in_review", "published", "corrected"}) {
        const int id = write(editor_, "أول");
        if (status == "in_review") move(editor_, id, "in_review");
        if (status == "published" || status == "corrected") move(editor_, id, "published");
        if (status == "corrected") move(editor_, id, "corrected", {{"text", "صُحّح"}});
        ASSERT_EQ(this->status(id), status);
        const int seen = version(editor_, id);
        ASSERT_EQ(save(manager_, id, content("كلام المدير")).status, 200);
        for (int attempt = 0; attempt < 2; ++attempt)
            EXPECT_EQ(
                call(editor_, "PUT", path(id), {{"version", seen}, {"content", content("تأخر")}}).code(),
                "conflict");
        EXPECT_EQ(std::ranges::count(history(id), "draft:تأخر"), 1)
            << status << ": once, however often it is sent";
        EXPECT_TRUE(is_kept(id, "كلام المدير"));
        ASSERT_EQ(save(editor_, id, content("ثم غيره")).status, 200);
        EXPECT_TRUE(is_kept(id, "تأخر")) << status;
        EXPECT_TRUE(is_kept(id, "كلام المدير")) << status;
    }
}

TEST_F(WorkingCopyTest, RefusedSavesDoNotGrowWithoutEnd) {
    const int id = write(editor_, "أول");
    const int seen = version(editor_, id);
    ASSERT_EQ(save(manager_, id, content("كلام المدير")).status, 200);
    for (int i = 0; i < 60; ++i)
        EXPECT_EQ(call(editor_, "PUT", path(id),
                       {{"version", seen}, {"content", content(fmt::format("تأخر {}", i))}})
                      .code(),
                  "conflict");
    EXPECT_TRUE(is_kept(id, "تأخر 0"));
    EXPECT_LT(history(id).size(), 45u) << "each is followed by what stands";
}

TEST_F(WorkingCopyTest, WhatCameAfterACommandWasFasterIsAmongTheRevisions) {
    const int id = static_cast<int>(add("استُوردت").value);
    const int seen = version(editor_, id);
    ASSERT_TRUE(StoreTest::write([&](store::Writer& w) { return w.save(**w.story({id})); }));  // warraq mark
    EXPECT_EQ(call(editor_, "PUT", path(id), {{"version", seen}, {"content", content("تأخر")}}).code(),
              "conflict");
    EXPECT_EQ(history(id), (std::vector<std::string>{"published:استُوردت", "draft:تأخر"}));
}

TEST_F(WorkingCopyTest, NothingIsKeptOfWhoMayNotWrite) {
    const auto reporter = come_in(Reporter);
    const int id = changed();
    const auto before = history(id);
    EXPECT_NE(call(reporter, "PUT", path(id), {{"version", 1}, {"content", content("دخيل")}}).status, 200);
    EXPECT_EQ(call(editor_, "PUT", path(id), {{"version", 1}, {"content", {{"section", "none"}}}}).code(),
              "conflict");
    EXPECT_EQ(history(id), before);
}

// Each call that ends or replaces a working copy: its words are somewhere, then and after the next saves.
TEST_F(WorkingCopyTest, NoCallLosesWords) {
    struct Step {
        const char* name;
        std::function<void(int id)> take;
    };
    const auto moved = [this](const char* to, json more = json::object()) {
        return [this, to, more](int id) { move(manager_, id, to, more); };
    };
    const json why = {{"text", "لأن"}};
    const Step steps[] = {
        {"corrected", moved("corrected", why)},
        {"withdrawn", moved("withdrawn", why)},
        {"draft", moved("draft")},
        {"published", moved("published")},
        {"changes published", [this](int id) { publish_changes(manager_, id); }},
        {"changes dropped", [this](int id) { drop_changes(manager_, id); }},
        {"many at once",
         [this](int id) {
             const json one = {{"id", id}, {"version", version(manager_, id)}, {"to", "draft"}};
             call(manager_, "PATCH", "/desk/api/stories", {{"changes", json::array({one})}});
         }},
        {"marked",
         [this](int id) { StoreTest::write([&](store::Writer& w) { return w.save(**w.story({id})); }); }},
    };
    int number = 0;
    for (const Step& first : steps)
        for (const Step& second : steps) {
            const std::string mine = fmt::format("كلام {}", ++number);
            const int id = changed(mine);
            const auto label = fmt::format("{}, {}", first.name, second.name);
            first.take(id);
            EXPECT_TRUE(is_kept(id, mine)) << label;
            save(manager_, id, content("كلام آخر"));
            EXPECT_TRUE(is_kept(id, mine)) << label;
            second.take(id);
            save(editor_, id, content("كلام ثالث"));
            EXPECT_TRUE(is_kept(id, mine)) << label;
            EXPECT_TRUE(is_kept(id, "ما نُشر")) << label;
        }
}

}  // namespace
}  // namespace warraq::desk
