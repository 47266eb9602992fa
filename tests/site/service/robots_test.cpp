#include "support/story_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class RobotsTest : public testing::StorySiteTest {};

TEST_F(RobotsTest, RobotsAreToldWhatTheNewsroomWants) {
    settings_.machines.training = false;
    serve();
    const auto robots = get("/robots.txt").body;
    EXPECT_TRUE(holds(robots, "User-agent: GPTBot\n"));
    EXPECT_TRUE(holds(robots, "Disallow: /search?\n"));
    EXPECT_TRUE(holds(robots, "Sitemap: https://news.example.org/sitemap.xml"));
}

TEST_F(RobotsTest, RobotsMayBeSentAway) {
    settings_.machines.search_engines = false;
    serve();
    EXPECT_EQ(get("/robots.txt").body, "User-agent: *\nDisallow: /\n");
}

}  // namespace
}  // namespace warraq::site
