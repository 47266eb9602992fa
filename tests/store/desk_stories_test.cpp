#include "support/stories.h"

namespace warraq::store {
namespace {

using namespace std::chrono_literals;
using testing::StoreTest;

class DeskStoriesTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        salma_ = *write([](Writer& w) { return w.save(story::User{{}, "salma", "سلمى"}); });
        omar_ = *write([](Writer& w) { return w.save(story::User{{}, "omar", "عمر"}); });
    }
    std::string list(const DeskQuery& query) {
        const auto cards = *read()->desk_cards(query);
        std::string out;
        for (const DeskCard& card : cards) out += (out.empty() ? "" : " ") + card.card.headline;
        return out;
    }
    story::UserId salma_, omar_;
};

TEST_F(DeskStoriesTest, ListsByStatusSectionOwnerAndPlace) {
    using enum story::Status;
    const auto sport = *write([](Writer& w) { return w.save(story::Section{{}, "sport", "رياضة", 2}); });
    add("أ", 1, Draft);
    const auto second = add("ب", 2);
    auto third = testing::make_story(sport, "ج", 3);
    third.status = Draft;
    const auto id = add(third);
    ASSERT_TRUE(write([&](Writer& w) { return w.set_owner(id, omar_); }));
    EXPECT_EQ(list({}), "ج ب أ");
    EXPECT_EQ(list({.status = Draft}), "ج أ");
    EXPECT_EQ(list({.status = Draft, .section = section_}), "أ");
    EXPECT_EQ(list({.owner = omar_}), "ج");
    EXPECT_EQ(list({.owner = salma_}), "");
    EXPECT_EQ(list({.status = Published, .owner = omar_}), "");
    EXPECT_EQ(list({.limit = 2}), "ج ب");
    EXPECT_EQ(list({.after = DeskQuery::Place{get(second).updated, second}}), "أ");
    EXPECT_EQ((*read()->desk_cards({}))[0].owner, omar_);
    EXPECT_EQ(*read()->owner_of(second), story::UserId{});
}

TEST_F(DeskStoriesTest, RevisionsOfOneSittingAreOne) {
    const auto id = add("خبر", 0, story::Status::Draft);
    const Instant start = from_unix(1'800'000'000);
    const auto save = [&](story::UserId user, Instant at, const char* content,
                          story::Status status = story::Status::Draft) {
        ASSERT_TRUE(write([&](Writer& w) {
            return w.add_revision({0, id, user, at, status, content}, at - 5min);
        }));
    };
    save(salma_, start, "1");
    save(salma_, start + 4min, "2");
    save(salma_, start + 8min, "3");
    save(salma_, start + 20min, "4");
    save(omar_, start + 21min, "5");
    save(omar_, start + 22min, "6", story::Status::InReview);
    const auto revisions = *read()->revisions(id, 10);
    ASSERT_EQ(revisions.size(), 4u);
    EXPECT_EQ(revisions[0].content, "") << "lists are light";
    EXPECT_EQ((**read()->revision(revisions[3].id)).content, "3");
    EXPECT_EQ((**read()->revision(revisions[0].id)).content, "6");
    EXPECT_FALSE(*read()->revision(999));
}

TEST_F(DeskStoriesTest, WorkingCopiesAndNotesStandBesideTheStory) {
    const auto id = add("خبر");
    EXPECT_FALSE(*read()->working_copy(id));
    for (const char* content : {"a", "b"})
        ASSERT_TRUE(write([&](Writer& w) { return w.keep_working_copy(id, {salma_, now(), content}); }));
    EXPECT_EQ((**read()->working_copy(id)).content, "b");
    EXPECT_TRUE((*read()->desk_cards({}))[0].has_working_copy);
    ASSERT_TRUE(write([&](Writer& w) { return w.drop_working_copy(id); }));
    EXPECT_FALSE(*read()->working_copy(id));
    ASSERT_TRUE(write([&](Writer& w) { return w.add_note(id, {0, omar_, now(), "راجع الأرقام"}); }));
    EXPECT_EQ((*read()->notes(id))[0].text, "راجع الأرقام");
}

TEST_F(DeskStoriesTest, KnowsWhatIsDue) {
    EXPECT_FALSE(*read()->next_due());
    const auto later = add("بعد", 10, story::Status::Scheduled),
               sooner = add("قبل", 5, story::Status::Scheduled);
    add("منشور", 1);
    const Instant first = get(sooner).published;
    EXPECT_EQ(*read()->next_due(), first);
    EXPECT_TRUE(read()->due_stories(first - 1s)->empty());
    EXPECT_EQ(*read()->due_stories(first), std::vector{sooner});
    EXPECT_EQ(*read()->due_stories(first + 1h), (std::vector{sooner, later}));
}

}  // namespace
}  // namespace warraq::store
