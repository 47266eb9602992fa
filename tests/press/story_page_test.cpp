#include <gtest/gtest.h>

#include "support/default_press.h"

namespace warraq::press {
namespace {

using testing::default_press;
using testing::holds;

class StoryPageTest : public ::testing::Test {
  protected:
    StoryPageTest() {
        story_.id = {7};
        story_.section = {1};
        story_.slug = "خبر";
        story_.headline = "العنوان";
        story_.status = story::Status::Published;
        const std::vector<std::string> paragraphs = {"أول الكلام في هذا الخبر.", "ثم ما بعده."};
        story_.body = story::Body::from_paragraphs(paragraphs);
    }
    std::string page(bool preview = false) const {
        const CommentsPart comments{.threads = {}, .open = false};
        const CommentForm form;
        return default_press().story_page(
            {story_, section_, {&section_, 1}, {}, {}, false, comments, form, preview});
    }
    static std::size_t times(std::string_view page, std::string_view text) {
        std::size_t count = 0;
        for (auto at = page.find(text); at != page.npos; at = page.find(text, at + 1)) ++count;
        return count;
    }

    const story::Section section_{.id = {1}, .slug = "local", .name = "محليات"};
    story::Story story_;
};

TEST_F(StoryPageTest, ShowsAStandfirstOnce) {
    story_.standfirst = "أول الكلام في هذا…";
    const auto repeated = page();
    story_.standfirst = "كلام آخر";
    const auto own = page();
    const auto main = [](const std::string& whole) { return whole.substr(whole.find("<main")); };
    EXPECT_EQ(times(main(repeated), "أول الكلام في هذا"), 1u) << "the body begins with it";
    EXPECT_EQ(times(main(own), "كلام آخر"), 1u);
}

TEST_F(StoryPageTest, ShowsItsCorrections) {
    story_.corrections.push_back({.at = from_unix(0), .text = "الرقم <الصحيح> ٧"});
    EXPECT_TRUE(holds(page(), "الرقم &lt;الصحيح&gt; ٧"));
}

TEST_F(StoryPageTest, RunsNoScriptInAPreview) {
    EXPECT_TRUE(holds(page(), "rel=\"canonical\""));
    const std::string preview = page(true);
    EXPECT_TRUE(holds(preview, "noindex"));
    EXPECT_FALSE(holds(preview, "rel=\"canonical\""));
}

}  // namespace
}  // namespace warraq::press
