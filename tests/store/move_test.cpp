#include "store/move.h"

#include <algorithm>

#include "store/sql/tables.h"
#include "support/stories.h"

namespace warraq::store {
namespace {

using testing::StoreTest;
using testing::TemporaryFolder;
using testing::TestDatabase;

// A newsroom with something in every table, moved from the engine that the tests are run on to a file and
// back.
class MoveTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        options_.store.email_key = crypto::Key{1, 2, 3};
        fill();
    }

    void fill() {
        const auto done = write([&](Writer& w) -> Result<void> {
            auto user =
                *w.save(story::User{.id = {}, .login = "salma", .name = "سلمى", .role = story::Role::Editor});
            auto person = *w.person_for("ليلى حداد");
            auto culture = *w.save(story::Section{{}, "culture", "ثقافة", 2});
            // A section that comes before the one it is part of.
            (void)*w.save(story::Section{section_, "local", "محليات", 1, {}, culture});
            for (int i = 0; i < 30; ++i) {
                auto story = testing::make_story(section_, "خبر " + std::to_string(i), i);
                story.bylines = {person};
                story.tags = {{"القمح"}, {"تونس", story::TopicKind::Place}};
                story.also_in = {culture};
                story.urgency = i == 3 ? story::Urgency::Breaking : story::Urgency::Normal;
                story.search_headline = "للبحث";
                story.lead_image = story::Image{"a" + std::to_string(i) + ".webp", "نص", "", "", 10, 10};
                if (i > 0) story.related_pinned = {{1}};
                if (i == 9) story.page_path = "/about";
                const auto id = *w.save(story);
                (void)w.remember_import("wp:" + std::to_string(i), {id, "f", 1});
                if (auto kept = w.set_owner(id, user); !kept) return kept;
                (void)w.add_revision({0, id, user, now(), story::Status::Published, "{}"}, now());
                (void)w.add_note(id, {0, user, now(), "ملاحظة"});
            }
            (void)w.keep_working_copy({2}, {user, now(), "{}"});
            const auto first = *w.add_comment(
                {{1}, {"سالم", "s@example.org", "أوّل\nسطران"}, {}, story::CommentStatus::Approved});
            (void)*w.add_comment(
                {{1}, {"منى", "m@example.org", "جواب"}, first, story::CommentStatus::Approved});
            (void)*w.bring_comment(
                {.external_id = "wp:c1",
                 .comment = {{}, {2}, "زيد", "قديم", story::CommentStatus::Approved, now(), {}, {}},
                 .email = "z@example.org"});
            (void)w.set_comment_policy(story::StoryId{1}, story::CommentPolicy::After);
            (void)w.ban(BanKind::Word, "إعلان");
            const Views seen[] = {{{1}, 7}, {{2}, 3}};
            (void)w.add_views(now(), seen);
            const story::FrontPlace places[] = {{0, {1}, {}}, {1, {2}, {}}};
            (void)w.place_front(places);
            (void)w.set("publication.name", "\"الحقول\"");
            (void)w.set_redirect("/old", "/new");
            (void)w.set_old_address("/?p=16", "story:1");
            (void)w.mark_old_links({1}, true);
            (void)w.set_totp(user, "sealed", {"h1", "h2"});
            (void)w.add_passkey({0, user, "cred", "key", -7, 0, "هاتف", now(), now()});
            (void)w.add_session("hash", {0, user, now(), now(), "متصفّح", false});
            (void)w.add_link("link", {user, now() + std::chrono::hours(1)});
            (void)w.record(user, "sign in", "", "");
            (void)w.take_lease("backup", "node", now(), std::chrono::seconds(30));
            (void)w.merge_topics({2}, {1});
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }

    MoveReport move(const TestDatabase& from, const TestDatabase& to) {
        auto report = move_database(from.place(), to.place(), options_);
        EXPECT_TRUE(report) << report.error().message;
        return report.value_or(MoveReport{.different = -1});
    }

    TemporaryFolder other_folder_;
    TestDatabase other_{other_folder_.path(), TestDatabase::Engine::File};
    MoveOptions options_;
};

TEST_F(MoveTest, TheTablesAreThoseOfTheSchema) {
    std::vector<std::string> named;
    for (const sql::Table& table : sql::tables()) {
        named.push_back(table.name);
        std::vector<std::string> columns;
        for (const sql::Column& column : table.columns) columns.push_back(column.name);
        if (table.name == "topics") columns.push_back("stories");  // counted by a trigger
        auto present = database_.ask(
            database_.is_file()
                ? "SELECT name FROM pragma_table_info('" + table.name + "')"
                : "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND "
                  "table_name = '" +
                      table.name + "'");
        std::ranges::sort(columns);
        std::ranges::sort(present);
        EXPECT_EQ(columns, present) << table.name;
        EXPECT_NE(database_.ask("SELECT count(*) FROM " + table.name)[0], "0")
            << table.name << " is not tried";
    }
    auto present = database_.ask(
        database_.is_file()
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name "
              "NOT IN ('schema_version', 'writers')");
    named.emplace_back("media");  // files, which go their own way (store/media.h)
    std::ranges::sort(named);
    std::ranges::sort(present);
    EXPECT_EQ(named, present);
}

TEST_F(MoveTest, GoesThereAndBack) {
    const auto there = move(database_, other_);
    EXPECT_GT(there.rows, 400);
    EXPECT_EQ(there.different, 0);
    auto moved = *other_.open(options_.store);
    EXPECT_TRUE(moved->check(other_folder_ / "media")->findings.size() == 30u)
        << "its pictures alone are missing";
    auto story = **(*moved->snapshot())->story({4});
    EXPECT_EQ(story.urgency, story::Urgency::Breaking);
    EXPECT_EQ((*(*moved->snapshot())->comments_to_moderate(story::CommentStatus::Approved, 9))[2].email,
              "s@example.org");
    // Numbers go on from where they were, and so does the feed.
    story.headline = "بعد النقل";
    ASSERT_TRUE(moved->write([&](Writer& w) { return w.save(story); }));
    EXPECT_EQ(*moved->write([&](Writer& w) { return w.save(testing::make_story(section_, "جديد")); }),
              story::StoryId{31});
    moved.reset();
    store_.reset();
    EXPECT_EQ(move(other_, database_).different, 0);
    store_ = *database_.open(options_.store);
    EXPECT_EQ(get({4}).headline, "بعد النقل");
    EXPECT_EQ(get({31}).headline, "جديد");
    EXPECT_EQ(add("أحدث").value, 32);
}

// Begun again, it brings what changed: also where two rows changed places, and where rows are gone.
TEST_F(MoveTest, IsBegunAgain) {
    (void)move(database_, other_);
    other_.execute("DELETE FROM changes; DELETE FROM picture_uses; DELETE FROM comments WHERE id = 2");
    ASSERT_TRUE(write([&](Writer& w) -> Result<void> {
        const story::FrontPlace places[] = {{0, {2}, {}}, {1, {1}, {}}, {2, {5}, {}}};
        if (auto done = w.place_front(places); !done) return done;
        if (auto done = w.end_sessions({1}, 0); !done) return done;
        if (auto done = w.drop_passkeys({1}); !done) return done;
        return w.describe({1}, "مراسلة");
    }));
    const auto again = move(database_, other_);
    EXPECT_EQ(again.different, 0);
    EXPECT_FALSE(again.late);
    auto moved = *other_.open(options_.store);
    EXPECT_EQ((*(*moved->snapshot())->front_places())[0].story, story::StoryId{2});
    EXPECT_TRUE((*moved->snapshot())->sessions_of({1})->empty());
}

TEST_F(MoveTest, WhatIsWrittenMeanwhileComesToo) {
    bool written = false;
    options_.tell = [&](const MoveStep& step) {
        if (written || step.table != "settings") return;  // stories were copied before
        written = true;
        add("في أثناء النقل");
    };
    const auto report = move(database_, other_);
    EXPECT_TRUE(report.late);
    EXPECT_EQ(report.different, 0);
    EXPECT_EQ(other_.ask("SELECT headline FROM stories ORDER BY id DESC LIMIT 1")[0], "في أثناء النقل");
}

TEST_F(MoveTest, LeavesAnotherNewsroomAlone) {
    {
        auto another = *other_.open();
        ASSERT_TRUE(another->write([](Writer& w) { return w.person_for("كاتب"); }));
        ASSERT_TRUE(another->write([](Writer& w) {
            return w.save(story::Section{{}, "sport", "رياضة", 1});
        }));
    }
    auto refused = move_database(database_.place(), other_.place(), options_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::Conflict);
    EXPECT_EQ(other_.ask("SELECT slug FROM sections"), std::vector<std::string>{"sport"});
    options_.replace = true;
    EXPECT_EQ(move(database_, other_).different, 0);
    EXPECT_EQ(move_database(other_.place(), other_.place(), options_).error().kind, Error::Kind::Invalid);
}

TEST_F(MoveTest, ACopyIsAFileOfItsOwn) {
    const auto copy = other_folder_ / "copy.db";
    ASSERT_TRUE(store_->copy_to(copy));
    const auto checked = check_copy(copy);
    ASSERT_TRUE(checked) << checked.error().message;
    EXPECT_TRUE(checked->sound()) << checked->findings.front();
    EXPECT_FALSE(checked->empty);
    EXPECT_FALSE(std::filesystem::exists(copy.string() + "-wal"));
    auto opened = *open_sqlite(copy, options_.store);
    EXPECT_EQ((*opened->snapshot())->counts()->stories, 30);
}

}  // namespace
}  // namespace warraq::store
