#include <set>

#include "base/percent.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using testing::holds;
using testing::make_story;

class StoryListTest : public testing::SiteTest {};

TEST_F(StoryListTest, RiversTurnTheirPages) {
    for (int i = 1; i <= 45; ++i) add("خبر رقم" + std::to_string(i) + ".", i);
    serve();
    std::set<std::string> seen;
    std::string path = "/local";
    int pages = 0;
    const auto links = [](const std::string& body, std::string_view start, std::string_view end) {
        std::vector<std::string> found;
        for (auto at = body.find(start); at != body.npos; at = body.find(start, at + 1)) {
            const auto from = at + start.size();
            found.push_back(body.substr(from, body.find(end, from) - from));
        }
        return found;
    };
    std::vector<std::string> newer;
    while (!path.empty() && pages < 9) {
        const auto page = get(path);
        ASSERT_EQ(page.status, 200) << path;
        ++pages;
        for (const auto& link : links(page.body, "<h3><a href=\"", "\""))
            EXPECT_TRUE(seen.insert(link).second) << link;
        const auto older = links(page.body, "class=\"older\" rel=\"next\" href=\"", "\"");
        newer = links(page.body, "class=\"newer\" rel=\"prev\" href=\"", "\"");
        path = older.empty() ? "" : older[0];
    }
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen.size(), 45u);
    ASSERT_EQ(newer.size(), 1u);
    const auto back = get(newer[0]);
    EXPECT_EQ(back.status, 200);
    EXPECT_TRUE(holds(back.body, "خبر رقم25."));
    const auto newer_still = links(back.body, "class=\"newer\" rel=\"prev\" href=\"", "\"");
    ASSERT_EQ(newer_still.size(), 1u);
    EXPECT_EQ(get(newer_still[0]).field("Location"), "/local") << "the first page has one address";
}

TEST_F(StoryListTest, TopicsHaveTheirPages) {
    std::vector<story::StoryId> ids;
    for (int i = 0; i < 3; ++i) {
        auto story = make_story(section_, "خبر القمح " + std::to_string(i), i);
        story.tags = {{"القمح"}, {"نادر " + std::to_string(i)}};
        ids.push_back(add(story));
    }
    serve();
    const auto page = get("/topic/القمح");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page.body, "خبر القمح 2"));
    EXPECT_TRUE(holds(page.body, "موضوع · ٣ أخبار")) << page.body;
    EXPECT_EQ(get("/topic/نادر-0").status, 404) << "too few stories tell of it";
    const auto story = get(address(ids[0]));
    EXPECT_TRUE(holds(story.body, "href=\"/topic/القمح\""));
    EXPECT_TRUE(holds(story.body, "<span>نادر 0</span>") || holds(story.body, "<span>نادر"))
        << "named, not linked";

    const auto topic = (*(*store_->snapshot())->topics_of(ids[0]))[0];
    store_->write(
        [&](store::Writer& w) { return w.rename_topic(topic.id, "محصول القمح", story::TopicKind::Topic); });
    EXPECT_TRUE(holds(eventually("/topic/القمح", [](const auto& a) { return holds(a.body, "محصول"); }).body,
                      "محصول القمح"));
    EXPECT_TRUE(holds(eventually(address(ids[0]), [](const auto& a) { return holds(a.body, "محصول"); }).body,
                      "محصول القمح"));
    store_->write([&](store::Writer& w) { return w.hide_topic(topic.id, true); });
    EXPECT_EQ(eventually("/topic/القمح", [](const auto& a) { return a.status == 404; }).status, 404);
    EXPECT_FALSE(holds(
        eventually(address(ids[0]), [](const auto& a) { return !holds(a.body, "محصول"); }).body, "محصول"));
}

TEST_F(StoryListTest, MergedTopicsLeadOn) {
    for (int i = 0; i < 3; ++i) {
        auto story = make_story(section_, "خبر " + std::to_string(i), i);
        story.tags = {{"القمح"}, {"الحنطة"}};
        add(story);
    }
    auto reader = std::move(*store_->snapshot());
    const auto wheat = **reader->topic("القمح"), other = **reader->topic("الحنطة");
    reader.reset();
    ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.merge_topics(other.id, wheat.id); }));
    serve();
    const auto page = get("/topic/الحنطة");
    EXPECT_EQ(page.status, 301);
    EXPECT_EQ(page.field("Location"), percent::encode_address("/topic/القمح"));
}

TEST_F(StoryListTest, AuthorsHaveTheirPages) {
    auto person = store_->write([](store::Writer& w) { return w.person_for("سلمى النجار"); });
    store_->write([&](store::Writer& w) { return w.describe(person->id, "تكتب عن المدينة."); });
    auto story = make_story(section_, "بقلمها");
    story.bylines = {*person};
    add(story);
    add("ليس لها", 1);
    serve();
    const auto page = get("/author/سلمى-النجار");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page.body, "تكتب عن المدينة."));
    EXPECT_TRUE(holds(page.body, "بقلمها"));
    EXPECT_FALSE(holds(page.body, "ليس لها"));
}

}  // namespace
}  // namespace warraq::site
