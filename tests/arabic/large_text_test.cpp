// What reads a text reads a megabyte of one thing as well: time that grows with the square of it would take
// hours.
#include "support/large_text.h"

#include <gtest/gtest.h>

#include "arabic/dates.h"
#include "arabic/proofreading.h"
#include "arabic/sentences.h"
#include "arabic/typography.h"

namespace warraq::arabic {
namespace {

using testing::kLarge;
using testing::repeated;

constexpr Instant kPublished = Instant(std::chrono::seconds(1'550'000'000));

TEST(LargeText, DatesOfNothingButMonths) {
    // Names of one month are one date, as far as a month has names; others are dates of their own.
    for (const char* part :
         {"يناير ", "يناير/", "كانون الثاني/يناير ", "رمضان ", "صفر ", "صفر/", "5 رمضان ", "يناير فبراير "}) {
        const std::string text = repeated(part);
        std::size_t end = 0;
        for (const DateMention& date : find_dates(text, kPublished)) {
            EXPECT_GE(date.begin, end) << part;
            end = date.end;
        }
        EXPECT_LE(end, text.size()) << part;
        EXPECT_EQ(end == 0, std::string_view(part).starts_with("صفر")) << part;
    }
}

TEST(LargeText, SentencesOfNothingButQuotations) {
    for (const char* part :
         {"\"كلمة.\" ", "«كلمة.» ", "«كلمة. ", "“كلمة. ", "أ. ", ". ", "«", "\"", "؟؟» "}) {
        const std::string text = repeated(part);
        std::size_t read = 0;
        for (const std::string_view sentence : sentences(text)) read += sentence.size();
        EXPECT_GT(read, text.size() / 3) << part;
    }
    const std::string late = repeated(" ", kLarge / 2) + repeated("أ. ", kLarge / 2);
    EXPECT_EQ(sentences(late).size(), 1u) << "initials end no sentence";
}

TEST(LargeText, TidiesNothingButMarks) {
    for (const char* part : {" ", "،", "، ", " ،", "ـ", "\t", "\x80", "\u200B", "\u064B"}) {
        const std::string text = repeated(part, kLarge / 4);
        const std::string tidied = applied(text, tidy(text));
        EXPECT_LE(tidied.size(), 3 * text.size()) << part;
        EXPECT_EQ(applied(tidied, tidy(tidied)), tidied) << part;
    }
    // Each mark behind all that was dropped before it.
    const std::string text = "كلمة" + repeated("\u200B", kLarge / 8) + repeated("،", kLarge / 8);
    EXPECT_EQ(applied(text, tidy(text)), "كلمة،");
}

TEST(LargeText, ProofreadsNothingButBrackets) {
    for (const char* part : {"(", ")", "«", "و ", "إتحاد "}) {
        const std::string text = repeated(part, kLarge / 4);
        EXPECT_FALSE(proofread(text).empty()) << part;
    }
}

}  // namespace
}  // namespace warraq::arabic
