#include <gtest/gtest.h>

#include "support/default_press.h"

namespace warraq::press {
namespace {

using testing::default_press;
using testing::holds;

TEST(MostReadPage, ShowsTheTimesThatHaveStories) {
    const story::Section section{.id = {1}, .slug = "local", .name = "محليات"};
    story::Card card;
    card.id = {7};
    card.section = {1};
    card.headline = "الخبر";
    const std::string page =
        default_press().most_read_page({&section, 1}, {.hour = {}, .day = {card}, .week = {}});
    EXPECT_TRUE(holds(page, "في اليوم الأخير"));
    EXPECT_FALSE(holds(page, "في الساعة الأخيرة"));
    EXPECT_TRUE(holds(page, "الخبر"));
}

}  // namespace
}  // namespace warraq::press
