// What the site asks of readers so that all are served, in peace and under attack.
#include "support/site.h"

namespace warraq::site {
namespace {

using testing::holds;

class DefenceTest : public testing::SiteTest {
  protected:
    void SetUp() override {
        SiteTest::SetUp();
        edge_.trusted_proxies = {*IpNetwork::from("127.0.0.1")};
        story_ = add("سوق السمك");
    }
    testing::Answer from(const std::string& address, const std::string& path) {
        return get(path, "X-Forwarded-For: " + address + "\r\n");
    }
    story::StoryId story_;
};

TEST_F(DefenceTest, OneAddressSearchesAsOftenAsPeopleDo) {
    settings_.defence.searches_a_minute = 3;
    serve();
    eventually("/search?q=سوق", [](const auto& page) { return page.status == 200; });
    for (int i = 0; i < 3; ++i) EXPECT_EQ(from("93.184.216.34", "/search?q=سوق").status, 200) << i;
    const auto refused = from("93.184.216.34", "/search?q=سوق");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.field("Retry-After"), "60");
    EXPECT_TRUE(holds(refused.body, "بعد دقيقة"));
    const auto api = from("93.184.216.34", "/wp-json/wp/v2/posts?search=سوق");
    EXPECT_EQ(api.status, 429);
    EXPECT_TRUE(holds(api.body, "\"warraq_too_many_searches\""));
    EXPECT_EQ(from("93.184.216.34", "/wp-json/wp/v2/posts").status, 200) << "that is no search";
    EXPECT_EQ(from("93.184.216.34", address(story_)).status, 200) << "reading goes on";
    EXPECT_EQ(from("93.184.216.35", "/search?q=سوق").status, 200) << "someone else";
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(get("/search?q=سوق").status, 200) << "this machine";
        EXPECT_EQ(from("10.0.0.1", "/search?q=سوق").status, 200) << "its network";
    }
    int suggested = 0;
    for (int i = 0; i < 40; ++i) suggested += from("93.184.216.36", "/search/suggest?q=سو").status == 200;
    EXPECT_GE(suggested, 30);
    EXPECT_LT(suggested, 40);
}

TEST_F(DefenceTest, UnderAttackTheSiteGivesLess) {
    settings_.defence = {.under_attack = true, .attack_page_seconds = 400, .searches_a_minute = 20};
    settings_.comments.policy = story::CommentPolicy::After;
    settings_.comments.challenge_after = 0;
    serve();
    const auto page = get(address(story_));
    EXPECT_EQ(page.field("Cache-Control"), "public, max-age=400, stale-if-error=86400");
    eventually("/search?q=سوق", [](const auto& found) { return found.status == 200; });
    EXPECT_EQ(from("93.184.216.34", "/search?q=سوق").status, 200);
    EXPECT_EQ(from("93.184.216.34", "/search?q=سوق").status, 200);
    EXPECT_EQ(from("93.184.216.34", "/search?q=سوق").status, 429) << "a tenth";
    const auto sent = post(address(story_), "name=a&email=a%40example.org&text=abc&token=" +
                                                testing::hidden(page.body, "token"));
    EXPECT_EQ(sent.status, 429);
    EXPECT_TRUE(holds(sent.body, "name=\"challenge\"")) << "the first one already";
}

}  // namespace
}  // namespace warraq::site
