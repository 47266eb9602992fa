#include "site/background/view_filter.h"

#include <array>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/views.h"

namespace warraq::testing {
namespace {

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

}  // namespace
}  // namespace warraq::testing
