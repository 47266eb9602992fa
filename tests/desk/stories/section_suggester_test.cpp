#include "desk/stories/section_suggester.h"

#include "digest/story_text.h"
#include "support/eventually.h"
#include "support/stories.h"

namespace warraq::desk {
namespace {

class SectionSuggesterTest : public testing::StoreTest {};

TEST_F(SectionSuggesterTest, KnowsTheSectionsOnceTheDatabaseIsBack) {
    const auto sport = *store_->write([](store::Writer& w) {
        return w.save(story::Section{{}, "sport", "رياضة", 2});
    });
    for (int i = 0; i < 30; ++i) {
        auto match = testing::make_story(sport, "فاز الفريق في مباراة الدوري", i);
        const std::string goals[] = {"سجل المهاجم هدفا في مباراة الدوري وفاز الفريق على ضيفه في الملعب."};
        match.body = story::Body::from_paragraphs(goals);
        add(match);
        auto port = testing::make_story(section_, "سفينة القمح في الميناء", i);
        const std::string wheat[] = {"استقبل الميناء سفينة القمح وأفرغت الرافعات حمولتها على الرصيف."};
        port.body = story::Body::from_paragraphs(wheat);
        add(port);
    }
    SectionSuggester suggester(*store_);
    const digest::StoryText asked("فاز الفريق", "سجل المهاجم هدفا في مباراة الدوري وفاز الفريق على ضيفه.");
    database_.execute("ALTER TABLE sections RENAME TO sections_away");
    EXPECT_FALSE(suggester.suggest(asked, {}));
    ASSERT_TRUE(testing::eventually([&] { return suggester.failures() > 0; }));
    database_.execute("ALTER TABLE sections_away RENAME TO sections");
    EXPECT_TRUE(testing::eventually([&] {
        const auto guess = suggester.suggest(asked, {});
        return guess && guess->section == "sport";
    }));
}

}  // namespace
}  // namespace warraq::desk
