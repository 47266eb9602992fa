#include <gtest/gtest.h>

#include "base/percent.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using testing::holds;
using testing::SiteTest;

class CommentsTest : public SiteTest {
  protected:
    std::string token(const std::string& path) {
        const auto body = get(path).body;
        const std::string start = "name=\"token\" value=\"";
        const auto at = body.find(start) + start.size();
        return body.substr(at, body.find('"', at) - at);
    }
    std::size_t pending() { return with(story::CommentStatus::Pending); }
    // Held or taken for spam.
    std::size_t stored() { return pending() + with(story::CommentStatus::Spam); }
    std::size_t with(story::CommentStatus status) {
        return (*store_->snapshot())->comments_to_moderate(status, 100)->size();
    }
    static std::string form(const std::string& token, const std::string& rest = {}) {
        return "name=%D8%B3%D8%A7%D9%84%D9%85&email=salem%40example.org&text=%D8%AA%D8%B9%D9%84%D9%8A%D9%82&"
               "token=" +
               token + rest;
    }
};

TEST_F(CommentsTest, IsStoredShownAfterApprovalAndThankedFor) {
    const auto path = address(add("خبر"));
    serve();
    const auto sent = post(path, form(token(path)));
    EXPECT_EQ(sent.status, 303);
    EXPECT_EQ(sent.field("Location"), percent::encode_address(path) + "?comment=received#comment-form");
    EXPECT_TRUE(holds(get(path + "?comment=received").body, "وصل تعليقك"));
    EXPECT_FALSE(holds(get(path).body, "وصل تعليقك"));
    EXPECT_FALSE(holds(get(path).body, "سالم"));
    ASSERT_EQ(pending(), 1u);
    store_->write([](store::Writer& w) { return w.moderate({1}, story::CommentStatus::Approved); });
    const auto shown = eventually(path, [](auto& a) { return holds(a.body, "سالم"); });
    EXPECT_TRUE(holds(shown.body, "سالم"));
    EXPECT_TRUE(holds(shown.body, "تعليق واحد"));
    store_->write([](store::Writer& w) { return w.moderate({1}, story::CommentStatus::Spam); });
    EXPECT_FALSE(holds(eventually(path, [](auto& a) { return !holds(a.body, "سالم"); }).body, "سالم"));
}

std::string work_for(const std::string& challenge, const std::string& text) {
    for (int work = 0;; ++work)
        if (crypto::sha256_zeros(challenge + "\n" + text + "\n" + std::to_string(work)) >=
            CommentChallenge::kBits)
            return std::to_string(work);
}

TEST_F(CommentsTest, AFloodHasToWork) {
    settings_.comments.challenge_after = 3;
    const auto path = address(add("خبر"));
    serve();
    const auto common = "name=a&email=salem%40example.org&token=" + token(path) + "&text=";
    for (const char* text : {"one", "two", "three"}) EXPECT_EQ(post(path, common + text).status, 303);
    const auto asked = post(path, common + "four");
    EXPECT_EQ(asked.status, 429);
    EXPECT_TRUE(holds(asked.body, "data-work=\"17\""));
    EXPECT_TRUE(holds(asked.body, ">four</textarea>")) << "what was written is kept";
    EXPECT_EQ(stored(), 3u);
    const auto challenge = testing::hidden(asked.body, "challenge");
    const auto worked = common + "four&challenge=" + challenge + "&work=" + work_for(challenge, "four");
    EXPECT_EQ(post(path, worked).status, 303);
    EXPECT_EQ(post(path, worked).status, 429) << "each is good for one comment";
    EXPECT_EQ(post(path, common + "five&challenge=" + challenge + "&work=1").status, 429);
    EXPECT_EQ(stored(), 4u);
    EXPECT_FALSE(holds(get(path).body, "data-work")) << "others' pages ask for nothing";
}

TEST(CommentChallengeTest, IsAskedForAboveARateAndNoLonger) {
    CommentChallenge challenge(61, crypto::random_key());
    const Instant minute = from_unix(1'800'000'000);  // a whole one
    const auto at = [&](int second) { return challenge.demanded(minute + std::chrono::seconds(second)); };
    for (int i = 0; i < 60; ++i) EXPECT_FALSE(at(i)) << i;
    for (int i = 60; i < 90; ++i) EXPECT_FALSE(at(i)) << "one a second goes on: " << i;
    bool asked = false;
    for (int i = 0; i < 60; ++i) asked = at(90);
    EXPECT_TRUE(asked);
    EXPECT_FALSE(at(600));
}

TEST(CommentChallengeTest, TakesOnlyItsOwnAndOnlyFresh) {
    const auto key = crypto::random_key();
    CommentChallenge challenge(1, key), other(1, crypto::random_key());
    const Instant made = from_unix(1'800'000'000);
    const auto good = challenge.make(made);
    const auto work = work_for(good, "سطر\nآخر");
    EXPECT_FALSE(other.met(good, "سطر\nآخر", work, made));
    EXPECT_FALSE(challenge.met(good, "سطر", work, made));
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work + " ", made));
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work, made + CommentChallenge::kLifetime));
    for (const char* bad : {"", ".", "1", "1.2", "1800000000.0.0", "99999999999999999999.0.0"})
        EXPECT_FALSE(challenge.met(bad, "سطر\nآخر", work, made)) << bad;
    EXPECT_TRUE(challenge.met(good, "سطر\r\nآخر", work, made)) << "as browsers send line ends";
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work, made));
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work, made + std::chrono::minutes(9)));
}

TEST_F(CommentsTest, ErrorsComeBackWithWhatWasTyped) {
    const auto path = address(add("خبر"));
    serve();
    const auto page = post(path, "name=&email=wrong&text=%3Cb%3E%22quoted%22&token=" + token(path));
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(holds(page.body, "اكتب اسمك"));
    EXPECT_TRUE(holds(page.body, "عنوان بريد صحيحًا"));
    EXPECT_TRUE(holds(page.body, "value=\"wrong\""));
    EXPECT_TRUE(holds(page.body, "&lt;b&gt;&quot;quoted&quot;</textarea>"));
    EXPECT_TRUE(holds(page.body, "aria-invalid=\"true\""));
    EXPECT_EQ(page.field("Cache-Control"), "no-store");
    EXPECT_FALSE(holds(get(path).body, "wrong")) << "one reader's words never reach another's page";
    EXPECT_EQ(pending(), 0u);
}

TEST_F(CommentsTest, TurnsMachinesAway) {
    settings_.comments.seconds_to_write = 60;
    const auto path = address(add("خبر"));
    const auto other = address(add("خبر ثانٍ", 1));
    serve();
    EXPECT_EQ(post(path, form(token(path))).status, 422) << "too fast";
    EXPECT_TRUE(holds(post(path, form(token(path))).body, "أسرع مما يُكتب"));
    EXPECT_EQ(post(path, form("1700000000.00000000000000000000000000000000")).status, 422) << "forged";
    EXPECT_EQ(post(path, form("")).status, 422);
    EXPECT_EQ(post(path, form(token(other))).status, 422) << "another story's form";
    EXPECT_EQ(post(path, form(token(path), "&website=http%3A%2F%2Fspam")).status, 303)
        << "thanked, and dropped";
    EXPECT_EQ(pending(), 0u);
}

TEST_F(CommentsTest, LimitsEachAddress) {
    settings_.comments = {.seconds_to_write = 0, .burst = 2, .minutes_between = 5};
    const auto path = address(add("خبر"));
    serve();
    const auto key = token(path);
    EXPECT_EQ(post(path, form(key, "1")).status, 422) << "a broken token costs nothing";
    EXPECT_EQ(post(path, form(key)).status, 303);
    EXPECT_EQ(post(path, form(key)).status, 303);
    const auto third = post(path, form(key));
    EXPECT_EQ(third.status, 429);
    EXPECT_TRUE(holds(third.body, "في وقت قصير"));
    EXPECT_TRUE(holds(third.body, "سالم")) << "what was typed is kept";
}

TEST_F(CommentsTest, TakesOnlyFormsOfItsSize) {
    const auto path = address(add("خبر"));
    serve();
    testing::HttpClient json(server_->port());
    json.send("POST " + percent::encode_address(path) +
              " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    EXPECT_EQ(json.receive().status, 415);
    EXPECT_EQ(post(path, "text=" + std::string(70'000, 'x')).status, 413);
    EXPECT_EQ(post("/local/99/x", form("")).status, 404);
}

TEST_F(CommentsTest, AnswersFormThreads) {
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

TEST_F(CommentsTest, HavePagesAndAddresses) {
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

TEST_F(CommentsTest, ComeAtOnceWhereTheyAreModeratedAfter) {
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

TEST_F(CommentsTest, AreClosedByStoryAndByAge) {
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

TEST_F(CommentsTest, BannedWordsAndMachinesGoWithTheSpam) {
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

// Every public route that a reader can reach, walked: no address of a commenter in any byte.
TEST_F(CommentsTest, NoPublicAnswerHoldsAnEmailAddress) {
    const auto id = add("خبر");
    auto story = get_story(id);
    story.bylines = {*store_->write([](store::Writer& w) { return w.person_for("كاتب"); })};
    add(story);
    for (int i = 0; i < 4; ++i) {
        auto comment = store_->write([&](store::Writer& w) {
            return w.add_comment(
                id, {"س" + std::to_string(i), "secret" + std::to_string(i) + "@example.org", "نص"});
        });
        ASSERT_TRUE(comment);
        store_->write(
            [&](store::Writer& w) { return w.moderate(*comment, static_cast<story::CommentStatus>(i)); });
    }
    serve();
    const auto path = address(id);
    const auto thanks = post(path, form(token(path)));
    for (const std::string& address : {std::string("/"), std::string("/local"), std::string("/author/كاتب"),
                                       path, path + "?comment=received", std::string("/none"),
                                       std::string("/metrics"), std::string("/health/ready")}) {
        const auto answer = get(address);
        EXPECT_FALSE(holds(answer.head + answer.body, "@example.org")) << address;
    }
    EXPECT_FALSE(holds(thanks.head + thanks.body, "example.org"));
    EXPECT_TRUE(holds(get(path).body, "س1")) << "the approved comment is there, without it";
}

}  // namespace
}  // namespace warraq::site
