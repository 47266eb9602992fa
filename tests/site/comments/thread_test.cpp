#include "support/comment_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class CommentThreadTest : public testing::CommentSiteTest {};

TEST_F(CommentThreadTest, AnswersFormThreads) {
    const auto id = add("خبر");
    const auto path = address(id);
    store_->write([&](store::Writer& w) {
        return w.add_comment({id, {"هدى", "h@example.org", "تعليق أول"}, {}, story::CommentStatus::Approved});
    });
    serve();
    const auto page = get(path);
    EXPECT_TRUE(holds(page.body, "?reply=1#comment-form"));
    EXPECT_TRUE(holds(page.body, "href=\"/comments/1\""));
    const auto answering = get(path + "?reply=1");
    EXPECT_TRUE(holds(answering.body, "ردّ على هدى"));
    EXPECT_TRUE(holds(answering.body, "name=\"parent\" value=\"1\""));
    EXPECT_EQ(get(path + "?reply=99").status, 303);
    EXPECT_EQ(get(path + "?reply=x").status, 303);
    EXPECT_EQ(post(path, form(token(path), "&parent=1")).status, 303);
    store_->write([](store::Writer& w) { return w.moderate({2}, story::CommentStatus::Approved); });
    const auto shown = eventually(path, [](auto& a) { return holds(a.body, "سالم"); });
    EXPECT_LT(shown.body.find("comment-1"), shown.body.find("comment-2"));
    EXPECT_TRUE(holds(shown.body, "تعليقان"));
    EXPECT_EQ(post(path, form(token(path), "&parent=99")).status, 409) << "the answered comment is gone";
}

}  // namespace
}  // namespace warraq::site
