#include "base/percent.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using testing::holds;

class SearchTest : public testing::SiteTest {
  protected:
    void SetUp() override {
        SiteTest::SetUp();
        auto story = testing::make_story(section_, "انتخابات البلدية تقترب");
        const std::string paragraphs[] = {"تجري الانتخابات بعد أسبوعين في كل الأحياء.",
                                          "وأعلنت البلدية أسماء المراكز."};
        story.body = story::Body::from_paragraphs(paragraphs);
        election_ = add(story);
        for (int i = 1; i <= 25; ++i) add("سوق السمك " + std::to_string(i), i);
    }
    // The page once the index has caught up.
    testing::Answer search(const std::string& rest) {
        eventually("/search?q=سوق",
                   [](const auto& page) { return page.status == 200 && holds(page.body, "٢٥ خبر"); });
        return get("/search?q=" + rest);
    }
    story::StoryId election_;
};

TEST_F(SearchTest, ShowsWhatWasFoundWithItsWordsMarked) {
    serve();
    const auto page = search("الإنتخابات");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page.body, "<mark>انتخابات</mark> البلدية تقترب"));
    EXPECT_TRUE(holds(page.body, "تجري <mark>الانتخابات</mark> بعد أسبوعين"));
    EXPECT_TRUE(holds(page.body, address(election_)));
    EXPECT_TRUE(holds(page.body, "value=\"الإنتخابات\""));
    EXPECT_TRUE(holds(page.body, "name=\"robots\" content=\"noindex\""));
    EXPECT_TRUE(holds(page.field("Cache-Control"), "private"));
}

TEST_F(SearchTest, TurnsPagesAndNarrows) {
    serve();
    const auto first = search("سوق");
    EXPECT_TRUE(holds(first.body, "page=2"));
    EXPECT_FALSE(holds(first.body, "class=\"newer\""));
    EXPECT_TRUE(holds(first.body, "section=local"));
    const auto third = search("سوق&page=3&section=local&sort=date");
    EXPECT_EQ(third.status, 200);
    EXPECT_TRUE(holds(third.body, "سوق</mark> السمك 1<"));
    EXPECT_FALSE(holds(third.body, "class=\"older\""));
    EXPECT_TRUE(holds(third.body, "قسم محليات"));
    EXPECT_TRUE(holds(search("سوق&year=1999").body, "لم نجد في الأرشيف"));
    EXPECT_TRUE(holds(search("سوق&from=2023-01-01&to=2023-12-31").body, "٢٥ خبر"));
}

TEST_F(SearchTest, TakesSenselessValuesForAbsent) {
    serve();
    for (const char* rest :
         {"سوق&page=0", "سوق&page=-3", "سوق&page=99999999999", "سوق&section=none", "سوق&author=none",
          "سوق&year=x", "سوق&from=13-13-13", "سوق&to=2023-02-31", "سوق&sort=up", "سوق&format=xml"})
        EXPECT_EQ(search(rest).status, 200) << rest;
}

TEST_F(SearchTest, SaysWhenNothingIsFoundAndWhenNothingWasAsked) {
    serve();
    EXPECT_TRUE(holds(search("بطاطا").body, "لم نجد في الأرشيف"));
    EXPECT_TRUE(holds(search("سوق البطاطا").body, "هذا أقرب ما وجدنا"));
    // The words that corrections are made of follow the index a moment later.
    const auto corrected = [](const auto& page) { return holds(page.body, "هل تقصد"); };
    EXPECT_TRUE(corrected(eventually("/search?q=السسمك", corrected)));
    EXPECT_TRUE(holds(get("/search").body, "اكتب كلمة أو أكثر"));
    EXPECT_TRUE(holds(search("من في").body, "لم نجد في الأرشيف"));
}

TEST_F(SearchTest, EscapesWhatReadersType) {
    serve();
    for (const char* sly : {"<script>alert(1)</script>", "\" onfocus=alert(1) x=\"",
                            "'><img src=x onerror=alert(1)>", "سوق\"><script>", "javascript:alert(1)"}) {
        const auto page = search(percent::encode_value(sly));
        EXPECT_EQ(page.status, 200);
        EXPECT_FALSE(holds(page.body, "<script>alert")) << sly;
        EXPECT_FALSE(holds(page.body, "<img src=x")) << sly;
        EXPECT_FALSE(holds(page.body, "\" onfocus")) << sly;
        EXPECT_FALSE(holds(page.body, "href=\"javascript")) << sly;
    }
}

TEST_F(SearchTest, GivesTheSameAsJson) {
    serve();
    const auto json = search("الإنتخابات&format=json");
    EXPECT_EQ(json.field("Content-Type"), "application/json; charset=utf-8");
    EXPECT_TRUE(holds(json.body, "\"total\":1,")) << json.body;
    EXPECT_TRUE(holds(json.body, "\"headline\":\"انتخابات البلدية تقترب\""));
    EXPECT_TRUE(holds(json.body, "\"headline_marks\":[[0,16]]")) << json.body;
    const auto quoted = search(percent::encode_value("\"سوق") + "&format=json");
    EXPECT_TRUE(holds(quoted.body, "\"query\":\"\\\"سوق\"")) << quoted.body;
}

TEST_F(SearchTest, SuggestsWhileOneTypes) {
    serve();
    search("سوق");
    // The archive's words are read anew a moment after its stories are found.
    const auto answer = eventually("/search/suggest?q=سوق الس",
                                   [](const auto& page) { return holds(page.body, "سوق السمك\"]"); });
    EXPECT_EQ(answer.field("Content-Type"), "application/json; charset=utf-8");
    EXPECT_TRUE(holds(answer.body, "\"queries\":[\"سوق السمك\"]")) << answer.body;
    EXPECT_TRUE(holds(answer.body, "\"headline\":\"سوق السمك")) << answer.body;
    EXPECT_EQ(get("/search/suggest").body, "{\"queries\":[],\"stories\":[]}");
}

TEST_F(SearchTest, SaysThatTheIndexIsBeingMade) {
    serve();
    index_follower_.reset();
    std::filesystem::remove_all(folder_ / "search");
    const auto page = get("/search?q=سوق");
    EXPECT_EQ(page.status, 503);
    EXPECT_TRUE(holds(page.body, "يُبنى فهرس البحث الآن"));
    EXPECT_EQ(page.field("Retry-After"), "10");
    EXPECT_EQ(get("/search?q=سوق&format=json").status, 503);
    EXPECT_EQ(get("/search").status, 200);
}

}  // namespace
}  // namespace warraq::site
