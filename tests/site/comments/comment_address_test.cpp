#include "base/percent.h"
#include "support/comment_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class CommentAddressTest : public testing::CommentSiteTest {};

TEST_F(CommentAddressTest, HavePagesAndAddresses) {
    settings_.comments.threads_on_a_page = 2;
    const auto id = add("خبر");
    const auto path = address(id);
    for (int i = 1; i <= 5; ++i)
        store_->write([&](store::Writer& w) {
            return w.add_comment({id,
                                  {"س", "s@example.org", "تعليق رقم" + std::to_string(i)},
                                  {},
                                  story::CommentStatus::Approved});
        });
    store_->write([&](store::Writer& w) { return w.add_comment(id, {"س", "s@example.org", "ينتظر"}); });
    serve();
    EXPECT_TRUE(holds(get(path).body, "?comments=2#comments"));
    EXPECT_TRUE(holds(get(path).body, "تعليق رقم2"));
    EXPECT_FALSE(holds(get(path).body, "تعليق رقم3"));
    EXPECT_TRUE(holds(get(path + "?comments=3").body, "تعليق رقم5"));
    EXPECT_EQ(get(path + "?comments=4").status, 404);
    EXPECT_EQ(get(path + "?comments=1").status, 301);
    EXPECT_EQ(get(path + "?comments=x").status, 301);
    EXPECT_EQ(get("/comments/5").field("Location"), percent::encode_address(path) + "?comments=3#comment-5");
    EXPECT_EQ(get("/comments/1").field("Location"), percent::encode_address(path) + "#comment-1");
    EXPECT_EQ(get("/comments/6").status, 404) << "it waits for a moderator";
    EXPECT_EQ(get("/comments/x").status, 404);
}

}  // namespace
}  // namespace warraq::site
