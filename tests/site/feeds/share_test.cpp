#include "support/story_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class ShareTest : public testing::StorySiteTest {};

TEST_F(ShareTest, AStoryWithoutAPictureIsSharedWithItsHeadline) {
    const auto id = add("خبر بلا صورة");
    serve();
    const auto picture_of = [&] {
        const auto page = get(address(id)).body;
        const std::string start = "og:image\" content=\"https://news.example.org";
        const auto at = page.find(start) + start.size();
        return page.substr(at, page.find('"', at) - at);
    };
    const auto picture = picture_of();
    EXPECT_TRUE(picture.starts_with("/share/" + std::to_string(id.value) + "-")) << picture;
    const auto png = get(picture);
    EXPECT_EQ(png.status, 200);
    EXPECT_EQ(png.field("Content-Type"), "image/png");
    EXPECT_TRUE(png.body.starts_with("\x89PNG"));
    EXPECT_TRUE(holds(get(address(id)).body, "\"image\":\"https://news.example.org" + picture));

    auto story = get_story(id);
    story.headline = "عنوان آخر";
    add(story);
    const auto moved = eventually(picture, [](auto& a) { return a.status == 301; }).field("Location");
    EXPECT_NE(moved, picture) << "another headline, another picture at another address";
    EXPECT_EQ(get(moved).status, 200);
    EXPECT_TRUE(holds(eventually(address(id), [&](auto& a) { return holds(a.body, moved); }).body, moved));
    EXPECT_EQ(get("/share/999-0123456789.png").status, 404);
    EXPECT_EQ(get("/share/site-0123456789.png").status, 301);
}

}  // namespace
}  // namespace warraq::site
