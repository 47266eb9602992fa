#include "support/site.h"

namespace warraq::site {
namespace {

using testing::Answer;
using testing::holds;
using testing::make_story;

class FrontPageTest : public testing::SiteTest {};

TEST_F(FrontPageTest, OpenFrontPagesHearOfBreakingNews) {
    add("خبر هادئ");
    serve();
    testing::HttpClient reader(server_->port());
    reader.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(reader.receive().status, 200);
    EXPECT_EQ(reader.next_event(), "data: {}");
    auto story = make_story(section_, "انقطاع \"الكهرباء\"\nعن المدينة");
    story.urgency = story::Urgency::Breaking;
    const auto id = add(story);
    const auto event = reader.next_event();
    EXPECT_TRUE(holds(event, "\\\"الكهرباء\\\"")) << event;
    EXPECT_TRUE(holds(event, "\"address\":\"" + address(id) + "\"")) << event;
    EXPECT_TRUE(holds(get("/").body, "<b>عاجل</b> <a href=\"" + address(id))) << "the page has it by then";
    auto later = get_story(id);
    later.urgency = story::Urgency::Normal;
    add(later);
    EXPECT_EQ(reader.next_event(), "data: {}");
}

TEST_F(FrontPageTest, UrgentStoriesAreMarkedWhileTheyAre) {
    auto story = make_story(section_, "انقطاع الكهرباء عن المدينة");
    story.urgency = story::Urgency::Breaking;
    const auto id = add(story);
    add("خبر آخر", 1);
    serve();
    EXPECT_TRUE(holds(get("/").body, "<b>عاجل</b> <a href=\"" + address(id)));
    EXPECT_TRUE(holds(get(address(id)).body, "<p class=\"urgent\">عاجل</p>"));
    auto later = get_story(id);
    later.urgency = story::Urgency::Updating;
    add(later);
    EXPECT_TRUE(
        holds(eventually(address(id), [](const auto& a) { return holds(a.body, "يُحدَّث"); }).body, "يُحدَّث"));
    EXPECT_FALSE(
        holds(eventually("/", [](const auto& a) { return !holds(a.body, "<b>عاجل"); }).body, "<b>عاجل"));
}

TEST_F(FrontPageTest, TheTopOfTheFrontPageIsWhatEditorsPlaced) {
    const auto old = add("خبر قديم لكنه مهم");
    for (int i = 1; i < 30; ++i) add("خبر جديد رقم " + std::to_string(i), i);
    serve();
    const auto top = [](const Answer& a) {
        const auto from = a.body.find("<div class=\"lead\">");
        return from == std::string::npos ? std::string()
                                         : a.body.substr(from, a.body.find("</section>", from) - from);
    };
    EXPECT_EQ(top(get("/")).find("خبر قديم"), std::string::npos);
    const story::FrontPlace places[] = {{0, old, {}}};
    store_->write([&](store::Writer& w) -> Result<bool> {
        if (auto done = w.place_front(places); !done) return fail(done.error());
        return true;
    });
    const auto placed =
        eventually("/", [&](const Answer& a) { return top(a).find("خبر قديم") != std::string::npos; });
    EXPECT_LT(top(placed).find("خبر قديم"), top(placed).find("خبر جديد"));
    // A story that is withdrawn gives up its place.
    auto story = get_story(old);
    story.status = story::Status::Withdrawn;
    story.withdrawal = "خطأ";
    store_->write([&](store::Writer& w) { return w.save(story); });
    EXPECT_EQ(
        top(eventually("/", [&](const Answer& a) { return top(a).find("خبر قديم") == std::string::npos; }))
            .find("خبر قديم"),
        std::string::npos);
}

TEST_F(FrontPageTest, AnEmptySiteSaysSo) {
    serve();
    EXPECT_TRUE(holds(get("/").body, "لم يُنشر خبر بعد."));
    EXPECT_TRUE(holds(get("/local").body, "لا أخبار هنا بعد."));
}

}  // namespace
}  // namespace warraq::site
