#include "support/story_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class SitemapsTest : public testing::StorySiteTest {};

TEST_F(SitemapsTest, SitemapsHoldWhatIsPublicAndRecent) {
    auto today = testing::make_story(section_, "خبر اليوم");
    today.published = today.updated = now() - std::chrono::hours(1);
    add(today);
    add("مسودة", 1, story::Status::Draft);
    serve();
    EXPECT_TRUE(holds(get("/sitemap.xml").body, "<loc>https://news.example.org/sitemap/1.xml</loc>"));
    const auto stories = get("/sitemap/1.xml");
    EXPECT_TRUE(holds(stories.body, "/local/1/"));
    EXPECT_TRUE(holds(stories.body, "<image:loc>https://news.example.org/media/a.webp</image:loc>"));
    EXPECT_FALSE(holds(stories.body, "/local/3/"));
    const auto news = get("/sitemap/news.xml");
    EXPECT_TRUE(holds(news.body, "<news:title>خبر اليوم</news:title>"));
    EXPECT_FALSE(holds(news.body, "/local/1/")) << "older than two days";
    EXPECT_TRUE(holds(get("/sitemap/pages.xml").body, "<loc>https://news.example.org/local</loc>"));
    for (const char* none : {"/sitemap/0.xml", "/sitemap/2.xml", "/sitemap/x.xml", "/sitemap/1",
                             "/sitemap/99999999999999999999.xml"})
        EXPECT_EQ(get(none).status, 404) << none;
}

}  // namespace
}  // namespace warraq::site
