#include <gtest/gtest.h>
#include <thread>

#include "search/index_follower.h"
#include "search/indexer.h"
#include "support/stories.h"

namespace warraq::search {
namespace {

class RelatedTest : public testing::StoreTest {
  protected:
    story::StoryId add_text(const std::string& headline, const std::string& text, int days = 0) {
        auto story = testing::make_story(section_, headline, days * 24 * 60);
        const std::string paragraphs[] = {text};
        story.body = story::Body::from_paragraphs(paragraphs);
        return add(story);
    }
    void fill() {
        for (int i = 0; i < 30; ++i)
            add_text("خبر عابر " + std::to_string(i), "كلام عن الطقس والمطر والرياح.", i);
    }
    std::vector<story::StoryId> work_out() {
        Indexer indexer(folder_ / "search", *store_);
        EXPECT_TRUE(indexer.catch_up());
        std::vector<story::StoryId> changed;
        for (bool more = true; more;) {
            auto related = indexer.relate(std::chrono::seconds(5));
            EXPECT_TRUE(related);
            if (!related) break;
            changed.insert(changed.end(), related->changed.begin(), related->changed.end());
            more = related->more;
        }
        return changed;
    }
    std::string related(story::StoryId id) {
        const Index index(folder_ / "search");
        const auto found = index.related(id);
        if (!found) return "-";
        std::string out;
        for (const story::StoryId other : *found) out += (out.empty() ? "" : " | ") + get(other).headline;
        return out;
    }
};

TEST_F(RelatedTest, AreWhatSaysMostOfTheSame) {
    fill();
    const auto page = add_text("افتتاح ميناء العقيق", "افتتح الميناء رصيفا جديدا لسفن القمح في العقيق.", 10);
    add_text("سفن القمح تصل العقيق", "وصلت سفن القمح إلى رصيف الميناء في العقيق بعد عام من الانتظار.", 9);
    add_text("نقابة العمال", "طالبت النقابة بأجور أعلى لعمال المناجم.", 10);
    work_out();
    EXPECT_EQ(related(page), "سفن القمح تصل العقيق");
}

TEST_F(RelatedTest, NeverACopy) {
    fill();
    const std::string text =
        "افتتح الميناء رصيفا جديدا لسفن القمح في العقيق، وقال المدير إن العمل استمر عامين كاملين.";
    const auto page = add_text("افتتاح ميناء العقيق", text, 10);
    add_text("ميناء العقيق يفتتح", text, 10);
    add_text("رصيف القمح", "توسعة رصيف الميناء في العقيق لسفن القمح ستبدأ قريبا.", 3);
    add_text("رصيف للقمح", "توسعة رصيف الميناء في العقيق لسفن القمح ستبدأ قريبا.", 3);
    work_out();
    const auto found = related(page);
    EXPECT_EQ(found.find("يفتتح"), std::string::npos) << found;
    EXPECT_TRUE(found == "رصيف القمح" || found == "رصيف للقمح") << found << ": one of two copies";
}

TEST_F(RelatedTest, ChangeWhenTheArchiveDoes) {
    fill();
    const auto page = add_text("افتتاح ميناء العقيق", "افتتح الميناء رصيفا جديدا لسفن القمح في العقيق.", 10);
    work_out();
    EXPECT_EQ(related(page), "");
    const auto follow_up = add_text("أول سفن القمح", "رصيف الميناء في العقيق يستقبل سفن القمح.", 11);
    const auto changed = work_out();
    EXPECT_EQ(related(page), "أول سفن القمح");
    EXPECT_NE(std::find(changed.begin(), changed.end(), page), changed.end()) << "its page is told to change";
    auto story = get(follow_up);
    story.headline = "عنوان معدل";
    add(story);
    Indexer indexer(folder_ / "search", *store_);
    ASSERT_TRUE(indexer.catch_up());
    EXPECT_NE(related(follow_up), "") << "the old list stands until the new one is worked out";
}

TEST_F(RelatedTest, AreNothingForStoriesThatAreNotThere) {
    fill();
    work_out();
    EXPECT_EQ(related({9999}), "");
}

}  // namespace
}  // namespace warraq::search
