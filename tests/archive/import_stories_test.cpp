#include "archive/import_stories.h"

#include <fstream>
#include <gtest/gtest.h>
#include <zlib.h>

#include "archive/line_reader.h"
#include "archive/story_line.h"
#include "support/stories.h"
#include "support/table.h"

namespace warraq::archive {
namespace {

std::string line(int number, const std::string& headline = "عنوان",
                 const std::string& published = "2018-03-19T13:57:16+00:00") {
    return R"({"id":"X-)" + std::to_string(number) + R"(","source":"BBC","section":"sport","headline":")" +
           headline + R"(","published":")" + published + R"(","author":"لندن - كاتب )" +
           (number % 2 ? "أول" : "ثانٍ") +
           R"(","abstract":"موجز","paragraphs":["أولى","ثانية"],"url":"https://example.org/1"})";
}

TEST(StoryLine, IsReadInTheNewsroomsTerms) {
    auto read = read_story_line(line(1));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->external_id, "X-1");
    EXPECT_EQ(read->section.slug, "sport");
    EXPECT_EQ(read->section.name, "رياضة");
    EXPECT_EQ(read->story.sources[0], (story::Source{"بي بي سي عربي", "https://example.org/1"}));
    EXPECT_EQ(read->story.standfirst, "موجز");
    EXPECT_EQ(read->story.dateline, "لندن");
    EXPECT_EQ(read->signed_by, std::vector<std::string>{"كاتب أول"});
}

TEST(StoryLine, RefusesWhatTheTableSays) {
    for (const auto& row : testing::read_table("bad_story_lines.tsv")) {
        auto read = read_story_line(row.fields[0]);
        ASSERT_FALSE(read) << "line " << row.line;
        EXPECT_EQ(read.error().message, row.fields[1]) << "line " << row.line;
    }
}

TEST(StoryLine, ReadsCreditsAsTheTableSays) {
    for (const auto& row : testing::read_table("credits.tsv")) {
        const auto credit = read_credit(row.fields[0], row.fields[1]);
        EXPECT_EQ(credit.dateline, row.fields[2]) << "line " << row.line;
        EXPECT_EQ(credit.person, row.fields[3]) << "line " << row.line;
        EXPECT_EQ(credit.agency, row.fields[4]) << "line " << row.line;
    }
}

class ImportTest : public testing::StoreTest {
  protected:
    void write(const std::vector<std::string>& lines) {
        std::ofstream out(folder_ / "s.jsonl", std::ios::trunc);
        for (const auto& each : lines) out << each << "\n";
    }
    ImportReport import(const ImportOptions& options = {}) {
        auto report = import_stories(*store_, folder_ / "s.jsonl", options);
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : ImportReport{};
    }
    std::int64_t stories() { return (*store_->snapshot())->counts()->stories; }
};

TEST_F(ImportTest, TakesEachStoryOnce) {
    std::vector<std::string> lines;
    for (int i = 0; i < 450; ++i) lines.push_back(line(i));
    write(lines);
    EXPECT_EQ(import().added, 450u);
    const auto again = import();
    EXPECT_EQ(again.unchanged, 450u);
    EXPECT_EQ(again.added + again.updated + again.bad, 0u);
    EXPECT_EQ(stories(), 450);
    EXPECT_EQ((*store_->snapshot())->counts()->sections, 2);
}

TEST_F(ImportTest, EndsTheSameHoweverItWasCut) {
    std::vector<std::string> lines;
    for (int i = 0; i < 420; ++i) lines.push_back(line(i, "عنوان " + std::to_string(i)));
    for (const std::size_t cut : {1u, 199u, 200u, 201u, 419u}) {
        TearDown();
        store_.reset();
        std::filesystem::remove_all(folder_ / "warraq.db");
        std::filesystem::remove_all(folder_ / "warraq.db-wal");
        std::filesystem::remove_all(folder_ / "warraq.db-shm");
        SetUp();
        write({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(cut)});
        import();
        write(lines);
        import();
        for (int i = 0; i < 420; i += 60) EXPECT_EQ(get({i + 1}).headline, "عنوان " + std::to_string(i));
        EXPECT_EQ(stories(), 420);
    }
}

TEST_F(ImportTest, ReplacesWhatChangedUnlessAnEditorWasThere) {
    write({line(1, "قديم"), line(2, "قديم")});
    import();
    auto edited = get({2});
    edited.headline = "بيد المحرر";
    add(edited);
    write({line(1, "جديد"), line(2, "جديد")});
    const auto report = import();
    EXPECT_EQ(report.updated, 1u);
    EXPECT_EQ(report.kept, 1u);
    EXPECT_EQ(get({1}).headline, "جديد");
    EXPECT_EQ(get({2}).headline, "بيد المحرر");
    write({line(1, "أجدّ")});
    EXPECT_EQ(import().updated, 1u) << "our own update does not count as an editor's";
}

TEST_F(ImportTest, WhatIsDatedForLaterIsScheduled) {
    const Instant later = now() + std::chrono::hours(1);
    write({line(1, "غدًا", to_iso8601(later)), line(2, "اليوم", to_iso8601(now()))});
    const auto report = import();
    EXPECT_EQ(report.added, 2u);
    EXPECT_EQ(report.scheduled, 1u);
    EXPECT_EQ(get({1}).status, story::Status::Scheduled);
    EXPECT_EQ(get({1}).published, later);
    EXPECT_LE(get({1}).updated, now());
    EXPECT_EQ(get({2}).status, story::Status::Published);
    write({line(2, "تأجّل", to_iso8601(later))});
    EXPECT_EQ(import().scheduled, 1u) << "it was public, and is dated for later now";
    EXPECT_EQ(get({2}).status, story::Status::Scheduled);
}

// What an importer forgets, the store does not.
TEST_F(ImportTest, NoNewStoryIsPublicBeforeItsTime) {
    auto story = testing::make_story(section_, "غدًا");
    story.published = now() + std::chrono::hours(1);
    const auto saved = StoreTest::write([&](store::Writer& w) { return w.save(story); });
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().kind, Error::Kind::Refused);
}

TEST_F(ImportTest, TellsBadLinesAndGoesOn) {
    write({line(1), "broken", "", line(2), R"({"id":"y"})", std::string(LineReader::kLongestLine + 10, 'x'),
           line(3)});
    std::string told;
    ImportOptions options;
    options.on_bad_line = [&](const BadLine& bad) {
        told += std::to_string(bad.number) + ":" + bad.reason + " ";
    };
    const auto report = import(options);
    EXPECT_EQ(report.added, 3u);
    EXPECT_EQ(report.bad, 3u);
    EXPECT_EQ(told, "2:is not JSON 5:has no «headline» 6:is longer than 4194304 bytes ");
}

TEST_F(ImportTest, HasEveryStoryEnriched) {
    std::vector<std::string> lines;
    constexpr int kMoreThanABatch = 450;
    for (int i = 1; i <= kMoreThanABatch; ++i) lines.push_back(line(i));
    write(lines);
    ImportOptions options;
    options.enrich = [](story::Story& story) {
        story.key_points = {story.headline, story.body.plain_text()};
    };
    import(options);
    for (int i = 1; i <= kMoreThanABatch; ++i)
        ASSERT_EQ(get({i}).key_points, (std::vector<std::string>{"عنوان", "أولى\nثانية"})) << i;
}

TEST_F(ImportTest, ReadsGzipAndSaysWhereItBroke) {
    const std::string path = (folder_ / "s.jsonl.gz").string();
    std::string content;
    for (int i = 0; i < 2'000; ++i) content += line(i, "عنوان " + std::to_string(i * 7919)) + "\n";
    gzFile out = gzopen(path.c_str(), "wb");
    gzwrite(out, content.data(), static_cast<unsigned>(content.size()));
    gzclose(out);
    auto report = import_stories(*store_, path);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->added, 2'000u);

    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    auto cut = import_stories(*store_, path);
    ASSERT_FALSE(cut);
    EXPECT_NE(cut.error().message.find("cannot be read on"), std::string::npos) << cut.error().message;
    EXPECT_EQ(import_stories(*store_, folder_ / "none.gz").error().kind, Error::Kind::NotFound);
}

}  // namespace
}  // namespace warraq::archive
