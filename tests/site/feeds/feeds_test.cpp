#include "support/story_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class FeedsTest : public testing::StorySiteTest {};

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
        EXPECT_EQ(answer.field("Last-Modified"), "") << file << ": what is taken away has no time";
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
    EXPECT_EQ(get("/feed/rss.xml", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n").status, 200)
        << "a story may have been withdrawn since";
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

}  // namespace
}  // namespace warraq::site
