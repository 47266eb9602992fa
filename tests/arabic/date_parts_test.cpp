#include "arabic/date_parts.h"

#include <gtest/gtest.h>

namespace warraq::arabic {
namespace {

const Instant kPublished = *from_iso8601("2018-12-08T10:00:00Z");

TEST(DateParts, ReadADay) {
    for (const auto& [words, day, end] : {std::tuple("8 ديسمبر", 8, 1u),
                                          {"الثامن من", 8, 1u},
                                          {"الحادي عشر من", 11, 2u},
                                          {"الخامس والعشرين", 25, 2u},
                                          {"32 مايو", 0, 0u},
                                          {"الحادي", 0, 0u},
                                          {"", 0, 0u}}) {
        const DayAt found = day_at(DateText(words, kPublished), 0);
        EXPECT_EQ(found.day, day) << words;
        EXPECT_EQ(found.end, end) << words;
    }
}

TEST(DateParts, ReadAMonthByAllItsNames) {
    for (const auto& [words, month, end] : {std::tuple("كانون الثاني/يناير 2018", 1, 3u),
                                            {"يناير كانون الثاني", 1, 3u},
                                            {"جويلية", 7, 1u},
                                            {"يناير فبراير", 1, 1u},
                                            {"كتاب", 0, 0u}}) {
        const MonthAt found = month_at(DateText(words, kPublished), 0);
        EXPECT_EQ(found.month.number, month) << words;
        EXPECT_EQ(found.end, end) << words;
    }
}

TEST(DateParts, KnowTheYearThatIsMeant) {
    const DateText text("", kPublished);
    EXPECT_EQ(year_for(text, 2, {}), 2019) << "nearer ahead than back";
    EXPECT_EQ(year_for(text, 5, {}), 2018);
    EXPECT_EQ(year_for(text, 12, -1), 2017) << "the last one";
    EXPECT_EQ(year_for(text, 12, 1), 2019) << "the next one";
    EXPECT_EQ(year_for(text, 3, 0), 2018) << "this one";
    EXPECT_FALSE(dated(text, 31, {.number = 4}, {}));
}

}  // namespace
}  // namespace warraq::arabic
