#include "press/calendar.h"

#include <gtest/gtest.h>
#include <thread>

namespace warraq::press {
namespace {

const Instant kJanuary = from_unix(1'768'478'400);  // 15 January 2026, 12:00 UTC

Calendar calendar(const std::string& locale, bool arabic_digits = true) {
    Publication publication;
    publication.locale = locale;
    publication.arabic_digits = arabic_digits;
    publication.time_zone = "Asia/Riyadh";
    auto made = Calendar::make(publication);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
}

TEST(Calendar, NamesMonthsAsEachCountryDoes) {
    EXPECT_EQ(calendar("ar-EG").date(kJanuary), "الخميس ١٥ يناير ٢٠٢٦");
    EXPECT_EQ(calendar("ar-LB").short_date(kJanuary), "١٥ كانون الثاني ٢٠٢٦");
    EXPECT_EQ(calendar("ar-DZ", false).short_date(kJanuary), "15 جانفي 2026");
    EXPECT_EQ(calendar("ar_SA", false).time(kJanuary), "15:00");
    EXPECT_EQ(calendar("ar-EG").hijri(kJanuary), "٢٦ رجب ١٤٤٧ هـ");
}

// What was written for one day or minute is used again for it, and for no other.
TEST(Calendar, WritesEachDayAsIfItWereTheOnlyOne) {
    const auto riyadh = calendar("ar-EG", false);  // three hours before UTC
    const auto before_midnight = from_unix(1'768'510'740), midnight = from_unix(1'768'510'800);
    const auto check = [&] {
        EXPECT_EQ(riyadh.short_date(before_midnight), "15 يناير 2026");
        EXPECT_EQ(riyadh.time(before_midnight), "23:59");
        EXPECT_EQ(riyadh.short_date(midnight), "16 يناير 2026");
        EXPECT_EQ(riyadh.date(midnight), "الجمعة 16 يناير 2026");
        EXPECT_EQ(riyadh.hijri(midnight), "27 رجب 1447 هـ");
        EXPECT_EQ(riyadh.time(midnight), "00:00");
        EXPECT_EQ(riyadh.time(midnight + std::chrono::seconds(59)), "00:00");
        for (int days = 64; days <= 640; days += 64)  // those that share a place in memory
            EXPECT_NE(riyadh.short_date(midnight + std::chrono::days(days)), "16 يناير 2026");
        EXPECT_EQ(riyadh.short_date(from_unix(-14'400)), "31 ديسمبر 1969");
        EXPECT_EQ(riyadh.time(from_unix(-14'400)), "23:00");
        EXPECT_EQ(riyadh.short_date(from_unix(-10'800)), "1 يناير 1970");
    };
    check();
    check();
}

TEST(Calendar, CountsInGoodGrammar) {
    const auto latin = calendar("ar-EG", false);
    EXPECT_EQ(latin.count(1, Counted::Comment), "تعليق واحد");
    EXPECT_EQ(latin.count(2, Counted::Comment), "تعليقان");
    EXPECT_EQ(latin.count(3, Counted::Minute), "3 دقائق");
    EXPECT_EQ(latin.count(11, Counted::Minute), "11 دقيقة");
    EXPECT_EQ(latin.count(100, Counted::Comment), "100 تعليق");
    EXPECT_EQ(calendar("ar-EG").count(5, Counted::Comment), "٥ تعليقات");
}

TEST(Calendar, RefusesWhatIcuDoesNotKnow) {
    Publication publication;
    publication.time_zone = "Mars/Olympus";
    EXPECT_FALSE(Calendar::make(publication));
    publication = {};
    publication.locale = "%%";
    EXPECT_FALSE(Calendar::make(publication));
}

TEST(Calendar, KeepsTwoCalendarsApartOnOneThread) {
    const auto east = calendar("ar-LB"), west = calendar("ar-DZ", false);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(east.short_date(kJanuary), "١٥ كانون الثاني ٢٠٢٦");
        EXPECT_EQ(west.short_date(kJanuary), "15 جانفي 2026");
    }
    std::thread([&] { EXPECT_EQ(west.short_date(kJanuary), "15 جانفي 2026"); }).join();
}

}  // namespace
}  // namespace warraq::press
