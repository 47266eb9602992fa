// The newsroom's file as others find it: whole by itself after the end, and told from what is no newsroom.
#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <fstream>
#include <set>

#include "support/stories.h"

namespace warraq::store {
namespace {

namespace fs = std::filesystem;
using testing::make_story;

class OpenSqliteTest : public ::testing::Test {
  protected:
    fs::path file() const { return folder_ / "warraq.db"; }
    std::unique_ptr<Store> open() {
        auto opened = open_sqlite(file());
        EXPECT_TRUE(opened) << opened.error().message;
        return opened ? std::move(*opened) : nullptr;
    }
    static void add_stories(Store& store, int count) {
        ASSERT_TRUE(store.write([&](Writer& w) -> Result<void> {
            auto section = w.save(story::Section{{}, "local", "محليات", 1});
            if (!section) return fail(section.error());
            for (int i = 0; i < count; ++i)
                if (auto saved = w.save(make_story(*section, "خبر " + std::to_string(i))); !saved)
                    return fail(saved.error());
            return {};
        }));
    }
    // Of a copy of the file alone, without what lies beside it.
    std::string stories_in_copy() {
        const auto copy = folder_ / "copy.db";
        fs::copy_file(file(), copy, fs::copy_options::overwrite_existing);
        const auto report = check_copy(copy);
        if (!report) return report.error().message;
        return report->sound()
                   ? SQLite::Database(copy.string()).execAndGet("SELECT count(*) FROM stories").getString()
                   : report->findings.front();
    }
    std::string names() const {
        std::set<std::string> all;
        for (const auto& one : fs::directory_iterator(folder_.path()))
            all.insert(one.path().filename().string());
        std::string out;
        for (const auto& name : all) out += (out.empty() ? "" : " ") + name;
        return out;
    }

    testing::TemporaryFolder folder_;
};

TEST_F(OpenSqliteTest, AtTheEndAllIsInTheFile) {
    auto store = open();
    add_stories(*store, 30);
    // Readers at the same time: each has a connection of its own, which is kept.
    auto one = *store->snapshot();
    std::thread([&] { EXPECT_EQ((*store->snapshot())->cards({.limit = 99})->size(), 30U); }).join();
    EXPECT_EQ(one->cards({.limit = 99})->size(), 30U);
    one.reset();
    EXPECT_GT(fs::file_size(file().string() + "-wal"), 0U);
    store.reset();
    EXPECT_EQ(names(), "warraq.db");
    EXPECT_EQ(stories_in_copy(), "30");
}

TEST_F(OpenSqliteTest, WhoeverElseReadsIsNotWaitedForAndWritesItBackInTurn) {
    auto store = open();
    add_stories(*store, 3);
    auto other = open();  // as another process
    auto reader = *other->snapshot();
    EXPECT_EQ(reader->cards({.limit = 9})->size(), 3U);
    std::thread([&] {  // as another process: it holds no snapshot
        EXPECT_TRUE(store->write([](Writer& w) { return w.save(make_story({1}, "بعده")); }));
    })
        .join();
    store.reset();
    EXPECT_EQ(reader->cards({.limit = 9})->size(), 3U) << "it sees its moment still";
    reader.reset();
    ASSERT_TRUE(other->write([](Writer& w) { return w.save(make_story({1}, "وبعده")); }));
    other.reset();
    EXPECT_EQ(names(), "warraq.db");
    EXPECT_EQ(stories_in_copy(), "5");
}

// A file by what is in it, and how look_for() answers; nothing is made or changed.
TEST_F(OpenSqliteTest, WhatIsNoNewsroomIsTold) {
    const auto told = [&] {
        const auto there = look_for(file().string());
        return there ? std::string() : there.error().message;
    };
    const auto bytes = [&] {
        std::ifstream in(file(), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    const auto make = [&](const char* sql) {
        fs::remove(file());
        SQLite::Database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
    };
    EXPECT_NE(told().find("is not there"), std::string::npos) << told();
    EXPECT_EQ(names(), "");
    std::ofstream(file()).close();
    EXPECT_NE(told().find("it is empty"), std::string::npos) << told();
    EXPECT_EQ(fs::file_size(file()), 0U);
    // What a copy without its log was: a database in which nothing stands yet.
    make("PRAGMA journal_mode = WAL");
    ASSERT_EQ(fs::file_size(file()), 4096U);
    auto before = bytes();
    EXPECT_NE(told().find("without a table"), std::string::npos) << told();
    EXPECT_EQ(look_for(file().string()).error().kind, Error::Kind::NotFound);
    EXPECT_EQ(bytes(), before);
    EXPECT_EQ(names(), "warraq.db");
    for (const char* sql :
         {"CREATE TABLE recipes (id INTEGER)", "PRAGMA application_id = 7; CREATE TABLE x (y)",
          "PRAGMA user_version = 3; CREATE TABLE x (y)"}) {
        make(sql);
        before = bytes();
        EXPECT_EQ(told(), "the database file is not Warraq's; nothing was changed") << sql;
        const auto opened = open_sqlite(file());
        ASSERT_FALSE(opened) << "nor is it made one: " << sql;
        EXPECT_EQ(opened.error().kind, Error::Kind::Refused);
    }
    std::ofstream(file(), std::ios::trunc) << std::string(8192, 'x');
    EXPECT_NE(told().find("damaged"), std::string::npos) << told();
}

TEST_F(OpenSqliteTest, ANewsroomIsFoundInItsFileAndInItsLog) {
    auto store = open();
    add_stories(*store, 2);
    EXPECT_TRUE(look_for(file().string())) << "while it is open, all of it in the log";
    store.reset();
    const auto before = fs::last_write_time(file());
    EXPECT_TRUE(look_for(file().string()));
    EXPECT_EQ(fs::last_write_time(file()), before);
    EXPECT_EQ(names(), "warraq.db");
}

TEST_F(OpenSqliteTest, AFileMayHaveAnyName) {
    const auto odd = folder_ / "a?b#c%20d.db";
    auto store = open_sqlite(odd);
    ASSERT_TRUE(store) << store.error().message;
    add_stories(**store, 1);
    store->reset();
    EXPECT_TRUE(look_for(odd.string()));
    const auto report = check_copy(odd);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_TRUE(report->sound());
}

TEST_F(OpenSqliteTest, AnEmptyNewsroomIsToldFromASoundOne) {
    auto store = open();
    auto report = *store->check(folder_ / "media");
    EXPECT_TRUE(report.sound());
    EXPECT_TRUE(report.empty);
    EXPECT_EQ(std::ranges::count(report.looked_at, "0 sections, 0 stories, 0 comments, 0 people, 0 changes"),
              1);
    ASSERT_TRUE(store->write([](Writer& w) { return w.save(story::Section{{}, "local", "محليات", 1}); }));
    report = *store->check(folder_ / "media");
    EXPECT_FALSE(report.empty) << "someone began it";
    ASSERT_TRUE(store->write([](Writer& w) { return w.save(make_story({1}, "خبر")); }));
    report = *store->check(folder_ / "media");
    EXPECT_FALSE(report.empty);
    EXPECT_EQ(
        std::ranges::count_if(report.looked_at,
                              [](const auto& line) { return line.starts_with("1 sections, 1 stories, "); }),
        1);
}

}  // namespace
}  // namespace warraq::store
