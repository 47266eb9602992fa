#include "settings/entry.h"

#include <gtest/gtest.h>
#include <optional>

namespace warraq::settings {
namespace {

TEST(Entry, TakesWhatIsOfItsKind) {
    Settings settings;
    const Entry burst = number(
        "x", "", 1, 9, [](Settings & s) -> auto& { return s.comments.burst; });
    EXPECT_EQ(burst.wanted, "a whole number from 1 to 9");
    EXPECT_TRUE(burst.read(9, settings));
    for (const Json& wrong : {Json(0), Json(10), Json("3"), Json(3.5), Json(nullptr)})
        EXPECT_FALSE(burst.read(wrong, settings)) << wrong;
    EXPECT_EQ(burst.write(settings), 9) << "as it was before";

    const Entry name = text(
        "x", "", Holds::Words, [](Settings & s) -> auto& { return s.publication.name; });
    EXPECT_TRUE(name.read("سطر\nآخر", settings));
    for (const Json& wrong : {Json(1), Json("a\x01"), Json("a\x7F"), Json(std::string(2'001, 'a'))})
        EXPECT_FALSE(name.read(wrong, settings)) << wrong;

    const Entry full = flag(
        "x", "", [](Settings & s) -> auto& { return s.feeds.full_text; });
    EXPECT_TRUE(full.read(true, settings));
    EXPECT_FALSE(full.read(1, settings));
}

TEST(Entry, KeepsWhatALineOfAListWouldReplace) {
    std::vector<int> values = {7};
    const auto parse = [](const std::string& line) {
        return line == "x" ? std::optional<int>() : std::optional(static_cast<int>(line.size()));
    };
    EXPECT_FALSE(read_lines({"ab", "x"}, parse, values));
    EXPECT_EQ(values, std::vector{7});
    EXPECT_TRUE(read_lines({"ab", "abc"}, parse, values));
    EXPECT_EQ(values, (std::vector{2, 3}));
}

TEST(Entry, IsOfTheMachineWhereItHasASecret) {
    const Entry entry = with_secret("mail.password", recipient("x", ""));
    EXPECT_EQ(entry.description.set_at, SetAt::Machine);
    EXPECT_EQ(entry.description.secret, "mail.password");
}

}  // namespace
}  // namespace warraq::settings
