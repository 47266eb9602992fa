#include "support/story_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class SubscriptionListTest : public testing::StorySiteTest {};

TEST_F(SubscriptionListTest, HoldsTheFeedsOfTheSiteAndOfEachSection) {
    serve();
    const auto list = get("/feeds.opml");
    EXPECT_EQ(list.status, 200);
    EXPECT_EQ(list.field("Content-Type"), "text/x-opml; charset=utf-8");
    EXPECT_TRUE(holds(list.body, "<title>صحيفة الاختبار</title>")) << list.body;
    EXPECT_TRUE(holds(list.body, "text=\"صحيفة الاختبار\""));
    EXPECT_TRUE(holds(list.body, "xmlUrl=\"https://news.example.org/feed/rss.xml\""));
    EXPECT_TRUE(holds(list.body, "xmlUrl=\"https://news.example.org/local/feed/rss.xml\""));
    EXPECT_TRUE(holds(list.body, "htmlUrl=\"https://news.example.org/local\""));
}

TEST_F(SubscriptionListTest, FollowsWhatSectionsAreCalled) {
    serve();
    ASSERT_FALSE(holds(get("/feeds.opml").body, "محليات &amp; أكثر"));
    story::Section section = (*store_->snapshot())->sections()->front();
    section.name = "محليات & أكثر";
    ASSERT_TRUE(store_->write([&](store::Writer& writer) { return writer.save(section); }));
    const auto list = eventually(
        "/feeds.opml", [](const auto& answer) { return holds(answer.body, "text=\"محليات &amp; أكثر\""); });
    EXPECT_TRUE(holds(list.body, "text=\"محليات &amp; أكثر\"")) << list.body;
}

}  // namespace
}  // namespace warraq::site
