#include "story/story.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "story/address.h"
#include "story/comment.h"
#include "story/workflow.h"
#include "support/large_text.h"
#include "support/stories.h"

namespace warraq::story {
namespace {

TEST(Slug, KeepsLettersAndDropsMarks) {
    EXPECT_EQ(slug_of("كأس الخليج: عُمان تفوز!"), "كأس-الخليج-عمان-تفوز");
    EXPECT_EQ(slug_of("  «BBC» و CNN — 2018 "), "bbc-و-cnn-2018");
    EXPECT_EQ(slug_of("؟!"), "خبر");
    EXPECT_EQ(slug_of("كلمة كلمتان ثلاث", 12), "كلمة-كلمتان");
    EXPECT_EQ(slug_of(std::string(5'000, 'a'), 70), std::string(70, 'a'));
    EXPECT_EQ(slug_of("../../etc/passwd"), "etc-passwd");
}

TEST(Workflow, FollowsItsTable) {
    EXPECT_TRUE(may_move(Status::Draft, Status::InReview, Role::Reporter));
    EXPECT_FALSE(may_move(Status::InReview, Status::Published, Role::Reporter));
    EXPECT_TRUE(may_move(Status::InReview, Status::Published, Role::Editor));
    EXPECT_FALSE(may_move(Status::Published, Status::Withdrawn, Role::Editor));
    EXPECT_TRUE(may_move(Status::Published, Status::Withdrawn, Role::ManagingEditor));
    EXPECT_TRUE(may_move(Status::Published, Status::Withdrawn, Role::Administrator));
    EXPECT_EQ(may_move(Status::Published, Status::Draft, Role::Administrator).error().kind,
              Error::Kind::Refused);
    for (const Move& move : moves()) {
        EXPECT_FALSE(may_move(move.from, move.to, Role::Moderator)) << move.why;
        EXPECT_TRUE(may_move(move.from, move.to, Role::Administrator)) << move.why;
    }
}

TEST(Workflow, NamesSurvive) {
    for (const Status status : {Status::Draft, Status::InReview, Status::Scheduled, Status::Published,
                                Status::Corrected, Status::Withdrawn})
        EXPECT_EQ(status_from(to_string(status)), status);
    EXPECT_EQ(role_from("managing_editor"), Role::ManagingEditor);
    EXPECT_FALSE(status_from("deleted"));
}

TEST(StoryRules, NameTheField) {
    const auto good = testing::make_story({1}, "عنوان");
    EXPECT_TRUE(check(good));
    const auto broken = [&](auto change) {
        Story story = good;
        change(story);
        auto checked = check(story);
        return checked ? std::string() : checked.error().message;
    };
    EXPECT_EQ(broken([](Story& s) { s.headline = " \u00a0"; }), "headline: is empty");
    EXPECT_EQ(broken([](Story& s) { s.headline = std::string(2'000, 'x'); }),
              "headline: longer than 1000 bytes");
    EXPECT_EQ(broken([](Story& s) { s.standfirst = "\xff"; }), "standfirst: is not UTF-8");
    EXPECT_EQ(broken([](Story& s) { s.tags = {{""}}; }), "tags: is empty");
    EXPECT_EQ(broken([](Story& s) { s.section = {}; }), "section: is missing");
    EXPECT_EQ(broken([](Story& s) { s.published = {}; }),
              "published: a public story has a time of publication");
}

TEST(Address, IsMadeInOnePlace) {
    const auto story = testing::make_story({1}, "خبر عاجل");
    EXPECT_EQ(address_of(static_cast<const Card&>(story), Section{{1}, "local", "محليات", 1}),
              "/local/0/خبر-عاجل");
    EXPECT_FALSE(is_free_section_slug("static"));
    EXPECT_FALSE(is_free_section_slug("a/b"));
    EXPECT_TRUE(is_free_section_slug("middle-east"));
    EXPECT_TRUE(is_free_section_slug("محليات"));
}

TEST(Comment, IsCleanedBeforeItIsJudged) {
    const auto draft = clean({" سالم\n\u202e ", " A@Example.org ", "سطر\r\n\r\n\r\n\r\nسطر\x07\u0000"});
    EXPECT_EQ(draft.name, "سالم");
    EXPECT_EQ(draft.email, "A@Example.org");
    EXPECT_EQ(draft.text, "سطر\n\nسطر");
    EXPECT_FALSE(errors_of(draft).any());
}

TEST(Comment, HasNoMoreMarksOnALetterThanTextHas) {
    // Two that stand in the other order when they are composed: to order a long run costs its length squared.
    const auto draft = clean({"س", "a@b.org", "ب" + testing::repeated("\u0651\u064B")});
    EXPECT_LE(utf8::length(draft.text), 31u);
    EXPECT_EQ(clean(draft).text, draft.text);
    const std::string vowelled = "شَدَّةٌ وَضَمَّةٌ";
    EXPECT_EQ(clean({"س", "a@b.org", vowelled}).text,
              clean({"س", "a@b.org", clean({"", "", vowelled}).text}).text);
    EXPECT_EQ(utf8::length(clean({"س", "a@b.org", vowelled}).text), utf8::length(vowelled)) << "all are kept";
    // What is composed brings marks of its own, and so does what is two of them.
    for (const char* mark : {"\u0344", "\u0301", "\u0323"}) {
        const auto once = clean({"س", "a@b.org", "\u00E9" + testing::repeated(mark, 1'000)});
        EXPECT_EQ(clean(once).text, once.text) << mark;
    }
}

TEST(Comment, TellsWhatIsWrongWhereItIs) {
    const auto errors = errors_of({"", "not an address", ""});
    EXPECT_FALSE(errors.name.empty());
    EXPECT_FALSE(errors.email.empty());
    EXPECT_FALSE(errors.text.empty());
    for (const char* bad :
         {"@a.org", "a@b", "a@b.c", "a@@b.org", "a b@c.org", "a@b..org", "<a@b.org>", "a@.org"})
        EXPECT_FALSE(errors_of({"س", bad, "ن"}).email.empty()) << bad;
    for (const char* good : {"a@b.org", "first.last+tag@sub.example.museum", "س@مثال.موقع"})
        EXPECT_TRUE(errors_of({"س", good, "ن"}).email.empty()) << good;
    EXPECT_FALSE(errors_of({std::string(200, 'x'), "a@b.org", "ن"}).name.empty());
    EXPECT_FALSE(errors_of({"س", "a@b.org", std::string(4'000, 'x')}).text.empty());
}

}  // namespace
}  // namespace warraq::story
