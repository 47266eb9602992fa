#include "support/site.h"

namespace warraq::site {
namespace {

using testing::holds;

class FeedsTest : public testing::SiteTest {
  protected:
    void SetUp() override {
        SiteTest::SetUp();
        settings_.publication.address = "https://news.example.org";
        auto story = testing::make_story(section_, "خبر <b>&\"جريء\" ]]>", 5);
        story.key_points = {"نقطة أولى."};
        story.lead_image = story::Image{"a.webp", "بديل", "", "", 800, 600};
        story.tags = {{"القمح"}, {"القمح"}};
        first_ = add(story);
    }
    story::StoryId first_;
};

TEST_F(FeedsTest, SayTheSameInThreeForms) {
    serve();
    for (const char* file : {"rss.xml", "atom.xml", "feed.json"}) {
        const auto answer = get(std::string("/feed/") + file);
        ASSERT_EQ(answer.status, 200) << file;
        EXPECT_TRUE(holds(answer.body, "tag:news.example.org,2026:story/1")) << file;
        EXPECT_TRUE(holds(answer.body, "https://news.example.org/local/1/%D8%AE")) << file;
        EXPECT_TRUE(holds(answer.body, "https://news.example.org/media/a.webp")) << file;
        EXPECT_TRUE(holds(answer.body, "نقطة أولى.")) << file;
        EXPECT_TRUE(std::string_view(file) == "feed.json" || !holds(answer.body, "<b>")) << file;
        EXPECT_NE(answer.field("Last-Modified"), "") << file;
        EXPECT_EQ(get(std::string("/local/feed/") + file).status, 200) << file;
    }
    EXPECT_EQ(get("/feed/none.xml").status, 404);
    EXPECT_EQ(get("/none/feed/rss.xml").status, 404);
    EXPECT_EQ(get("/author/none/feed/rss.xml").status, 404);
    EXPECT_EQ(get("/topic/القمح/feed/rss.xml").status, 404) << "a topic without a page";
}

TEST_F(FeedsTest, AreNotSentAgainUnchanged) {
    serve();
    const auto answer = get("/feed/rss.xml");
    EXPECT_EQ(get("/feed/rss.xml", "If-None-Match: " + answer.field("ETag") + "\r\n").status, 304);
    EXPECT_EQ(get("/feed/rss.xml", "If-Modified-Since: " + answer.field("Last-Modified") + "\r\n").status,
              304);
}

TEST_F(FeedsTest, FollowCorrectionsAndWithdrawals) {
    serve();
    ASSERT_EQ(get("/feed/atom.xml").status, 200);
    auto story = get_story(first_);
    story.status = story::Status::Corrected;
    story.corrections = {{story.published, "الصحيح ألف طن."}};
    story.updated = story.published + std::chrono::hours(1);
    add(story);
    const auto corrected =
        eventually("/feed/atom.xml", [](const auto& answer) { return holds(answer.body, "الصحيح ألف طن"); });
    EXPECT_TRUE(holds(corrected.body, "الصحيح ألف طن"));
    EXPECT_TRUE(holds(corrected.body, "<updated>" + to_iso8601(story.updated)));
    story = get_story(first_);
    story.status = story::Status::Withdrawn;
    add(story);
    const auto withdrawn =
        eventually("/feed/atom.xml", [](const auto& answer) { return !holds(answer.body, "story/1<"); });
    EXPECT_FALSE(holds(withdrawn.body, "story/1<"));
    EXPECT_FALSE(
        holds(eventually("/sitemap/1.xml", [](const auto& a) { return !holds(a.body, "/local/1/"); }).body,
              "/local/1/"));
}

TEST_F(FeedsTest, MaySummariseAndNameAHub) {
    settings_.feeds.full_text = false;
    settings_.feeds.hub = "https://hub.example.org/";
    serve();
    const auto rss = get("/feed/rss.xml");
    EXPECT_FALSE(holds(rss.body, "content:encoded>"));
    EXPECT_TRUE(holds(rss.body, "<description>نقطة أولى.</description>"));
    EXPECT_TRUE(holds(rss.body, "rel=\"hub\" href=\"https://hub.example.org/\""));
    EXPECT_TRUE(holds(get("/feed/feed.json").body, "\"hubs\":[{\"type\":\"WebSub\""));
}

TEST_F(FeedsTest, SitemapsHoldWhatIsPublicAndRecent) {
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

TEST_F(FeedsTest, RobotsAreToldWhatTheNewsroomWants) {
    settings_.machines.training = false;
    serve();
    const auto robots = get("/robots.txt").body;
    EXPECT_TRUE(holds(robots, "User-agent: GPTBot\n"));
    EXPECT_TRUE(holds(robots, "Disallow: /search?\n"));
    EXPECT_TRUE(holds(robots, "Sitemap: https://news.example.org/sitemap.xml"));
}

TEST_F(FeedsTest, RobotsMayBeSentAway) {
    settings_.machines.search_engines = false;
    serve();
    EXPECT_EQ(get("/robots.txt").body, "User-agent: *\nDisallow: /\n");
}

TEST_F(FeedsTest, OembedKnowsOurStories) {
    serve();
    const std::string url =
        percent::encode_value("https://news.example.org" + percent::encode_address(address(first_)));
    const auto answer = get("/oembed?url=" + url);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(holds(answer.body, "\"type\":\"link\"")) << answer.body;
    EXPECT_TRUE(holds(get("/oembed?format=xml&url=" + url).body, "<title>خبر &lt;b&gt;"));
    EXPECT_EQ(get("/oembed?format=yaml&url=" + url).status, 501);
    for (const char* other :
         {"", "https://other.example.org/local/1/x", "/local", "/local/9/x", "/local/x/y", "/%zz/1"})
        EXPECT_EQ(get("/oembed?url=" + percent::encode_value(other)).status, 404) << other;
}

TEST_F(FeedsTest, PagesTellMachinesWhatTheyAre) {
    serve();
    const auto page = get(address(first_)).body;
    EXPECT_TRUE(
        holds(page, "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/local/feed/rss.xml\""));
    EXPECT_TRUE(holds(page, "<meta property=\"og:type\" content=\"article\">"));
    EXPECT_TRUE(
        holds(page, "<meta property=\"og:image\" content=\"https://news.example.org/media/a.webp\">"));
    EXPECT_TRUE(holds(page, "\"@type\":\"NewsArticle\""));
    EXPECT_TRUE(
        holds(get("/").body, "<meta property=\"og:image\" content=\"https://news.example.org/share/site-"));
    EXPECT_TRUE(holds(page, "\"headline\":\"خبر \\u003cb>\\u0026\\\"جريء\\\" ]]>\""))
        << "no tag can end the block";
    EXPECT_TRUE(holds(get("/").body, "href=\"/feed/atom.xml\""));
    EXPECT_TRUE(holds(get("/none").body, "name=\"robots\" content=\"noindex\""));
}

TEST_F(FeedsTest, AStoryWithoutAPictureIsSharedWithItsHeadline) {
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
