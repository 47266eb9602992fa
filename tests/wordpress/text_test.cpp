#include "wordpress/text.h"

#include <gtest/gtest.h>

#include "support/large_text.h"

namespace warraq::wordpress {
namespace {

TEST(WordpressText, ShortcodesAndBlocksThatNeverEnd) {
    std::size_t told = 0;
    const auto tell = [&](std::string_view) { ++told; };
    for (const char* part :
         {"[caption]", "[embed]", "[gallery]", "[x a='", "[caption a=\"b\"]", "<!-- wp:a ", "<!-- wp:"}) {
        const std::string text = testing::repeated(part);
        EXPECT_LE(html_from_wordpress(text, tell).size(), 10 * text.size()) << part;
        // The one that ends stands at the end of all.
        EXPECT_LE(html_from_wordpress(text + "[/caption][/embed] /-->", tell).size(), 10 * text.size())
            << part;
    }
    EXPECT_EQ(html_from_wordpress("أ[caption][caption]ب[/caption]ج", tell), "أبج") << "the inner one has it";
}

}  // namespace
}  // namespace warraq::wordpress
