#include "base/time.h"

#include <gtest/gtest.h>

namespace warraq {
namespace {

TEST(Time, ReadsIso8601InItsZones) {
    EXPECT_EQ(to_unix(*from_iso8601("2012-10-11T04:04:00+04:00")), 1349913840);
    EXPECT_EQ(to_unix(*from_iso8601("2012-10-11T00:04:00Z")), 1349913840);
    EXPECT_EQ(to_unix(*from_iso8601("2012-10-10 19:04:00.250-0500")), 1349913840);
    EXPECT_EQ(to_unix(*from_iso8601("1970-01-01")), 0);
}

TEST(Time, RefusesWhatIsNoTime) {
    for (const char* bad :
         {"", "2012", "2012-13-01", "2012-02-30", "2012-10-11T25:00:00Z", "2012-10-11T04:04:00+",
          "2012-10-11T04:04:00Zx", "٢٠١٢-١٠-١١", "20121011", "2012-10-1-T04:04"})
        EXPECT_FALSE(from_iso8601(bad)) << bad;
}

TEST(Time, WritesWhatItReads) {
    const Instant instant = from_unix(1'795'512'345);
    EXPECT_EQ(*from_iso8601(to_iso8601(instant)), instant);
    EXPECT_EQ(*from_http_date(to_http_date(instant)), instant);
    EXPECT_EQ(to_http_date(from_unix(784'111'777)), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(*from_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), from_unix(784'111'777));
    EXPECT_EQ(*from_http_date("Sun Nov  6 08:49:37 1994"), from_unix(784'111'777));
    for (const char* bad : {"Sunday, 06-Nov-94 08:49:37", "Sun Nov  6 08:49:37 1994 GMT", "06-Nov-94", ""})
        EXPECT_FALSE(from_http_date(bad)) << bad;
}

TEST(Time, IsPutRightByAnotherClock) {
    using namespace std::chrono_literals;
    const auto here = [] {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    };
    EXPECT_FALSE(correct_clock(300ms)) << "left alone";
    EXPECT_TRUE(correct_clock(420s));
    EXPECT_GE(now() - here(), 419s);
    EXPECT_FALSE(correct_clock(420s + 200ms)) << "the same";
    EXPECT_FALSE(correct_clock(422s, 2s)) << "as far as a slow answer can tell";
    EXPECT_TRUE(correct_clock(-90s));
    EXPECT_LE(now() - here(), -89s);
    EXPECT_TRUE(correct_clock(20ms)) << "right again";
    EXPECT_LE(now() - here(), 60s);
}

}  // namespace
}  // namespace warraq
