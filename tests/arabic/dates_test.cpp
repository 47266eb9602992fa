#include "arabic/dates.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::arabic {
namespace {

TEST(Dates, ResolveAsTheTableSays) {
    for (const auto& row : testing::read_table("dates.tsv")) {
        const std::string& text = row.fields[1];
        std::vector<std::string> found;
        for (const DateMention& date : find_dates(text, *from_iso8601(row.fields[0])))
            found.push_back(text.substr(date.begin, date.end - date.begin) + "=" + date.value.to_iso8601());
        EXPECT_EQ(found, std::vector<std::string>(row.fields.begin() + 2, row.fields.end()))
            << "line " << row.line;
    }
}

TEST(Dates, SurviveBrokenText) {
    EXPECT_TRUE(find_dates("\xff\xfe 99 99", from_unix(0)).empty());
    EXPECT_TRUE(find_dates("", from_unix(0)).empty());
    EXPECT_TRUE(find_dates("منذ 9999 يوما من", from_unix(0)).empty());
}

}  // namespace
}  // namespace warraq::arabic
