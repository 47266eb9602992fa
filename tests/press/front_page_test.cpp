#include <gtest/gtest.h>

#include "support/default_press.h"

namespace warraq::press {
namespace {

using testing::default_press;
using testing::holds;

TEST(FrontPage, ShowsNoEmptyLists) {
    const std::vector<story::Section> sections = {{.id = {1}, .slug = "local", .name = "محليات"},
                                                  {.id = {2}, .slug = "world", .name = "عالم"}};
    story::Card card;
    card.id = {7};
    card.section = {1};
    card.headline = "الخبر الأول";
    FrontPage front{.sections = sections, .top = {card}};
    front.rivers.push_back({sections[0], {card}});
    front.rivers.push_back({sections[1], {}});
    const std::string page = default_press().front_page(front);
    EXPECT_TRUE(holds(page, "الخبر الأول"));
    EXPECT_TRUE(holds(page, "id=\"river-local\""));
    EXPECT_FALSE(holds(page, "id=\"river-world\""));
    EXPECT_FALSE(holds(page, "noindex"));
}

TEST(FrontPage, IsNotIndexedInAPreview) {
    const std::string page = default_press().front_page({.sections = {}, .preview = true});
    EXPECT_TRUE(holds(page, "noindex"));
    EXPECT_FALSE(holds(page, "rel=\"canonical\""));
}

}  // namespace
}  // namespace warraq::press
