#include "base/percent.h"
#include "support/story_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class OembedTest : public testing::StorySiteTest {};

TEST_F(OembedTest, OembedKnowsOurStories) {
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

}  // namespace
}  // namespace warraq::site
