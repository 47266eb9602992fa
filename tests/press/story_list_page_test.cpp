#include <gtest/gtest.h>

#include "support/default_press.h"

namespace warraq::press {
namespace {

using testing::default_press;
using testing::holds;

TEST(StoryListPage, ShowsItsStoriesAndWhereToTurn) {
    const story::Section section{.id = {1}, .slug = "local", .name = "محليات"};
    story::Card card;
    card.id = {7};
    card.slug = "خبر";
    card.section = {1};
    card.headline = "عنوان <الخبر>";
    const std::string page = default_press().story_list_page({.sections = {&section, 1},
                                                              .title = "محليات",
                                                              .address = "/local",
                                                              .feed = "/local",
                                                              .cards = {&card, 1},
                                                              .older = "/local?before=7",
                                                              .newer = {},
                                                              .section = &section});
    EXPECT_TRUE(holds(page, "عنوان &lt;الخبر&gt;"));
    EXPECT_TRUE(holds(page, "/local?before=7"));
    EXPECT_TRUE(holds(page, "rel=\"canonical\""));
    EXPECT_TRUE(holds(page, "https://example.org/local"));
}

TEST(StoryListPage, TellsWhatATopicIs) {
    story::Topic topic;
    topic.kind = story::TopicKind::Person;
    topic.stories = 3;
    EXPECT_EQ(default_press().topic_introduction(topic), "شخصية · ٣ أخبار");
}

}  // namespace
}  // namespace warraq::press
