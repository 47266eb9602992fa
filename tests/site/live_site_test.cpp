// What is set at the desk reaches readers while the server runs.
#include "support/site.h"

namespace warraq::site {
namespace {

using testing::Answer;

class LiveSiteTest : public testing::SiteTest {
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

TEST_F(LiveSiteTest, ReachEveryPageWithoutARestart) {
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

TEST_F(LiveSiteTest, ThoseThatDoNotGoTogetherAreLeftOut) {
    set("publication.time_zone", "\"Mars/Olympus\"");
    set("an.older.one", "1");
    serve();
    EXPECT_TRUE(shows("/", "صحيفة الاختبار"));
    set("publication.time_zone", "\"Africa/Cairo\"");
    set("publication.name", "\"بعد التصحيح\"");
    EXPECT_TRUE(shows("/", "بعد التصحيح"));
}

TEST_F(LiveSiteTest, SectionsHaveColoursOfTheirOwn) {
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

}  // namespace
}  // namespace warraq::site
