// A site with one story that has all that feeds, sitemaps and shares tell of it.
#pragma once

#include "support/site.h"

namespace warraq::testing {

class StorySiteTest : public SiteTest {
  protected:
    void SetUp() override {
        SiteTest::SetUp();
        settings_.publication.address = "https://news.example.org";
        auto story = make_story(section_, "خبر <b>&\"جريء\" ]]>", 5);
        story.key_points = {"نقطة أولى."};
        story.lead_image = story::Image{"a.webp", "بديل", "", "", 800, 600};
        story.tags = {{"القمح"}, {"القمح"}};
        first_ = add(story);
    }
    story::StoryId first_;
};

}  // namespace warraq::testing
