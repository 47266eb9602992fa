// What is set at the desk reaches readers while the server runs.
#include "support/site.h"

namespace warraq::site {
namespace {

using testing::Answer;

class LiveSettingsTest : public testing::SiteTest {
  protected:
    void set(std::string_view key, const std::string& value) {
        ASSERT_TRUE(store_->write([&](store::Writer& w) -> Result<bool> {
            if (auto done = w.set(key, value); !done) return fail(done.error());
            return true;
        }));
    }
    bool shows(const std::string& path, std::string_view text) {
        return eventually(path, [&](const Answer& a) {
                   return a.body.find(text) != std::string::npos;
               }).body.find(text) != std::string::npos;
    }
};

TEST_F(LiveSettingsTest, ReachEveryPageWithoutARestart) {
    const auto id = add("خبر اليوم");
    serve();
    EXPECT_TRUE(shows("/", "صحيفة الاختبار"));
    EXPECT_TRUE(shows(address(id), "صحيفة الاختبار"));
    set("publication.name", "\"اسم آخر\"");
    EXPECT_TRUE(shows(address(id), "اسم آخر"));
    EXPECT_TRUE(shows("/no-such-page", "اسم آخر"));
    set("publication.hue", "\"teal\"");
    set("publication.colours", "\"dark\"");
    EXPECT_TRUE(shows("/", "hue-teal"));
    EXPECT_TRUE(shows("/", "class=\"dark\""));
    set("publication.menu", "[\"من نحن /about\",\"<b>سيئ</b> https://example.org/\\\"x\"]");
    EXPECT_FALSE(get("/").body.find("<b>سيئ") != std::string::npos) << "an address with a quote is none";
    set("publication.menu", "[\"<b>من نحن</b> /about\"]");
    EXPECT_TRUE(shows("/", "<a href=\"/about\" dir=\"auto\">&lt;b&gt;من نحن&lt;/b&gt;</a>"));
    set("publication.foot", "[\"اتصل بنا /contact\"]");
    EXPECT_TRUE(shows("/", "<a href=\"/contact\" dir=\"auto\">اتصل بنا</a>"));
    set("publication.logo", "\"abc.set.webp\"");
    EXPECT_TRUE(shows("/", "<img src=\"/media/abc.set.webp\" alt=\"اسم آخر\""));
    set("machines.search_engines", "false");
    EXPECT_TRUE(shows("/robots.txt", "Disallow: /"));
}

TEST_F(LiveSettingsTest, ThoseThatDoNotGoTogetherAreLeftOut) {
    set("publication.time_zone", "\"Mars/Olympus\"");
    set("an.older.one", "1");
    serve();
    EXPECT_TRUE(shows("/", "صحيفة الاختبار"));
    set("publication.time_zone", "\"Africa/Cairo\"");
    set("publication.name", "\"بعد التصحيح\"");
    EXPECT_TRUE(shows("/", "بعد التصحيح"));
}

TEST_F(LiveSettingsTest, AnAddressThatIsNoPageMayLeadToOne) {
    const auto id = add("خبر اليوم");
    serve();
    const auto to = [&](std::string_view path, const std::string& target) {
        ASSERT_TRUE(store_->write([&](store::Writer& w) -> Result<bool> {
            if (auto done = w.set_redirect(path, target); !done) return fail(done.error());
            return true;
        }));
    };
    EXPECT_EQ(get("/2019/05/12/خبر-قديم/deep").status, 404);
    to("/2019/05/12/خبر-قديم/deep", address(id));
    to("/one", "https://example.org/x");
    to(address(id), "/elsewhere");
    const auto deep = get("/2019/05/12/خبر-قديم/deep");
    EXPECT_EQ(deep.status, 301);
    EXPECT_NE(deep.head.find("Location: " + percent::encode_address(address(id))), std::string::npos);
    EXPECT_EQ(get("/one").status, 301);
    EXPECT_EQ(get(address(id)).status, 200) << "what is a page stays one";
    EXPECT_EQ(testing::HttpClient(server_->port()).post("/2019/05/12/x/y", "a=b").status, 404);
}

TEST_F(LiveSettingsTest, SectionsHaveColoursOfTheirOwn) {
    const auto id = add("خبر اليوم");
    serve();
    EXPECT_TRUE(shows(address(id), "hue-brick"));
    store_->write([&](store::Writer& w) {
        auto section = w.sections()->front();
        section.hue = "olive";
        return w.save(section);
    });
    EXPECT_TRUE(shows(address(id), "hue-olive"));
    EXPECT_TRUE(shows("/", "class=\"page-front hue-brick\""));
}

TEST_F(LiveSettingsTest, TheTopOfTheFrontPageIsWhatEditorsPlaced) {
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

}  // namespace
}  // namespace warraq::site
