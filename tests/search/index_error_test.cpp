#include "search/index_error.h"

#include <cerrno>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>

#include "search/index.h"
#include "search/index_follower.h"
#include "search/indexer.h"
#include "support/eventually.h"
#include "support/scarce.h"
#include "support/stories.h"

namespace warraq::search {
namespace {

using testing::ScarceFiles;
using testing::ScarceRoom;

TEST(IndexError, TellsDamageFromWhatPasses) {
    struct Case {
        std::function<void()> fails;
        Verdict verdict;
    };
    const Case cases[] = {
        {[] { throw Xapian::DatabaseOpeningError("Couldn't open x", EMFILE); }, Verdict::Passing},
        {[] { throw Xapian::DatabaseOpeningError("Couldn't open x", ENFILE); }, Verdict::Passing},
        {[] { throw Xapian::DatabaseOpeningError("Couldn't open x", EACCES); }, Verdict::Passing},
        {[] { throw Xapian::DatabaseError("Error writing block 7", ENOSPC); }, Verdict::Passing},
        {[] { throw Xapian::DatabaseError("Error writing block 7", EFBIG); }, Verdict::Passing},
        {[] { throw Xapian::DatabaseError("Error reading block 7", ENOMEM); }, Verdict::Passing},
        {[] { throw Xapian::DatabaseLockError("Unable to get write lock on x: too many open files"); },
         Verdict::Passing},
        {[] {
             throw Xapian::DatabaseError(
                 "Modifications failed (DatabaseOpeningError: Couldn't write new rev file: x/v.tmp (Too many "
                 "open files)), and couldn't open at the old revision: x");
         },
         Verdict::Passing},
        {[] { throw Xapian::DatabaseModifiedError("The revision being read has been discarded"); },
         Verdict::Passing},
        {[] { throw Xapian::NetworkTimeoutError("x"); }, Verdict::Passing},
        {[] { throw Xapian::InvalidArgumentError("Term too long"); }, Verdict::Passing},
        {[] { throw Xapian::DatabaseLockError("Unable to get write lock on x: already locked"); },
         Verdict::Locked},
        {[] { throw Xapian::DatabaseError("Error reading block 7", EIO); }, Verdict::Doubtful},
        {[] { throw Xapian::DatabaseError("something else"); }, Verdict::Doubtful},
        {[] { throw Xapian::FeatureUnavailableError("Database has no termlist"); }, Verdict::Doubtful},
        {[] { throw Xapian::DatabaseError("EOF reading block 2"); }, Verdict::Damaged},
        {[] { throw Xapian::DatabaseCorruptError("dir_end invalid in block 2"); }, Verdict::Damaged},
        {[] { throw Xapian::DatabaseVersionError("x"); }, Verdict::Damaged},
        {[] { throw Xapian::DatabaseNotFoundError("Couldn't detect type of database"); }, Verdict::Damaged},
        {[] { throw Xapian::DatabaseOpeningError("Couldn't open x to read", ENOENT); }, Verdict::Damaged},
    };
    for (const Case& one : cases) {
        try {
            one.fails();
        } catch (const Xapian::Error& error) {
            EXPECT_EQ(verdict_on(error), one.verdict) << error.get_description();
        }
    }
}

TEST(IndexError, DoubtsAreDamageWhenTheyKeepComing) {
    using std::chrono::seconds;
    const auto at = [](int second) { return Doubts::Clock::time_point(seconds(1'000'000 + second)); };
    Doubts doubts;
    EXPECT_TRUE(doubts.is_damage(Verdict::Damaged, at(0)));
    EXPECT_FALSE(doubts.is_damage(Verdict::Doubtful, at(0)));
    for (int i = 0; i < 100; ++i)
        EXPECT_FALSE(doubts.is_damage(Verdict::Doubtful, at(1))) << "many readers at the same moment";
    EXPECT_FALSE(doubts.is_damage(Verdict::Passing, at(20)));
    EXPECT_TRUE(doubts.is_damage(Verdict::Doubtful, at(21)));
    EXPECT_FALSE(doubts.is_damage(Verdict::Doubtful, at(21 + 601))) << "the others are long ago";
    doubts.forget();
    EXPECT_FALSE(doubts.is_damage(Verdict::Doubtful, at(800)));
}

class ScarcityTest : public testing::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        for (int i = 0; i < kStories; ++i) add("قافلة " + std::to_string(i), i);
        Indexer indexer(folder_ / "search", *store_);
        ASSERT_TRUE(indexer.catch_up());
        while (indexer.relate(std::chrono::seconds(1))->more) {
        }
        before_ = generation();
        // Sanitizers look at a type that they have not seen before through a pipe, which takes files.
        EXPECT_EQ(total(Index(folder_ / "search"), "قافلة"), kStories);
    }
    story::StoryId add_text(const std::string& headline, const std::string& text, int minute) {
        auto story = testing::make_story(section_, headline, minute);
        const std::string paragraphs[] = {text};
        story.body = story::Body::from_paragraphs(paragraphs);
        return add(story);
    }
    std::string generation() {
        std::string name;
        std::ifstream(folder_ / "search/current") >> name;
        return name;
    }
    std::int64_t total(const Index& index, const std::string& query) {
        const auto found = index.search({.query = parse_query(query)});
        return found ? found->total : -1;
    }
    // All that was there is found by a new reader, and nothing of it was indexed once more.
    void expect_kept(std::int64_t stories, const std::string& when) {
        EXPECT_EQ(generation(), before_) << when;
        std::int64_t indexed = 0;
        Indexer indexer(folder_ / "search", *store_);
        const auto done = indexer.catch_up([&](const Indexer::Progress& at) {
            indexed = at.stories;
            return true;
        });
        ASSERT_TRUE(done) << when << ": " << done.error().message;
        EXPECT_LE(indexed, 1) << when;
        EXPECT_EQ(total(Index(folder_ / "search"), "قافلة"), stories) << when;
    }

    static constexpr int kStories = 60;
    std::string before_;
};

TEST_F(ScarcityTest, WritersAndReadersWithoutFilesLeaveTheIndexAsItIs) {
    // With one more file each time, so that each of the steps is the one that fails.
    std::int64_t failed = 0;
    constexpr std::size_t kMostFiles = 16;
    for (std::size_t left = 0; left <= kMostFiles; ++left) {
        const std::string when = std::to_string(left) + " files";
        add("قافلة أخرى " + when, 100 + static_cast<int>(left));
        {
            const Index index(folder_ / "search");
            Indexer indexer(folder_ / "search", *store_);
            const ScarceFiles scarce(left);
            const auto done = indexer.catch_up();
            if (!done) {
                EXPECT_EQ(done.error().kind, Error::Kind::Unavailable) << when << done.error().message;
            }
            if (done) (void)indexer.relate(std::chrono::seconds(1));
            failed += !done || total(index, "قافلة") < 0;
        }
        expect_kept(kStories + 1 + static_cast<std::int64_t>(left), when);
    }
    EXPECT_GE(failed, 4) << "the limit was not felt";
}

TEST_F(ScarcityTest, AnIndexerGoesOnWithTheSameIndexOnceThereAreFilesAgain) {
    const Index index(folder_ / "search");
    Indexer indexer(folder_ / "search", *store_);
    ASSERT_TRUE(indexer.catch_up());
    const auto late =
        add_text("سوق القمح في الميناء الشرقي", "يفتح السوق أبوابه صباحا، ويبيع الفلاحون غلالهم.", 200);
    {
        const ScarceFiles scarce(0);
        EXPECT_FALSE(indexer.catch_up());
    }
    ASSERT_TRUE(indexer.catch_up());
    EXPECT_EQ(total(index, "الفلاحون"), 1);
    // Nor is what is related forgotten.
    add_text("سفينة تنقل القمح", "رست في الميناء الشرقي سفينة تحمل شحنة كبيرة من بلاد بعيدة.", 201);
    ASSERT_TRUE(indexer.catch_up());
    {
        const ScarceFiles scarce(0);
        auto related = indexer.relate(std::chrono::seconds(1));
        while (related && related->more) related = indexer.relate(std::chrono::seconds(1));
        EXPECT_FALSE(related) << "the limit was not felt";
    }
    ASSERT_TRUE(indexer.catch_up());
    for (bool more = true; more;) {
        auto related = indexer.relate(std::chrono::seconds(1));
        ASSERT_TRUE(related) << related.error().message;
        more = related->more;
    }
    EXPECT_EQ(index.related(late)->size(), 1u);
    EXPECT_EQ(generation(), before_);
}

TEST_F(ScarcityTest, AFullDiskLeavesTheIndexAsItIs) {
    for (int i = 0; i < 30; ++i) add("قافلة جديدة " + std::to_string(i), 300 + i);
    bool failed = false;
    for (const std::size_t bytes : {0u, 4'096u, 16'384u, 65'536u}) {
        Indexer indexer(folder_ / "search", *store_);
        const ScarceRoom scarce(bytes);
        const auto done = indexer.catch_up();
        failed = failed || !done;
        if (!done) {
            EXPECT_EQ(done.error().kind, Error::Kind::Unavailable) << done.error().message;
        }
    }
    EXPECT_TRUE(failed) << "the limit was not felt";
    EXPECT_EQ(generation(), before_);
    Indexer indexer(folder_ / "search", *store_);
    ASSERT_TRUE(indexer.catch_up());
    EXPECT_EQ(total(Index(folder_ / "search"), "قافلة"), kStories + 30);
    EXPECT_EQ(generation(), before_);
}

TEST_F(ScarcityTest, AFollowerTriesAgainUntilThereIsRoom) {
    const Index index(folder_ / "search");
    add("قافلة بعد الشدة", 400);
    auto scarce = std::make_unique<ScarceRoom>(0);
    const IndexFollower follower(index, *store_);
    int kept = 0;
    EXPECT_TRUE(testing::eventually([&] { return (kept += total(index, "قافلة") == kStories) == 20; }));
    scarce.reset();
    EXPECT_TRUE(testing::eventually([&] { return total(index, "الشدة") == 1; }));
    EXPECT_EQ(generation(), before_);
}

TEST_F(ScarcityTest, ALockThatCannotBeTakenIsNoDamage) {
    // No rights can be taken from root, but a folder is no file that can be locked.
    const auto lock = folder_ / "search" / before_ / "flintlock";
    std::filesystem::remove(lock);
    std::filesystem::create_directory(lock);
    Indexer indexer(folder_ / "search", *store_);
    const auto done = indexer.catch_up();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, Error::Kind::Unavailable) << done.error().message;
    std::filesystem::remove(lock);
    expect_kept(kStories, "locked");
}

}  // namespace
}  // namespace warraq::search
