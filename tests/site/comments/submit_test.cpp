#include "base/percent.h"
#include "support/comment_site.h"

namespace warraq::site {
namespace {

using testing::holds;
using testing::work_for;

class CommentsTest : public testing::CommentSiteTest {};

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
