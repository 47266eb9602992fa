#include "wordpress/html_text.h"

#include <gtest/gtest.h>

namespace warraq::wordpress {
namespace {

TEST(HtmlText, GivesTextAlone) {
    EXPECT_EQ(text_from_html("أ <em>ب</em> &amp; ج"), "أ ب & ج");
    EXPECT_EQ(lines_from_html("سطر\nسطر<br>سطر <script>x</script>"), "سطر\nسطر\nسطر");
}

}  // namespace
}  // namespace warraq::wordpress
