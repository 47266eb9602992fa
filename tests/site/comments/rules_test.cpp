#include "support/comment_site.h"

namespace warraq::site {
namespace {

using testing::holds;

class CommentRulesTest : public testing::CommentSiteTest {};

TEST_F(CommentRulesTest, ComeAtOnceWhereTheyAreModeratedAfter) {
    settings_.comments.policy = story::CommentPolicy::After;
    const auto path = address(add("خبر"));
    serve();
    const auto sent = post(path, form(token(path)));
    EXPECT_TRUE(holds(sent.field("Location"), "?comment=published"));
    EXPECT_TRUE(holds(eventually(path, [](auto& a) { return holds(a.body, "سالم"); }).body, "سالم"));
    const auto links = post(
        path, "name=a&email=a%40example.org&text=http://a.example+http://b.example+http://c.example&token=" +
                  token(path));
    EXPECT_TRUE(holds(links.field("Location"), "?comment=received"));
    const auto held = *(*store_->snapshot())->comments_to_moderate(story::CommentStatus::Pending, 9);
    ASSERT_EQ(held.size(), 1u);
    EXPECT_TRUE(holds(held[0].reason, "الروابط"));
}

TEST_F(CommentRulesTest, AreClosedByStoryAndByAge) {
    settings_.comments.days_open = 10;
    const auto old = address(add("خبر قديم"));
    auto fresh = testing::make_story(section_, "خبر جديد");
    fresh.published = fresh.updated = now() - std::chrono::hours(1);
    const auto id = add(fresh);
    const auto path = address(id);
    serve();
    EXPECT_TRUE(holds(get(old).body, "أُغلق باب التعليق"));
    EXPECT_FALSE(holds(get(old).body, "<form method=\"post\""));
    EXPECT_TRUE(holds(get(path).body, "<form method=\"post\""));
    const auto key = token(path);
    store_->write([&](store::Writer& w) { return w.set_comment_policy(id, story::CommentPolicy::Closed); });
    EXPECT_TRUE(
        holds(eventually(path, [](auto& a) { return holds(a.body, "أُغلق باب"); }).body, "أُغلق باب التعليق"));
    EXPECT_EQ(post(path, form(key)).status, 409);
    EXPECT_EQ(pending(), 0u);
}

TEST_F(CommentRulesTest, BannedWordsAndMachinesGoWithTheSpam) {
    const auto path = address(add("خبر"));
    store_->write([](store::Writer& w) { return w.ban(store::BanKind::Word, "تعليق"); });
    serve();
    EXPECT_EQ(post(path, form(token(path))).status, 303) << "thanked as anyone";
    auto spam = *(*store_->snapshot())->comments_to_moderate(story::CommentStatus::Spam, 9);
    ASSERT_EQ(spam.size(), 1u);
    EXPECT_EQ(spam[0].reason, "كلمة محظورة: «تعليق»");
    ASSERT_FALSE(spam[0].address_hash.empty());
    store_->write([&](store::Writer& w) { return w.ban(store::BanKind::Address, spam[0].address_hash); });
    post(path, "name=a&email=a%40example.org&text=innocent&token=" + token(path));
    spam = *(*store_->snapshot())->comments_to_moderate(story::CommentStatus::Spam, 9);
    ASSERT_EQ(spam.size(), 2u);
    EXPECT_EQ(spam[0].reason, "عنوان محظور");
}

}  // namespace
}  // namespace warraq::site
