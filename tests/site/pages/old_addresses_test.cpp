#include <fmt/format.h>

#include "base/percent.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using story::Status;
using testing::holds;
using testing::make_story;

class OldAddressesTest : public testing::SiteTest {};

TEST_F(OldAddressesTest, RedirectsTakeNoPageAwayAndTellOfNothingHidden) {
    auto page = make_story(section_, "من نحن");
    page.page_path = "/about";
    add(page);
    auto story = make_story(section_, "عنوان مسحوب");
    story.status = Status::Withdrawn;
    story.withdrawal = "خطأ";
    const auto gone = add(story);
    settings_.publication.address = "https://news.example";
    const std::string at = fmt::format("/local/{}/عنوان", gone.value);
    ASSERT_TRUE(store_->write([&](store::Writer& w) -> Result<void> {
        for (const auto& [path, target] :
             {std::pair<std::string, std::string>("/about", "https://elsewhere.example/"),
              {"/go", "http://WWW.news.example:80" + at},
              {"/out", "https://elsewhere.example" + at},
              {"/.well-known/acme-challenge/token", "https://evil.example/token"},
              {"/.well-known/assetlinks.json", "https://evil.example/"}})
            if (auto set = w.set_redirect(path, target); !set) return set;
        return {};
    }));
    serve();
    EXPECT_TRUE(holds(get("/about").body, "من نحن"));
    EXPECT_EQ(get("/go").status, 410);
    EXPECT_EQ(get("/out").status, 301);
    EXPECT_EQ(get("/.well-known/acme-challenge/token").status, 404);
    EXPECT_EQ(get("/.well-known/assetlinks.json").status, 404);
}

TEST_F(OldAddressesTest, AnAddressThatIsNoPageMayLeadToOne) {
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

}  // namespace
}  // namespace warraq::site
