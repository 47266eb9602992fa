#include "support/site.h"

namespace warraq::site {
namespace {

using testing::holds;
using testing::make_story;

class StoryPartsTest : public testing::SiteTest {};

TEST_F(StoryPartsTest, EditorsPinAndExcludeRelatedStories) {
    std::vector<story::StoryId> near;
    for (int i = 0; i < 4; ++i) near.push_back(add("ميناء العقيق يستقبل القمح " + std::to_string(i), i));
    for (int i = 0; i < 20; ++i) add("طقس ومطر " + std::to_string(i), i);
    const auto far = add("قصيدة في مديح البحر", 50);
    auto story = make_story(section_, "سفن القمح في ميناء العقيق", 60);
    story.related_pinned = {far};
    story.related_excluded = {near[1]};
    const auto page = add(story);
    serve();
    const auto answer = eventually(address(page), [&](const auto& a) { return holds(a.body, "القمح 2"); });
    const auto related = answer.body.substr(answer.body.find("related-title"));
    EXPECT_LT(related.find("قصيدة في مديح البحر"), related.find("القمح 2")) << "pinned stories come first";
    EXPECT_FALSE(holds(related, "القمح 1"));
    EXPECT_FALSE(holds(related, "أحدث ما نُشر"));

    auto changed = get_story(page);
    changed.related_pinned = {{9999}};
    EXPECT_FALSE(store_->write([&](store::Writer& w) { return w.save(changed); }))
        << "there is no such story";
    changed.related_pinned = {page};
    EXPECT_FALSE(store_->write([&](store::Writer& w) { return w.save(changed); })) << "not to itself";
}

}  // namespace
}  // namespace warraq::site
