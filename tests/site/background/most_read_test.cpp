#include "site/most_read.h"

#include <fmt/format.h>

#include "support/site.h"

namespace warraq::testing {
namespace {

constexpr std::string_view kPhone =
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Mobile "
    "Safari/537.36";
const Instant kHour = from_unix(1'800'000'000);  // a whole hour

serve::View view(std::int64_t id, std::string_view address, std::string_view agent = kPhone) {
    return {id, address, agent, false};
}

TEST(ViewFilterTest, AReaderCountsOnceAnHour) {
    site::ViewFilter filter;
    EXPECT_TRUE(filter.counts(view(1, "198.51.100.7"), kHour));
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(filter.counts(view(1, "198.51.100.7"), kHour));
    EXPECT_TRUE(filter.counts(view(2, "198.51.100.7"), kHour)) << "another story";
    EXPECT_TRUE(filter.counts(view(1, "198.51.100.8"), kHour)) << "another reader";
    EXPECT_TRUE(filter.counts(view(1, "198.51.100.7", "Mozilla/5.0 (X11; Linux x86_64; rv:133.0)"), kHour))
        << "another at the same address";
    EXPECT_TRUE(filter.counts(view(1, "198.51.100.7"), kHour + std::chrono::hours(1)));
}

TEST(ViewFilterTest, OneCustomerOfAnIpv6NetworkIsOne) {
    site::ViewFilter filter;
    EXPECT_TRUE(filter.counts(view(1, "2001:db8:1:2::a"), kHour));
    EXPECT_FALSE(filter.counts(view(1, "2001:db8:1:2::b"), kHour));
    EXPECT_TRUE(filter.counts(view(1, "2001:db8:1:3::a"), kHour));
}

TEST(ViewFilterTest, AnAddressWithManyNamesIsBounded) {
    site::ViewFilter filter;
    int counted = 0;
    for (int i = 0; i < 1000; ++i)
        counted +=
            filter.counts(view(1, "198.51.100.7", "Mozilla/5.0 (no. " + std::to_string(i) + ")"), kHour);
    EXPECT_GE(counted, 15);
    EXPECT_LE(counted, 20);
}

TEST(ViewFilterTest, WhoReadsEverythingReadsNothing) {
    site::ViewFilter filter;
    int counted = 0;
    for (int id = 1; id <= 1000; ++id) counted += filter.counts(view(id, "198.51.100.7"), kHour);
    EXPECT_GE(counted, 55);
    EXPECT_LE(counted, 60);
}

TEST(ViewFilterTest, ProgramsAndGuessesDoNotCount) {
    site::ViewFilter filter;
    for (const char* agent :
         {"", "-", "curl/7.88.1", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
          "facebookexternalhit/1.1", "Python-urllib/3.11", "TelegramBot (like TwitterBot)",
          "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36"})
        EXPECT_FALSE(filter.counts(view(1, "198.51.100.7", agent), kHour)) << agent;
    auto guessed = view(1, "198.51.100.7");
    guessed.prefetched = true;
    EXPECT_FALSE(filter.counts(guessed, kHour));
    EXPECT_TRUE(filter.counts(view(1, "198.51.100.7", "Mozilla/5.0 (Linux; Android 13; CUBOT P80)"), kHour))
        << "a telephone";
}

// Readers of two stories, two to one, beyond what the sketches are made for: fewer count, in the same share.
TEST(ViewFilterTest, MissesAreAlikeForAllStories) {
    site::ViewFilter filter;
    std::array<int, 3> counted{};
    for (int i = 0; i < 900'000; ++i) {
        const int id = i % 3 == 0 ? 2 : 1;
        counted[static_cast<std::size_t>(id)] +=
            filter.counts(view(id, fmt::format("10.{}.{}.{}", i >> 16, (i >> 8) & 255, i & 255)), kHour);
    }
    EXPECT_GT(counted[1] + counted[2], 750'000);
    EXPECT_NEAR(static_cast<double>(counted[1]) / counted[2], 2.0, 0.05);
}

class MostReadTest : public SiteTest {
  protected:
    void read(site::MostRead& most_read, story::StoryId story, int readers, Instant at) {
        for (int i = 0; i < readers; ++i)
            most_read.count(view(story.value, fmt::format("192.0.2.{}", i)), at);
    }
};

TEST_F(MostReadTest, RanksByHourDayAndWeek) {
    const auto first = add("خبر الأمس"), second = add("خبر الأسبوع"), third = add("خبر الساعة");
    site::MostRead most_read(*store_);
    const auto now = kHour + std::chrono::minutes(30);
    const auto flush = [&](Instant at) {
        auto flushed = most_read.flush(at);
        ASSERT_TRUE(flushed) << flushed.error().message;
    };
    read(most_read, second, 90, now - std::chrono::hours(100));
    flush(now - std::chrono::hours(100));
    read(most_read, first, 30, now - std::chrono::hours(10));
    flush(now - std::chrono::hours(10));
    read(most_read, third, 5, now);
    flush(now);
    using Stories = std::vector<story::StoryId>;
    const auto ranks = most_read.ranks();
    EXPECT_EQ(ranks.stories[0], Stories{third});
    EXPECT_EQ(ranks.stories[1], (Stories{first, third}));
    EXPECT_EQ(ranks.stories[2], (Stories{second, first, third}));
    EXPECT_EQ(site::MostRead(*store_).ranks().stories[2], Stories{}) << "before it has read the store";
    auto again = site::MostRead(*store_);
    auto flushed = again.flush(now);
    ASSERT_TRUE(flushed);
    EXPECT_TRUE(*flushed) << "a restart forgets nothing";
    EXPECT_EQ(again.ranks().stories[2], (Stories{second, first, third}));
    flush(now + std::chrono::hours(24 * 7));
    EXPECT_EQ(most_read.ranks().stories[2], Stories{third}) << "half of its hour is within the week";
    flush(now + std::chrono::hours(24 * 9));
    EXPECT_EQ(most_read.ranks().stories[2], Stories{});
}

TEST_F(MostReadTest, TheOldestHourCountsByItsPart) {
    const auto story = add("خبر");
    site::MostRead most_read(*store_);
    read(most_read, story, 100, kHour);
    ASSERT_TRUE(most_read.flush(kHour));
    auto snapshot = store_->snapshot();
    const auto views = [&](int minutes) {
        auto most = (*snapshot)->most_viewed(kHour + std::chrono::minutes(minutes), 1, 5);
        return most && !most->empty() ? (*most)[0].count : 0;
    };
    EXPECT_EQ(views(59), 100);
    EXPECT_EQ(views(60), 100);
    EXPECT_EQ(views(75), 75);
    EXPECT_EQ(views(105), 25);
    EXPECT_EQ(views(120), 0);
}

TEST_F(MostReadTest, ReadersMakeTheList) {
    std::vector<story::StoryId> ids;
    for (int i = 1; i <= 4; ++i) ids.push_back(add("خبر رقم" + std::to_string(i) + ".", i));
    serve();
    EXPECT_FALSE(holds(get("/").body, "الأكثر قراءة")) << "three make a ranking";
    // One machine with several browsers.
    const auto read = [&](story::StoryId id, int readers) {
        for (int i = 0; i < readers; ++i)
            EXPECT_EQ(get(address(id), fmt::format("User-Agent: Mozilla/5.0 (test no. {})\r\n", i)).status,
                      200);
    };
    read(ids[2], 5);
    read(ids[0], 4);
    read(ids[3], 3);
    HttpClient client(server_->port());
    client.send("HEAD " + percent::encode_address(address(ids[1])) +
                " HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0 (test)\r\n\r\n");
    EXPECT_EQ(client.receive(true).status, 200);
    ASSERT_TRUE(most_read_->flush(now()));
    site::drop_most_read(server_->cache())();
    const auto page = get("/most-read");
    EXPECT_EQ(page.status, 200);
    const auto at = [&](const std::string& body, int i) {
        return body.find("خبر رقم" + std::to_string(i) + ".");
    };
    EXPECT_LT(at(page.body, 3), at(page.body, 1));
    EXPECT_LT(at(page.body, 1), at(page.body, 4));
    EXPECT_FALSE(holds(page.body, "خبر رقم2.")) << "asked for by HEAD only";
    EXPECT_TRUE(holds(get("/").body, "الأكثر قراءة"));

    auto story = get_story(ids[2]);
    story.status = story::Status::Withdrawn;
    add(story);
    EXPECT_FALSE(holds(eventually("/most-read", [&](auto& a) { return !holds(a.body, "خبر رقم3."); }).body,
                       "خبر رقم3."));
}

}  // namespace
}  // namespace warraq::testing
