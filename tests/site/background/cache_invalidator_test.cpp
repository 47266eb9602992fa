// How changes reach the pages that readers see.
#include "support/site.h"

namespace warraq::site {
namespace {

using story::Status;
using testing::holds;
using testing::make_story;

class CacheInvalidatorTest : public testing::SiteTest {};

TEST_F(CacheInvalidatorTest, ChangesReachThePages) {
    const auto id = add("عنوان قديم");
    serve();
    EXPECT_TRUE(holds(get(address(id)).body, "عنوان قديم"));
    EXPECT_TRUE(holds(get("/").body, "عنوان قديم"));
    auto story = get_story(id);
    story.headline = "عنوان جديد";
    add(story);
    EXPECT_TRUE(holds(eventually(address(id), [](auto& a) { return holds(a.body, "عنوان جديد"); }).body,
                      "عنوان جديد"));
    // A new address, so it says nothing of whether the change has come to the pages that are kept.
    EXPECT_TRUE(
        holds(eventually("/", [](auto& a) { return holds(a.body, "عنوان جديد"); }).body, "عنوان جديد"));

    add("خبر وصل الآن", 9);
    EXPECT_TRUE(holds(eventually("/local", [](auto& a) { return holds(a.body, "خبر وصل الآن"); }).body,
                      "خبر وصل الآن"));
    EXPECT_TRUE(holds(eventually(address(id), [](auto& a) { return holds(a.body, "خبر وصل الآن"); }).body,
                      "خبر وصل الآن"))
        << "among the related";

    story = get_story(id);
    story.status = Status::Withdrawn;
    const auto old_address = address(id);
    add(story);
    EXPECT_EQ(eventually(old_address, [](auto& a) { return a.status == 410; }).status, 410);
    EXPECT_FALSE(holds(get("/local").body, "عنوان جديد"));
}

TEST_F(CacheInvalidatorTest, ChangesReachThePagesOfAllSectionsThatAStoryStandsIn) {
    const auto section = [&](const char* slug, story::SectionId parent) {
        return *write([&](store::Writer& w) {
            return w.save(story::Section{{}, slug, slug, 2, {}, parent});
        });
    };
    const auto world = section("world", {}), ports = section("ports", world), sport = section("sport", {});
    serve();
    for (const char* page : {"/ports", "/world", "/sport"})
        EXPECT_EQ(get(page).status, 200);  // kept from here on
    auto story = testing::make_story(ports, "سفينة القمح");
    story.also_in = {sport};
    add(story);
    for (const char* page : {"/ports", "/world", "/sport"})
        EXPECT_TRUE(
            holds(eventually(page, [](auto& a) { return holds(a.body, "سفينة القمح"); }).body, "سفينة القمح"))
            << page;
}

TEST_F(CacheInvalidatorTest, DraftsLeaveReadersPagesAlone) {
    add("منشور");
    serve();
    ASSERT_EQ(get("/").status, 200);
    const auto made = server_->metrics().misses.load();
    auto draft = get_story(add("مسودة", 5, story::Status::Draft));
    for (int i = 0; i < 3; ++i) {
        draft.headline = "مسودة " + std::to_string(i);
        draft = get_story(add(draft));
    }
    add("منشور ثانٍ", 6);
    eventually("/", [](const auto& answer) { return holds(answer.body, "منشور ثانٍ"); });
    EXPECT_EQ(told_, 1) << "of the public one alone";
    EXPECT_EQ(server_->metrics().misses.load(), made + 1) << "the front page was made anew once";
}

}  // namespace
}  // namespace warraq::site
