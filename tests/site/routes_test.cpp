// What every answer to a reader says and keeps to itself.
#include <fstream>

#include "base/percent.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using testing::Answer;
using testing::holds;

class RoutesTest : public testing::SiteTest {
  protected:
    Answer raw(const std::string& target) { return testing::HttpClient(server_->port()).get(target); }
    static constexpr std::string_view kPolicy =
        "; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; "
        "form-action "
        "'self'; base-uri 'none'; frame-ancestors 'none'";
};

TEST_F(RoutesTest, TellBrowsersWhatTheyMayDo) {
    settings_.web.https_only = settings_.web.https_subdomains = true;
    settings_.publication.address = "https://news.example";
    const auto id = add("خبر");
    std::ofstream(folder_ / "media/a.webp") << "RIFFxxxxWEBP";
    serve();
    for (const std::string& target :
         {std::string("/"), std::string("/local"), percent::encode_address(address(id)),
          std::string("/local/1"), std::string("/none"), std::string("/search?q=a"),
          std::string("/feed/rss.xml"), std::string("/feed/feed.json"), std::string("/sitemap.xml"),
          std::string("/robots.txt"), std::string("/api/v1/stories"), std::string("/wp-json/wp/v2/posts"),
          std::string("/xmlrpc.php"), std::string("/health/live"), std::string("/oembed"),
          std::string("/%zz"), std::string("/static/none")}) {
        const auto answer = raw(target);
        const auto policy = answer.field("Content-Security-Policy");
        EXPECT_TRUE(policy.starts_with("default-src 'none'; style-src 'self' 'sha256-"))
            << target << ": " << policy;
        EXPECT_TRUE(policy.ends_with(kPolicy)) << target << ": " << policy;
        EXPECT_EQ(answer.field("X-Content-Type-Options"), "nosniff") << target;
        EXPECT_EQ(answer.field("Referrer-Policy"), "strict-origin-when-cross-origin") << target;
        EXPECT_EQ(answer.field("Cross-Origin-Opener-Policy"), "same-origin") << target;
        EXPECT_EQ(answer.field("Strict-Transport-Security"), "max-age=31536000; includeSubDomains") << target;
        EXPECT_EQ(answer.field("Set-Cookie"), "") << target;
        EXPECT_EQ(answer.field("Server"), "") << target;
        const bool for_programs = target.starts_with("/api/") || target.starts_with("/wp-json/");
        EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), for_programs ? "*" : "") << target;
        EXPECT_EQ(answer.field("Access-Control-Allow-Credentials"), "") << target;
        const auto type = answer.field("Content-Type");
        if (!answer.body.empty()) {
            EXPECT_TRUE(holds(type, "charset=utf-8") || holds(type, "charset=UTF-8"))
                << target << ": " << type;
        }
    }
}

TEST_F(RoutesTest, FoldersAreNotListed) {
    add_file("a.webp", "RIFFxxxxWEBP");
    std::filesystem::create_directories(folder_ / "media/inner");
    serve();
    for (const char* folder :
         {"/media", "/media/", "/media/inner", "/media/inner/", "/media/.", "/static", "/static/", "/fonts/",
          "/.git/config", "/.well-known/", "/.well-known/acme-challenge/", "/docs", "/desk-api.yaml"}) {
        const auto answer = raw(folder);
        EXPECT_EQ(answer.status, 404) << folder;
        EXPECT_FALSE(holds(answer.body, "a.webp")) << folder;
    }
}

TEST_F(RoutesTest, WhatCameCodedIsDecodedOnce) {
    add_file("a.webp", "RIFFxxxxWEBP");
    add_file("%61.webp", "another");
    add("خبر");
    serve();
    EXPECT_EQ(raw("/media/%61.webp").body, "RIFFxxxxWEBP");
    EXPECT_EQ(raw("/media/%2561.webp").body, "another");
    EXPECT_EQ(raw("/media/..%252Fwarraq.db").status, 404);
    EXPECT_TRUE(
        holds(eventually("/search?format=json&q=%2525D8", [](const auto& a) { return a.status == 200; }).body,
              "\"query\":\"%25D8\""));
}

TEST_F(RoutesTest, TheFirstOfTwoCountsAndTheQueryIsNoForm) {
    const auto id = add("خبر");
    serve();
    const auto json =
        eventually("/search?format=json&q=one&q=two", [](const auto& a) { return a.status == 200; });
    EXPECT_TRUE(holds(json.body, "\"query\":\"one\"")) << json.body;
    const auto path = address(id);
    const auto token = testing::hidden(get(path).body, "token");
    EXPECT_EQ(post(path + "?name=a&email=a%40example.org&text=asked", "token=" + token).status, 422)
        << "what stands in the address was not sent";
    EXPECT_EQ(
        post(path, "name=a&email=a%40example.org&text=first&text=second&token=" + token + "&token=0").status,
        303);
    const auto kept = *(*store_->snapshot())->comments_to_moderate(story::CommentStatus::Pending, 9);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].comment.text, "first");
}

TEST_F(RoutesTest, AnAddressMakesNoFieldOfItsOwn) {
    serve();
    ASSERT_TRUE(store_->write([](store::Writer& w) -> Result<bool> {
        if (auto done = w.set_redirect("/old", "/new\r\nSet-Cookie: a=b\r\n\r\n<script>"); !done)
            return fail(done.error());
        return true;
    }));
    const auto moved = eventually("/old", [](const auto& a) { return a.status == 301; });
    EXPECT_EQ(moved.status, 301);
    EXPECT_EQ(moved.field("Location"), "/new%0D%0ASet-Cookie:%20a=b%0D%0A%0D%0A%3Cscript%3E");
    EXPECT_EQ(moved.field("Set-Cookie"), "");
    for (const char* target : {"/?s=%0d%0aSet-Cookie:%20a=b", "/?p=%0d%0aSet-Cookie:%20a=b",
                               "/wp-sitemap-%0d%0aSet-Cookie:a=b.xml", "/local/1%0d%0aSet-Cookie:%20a=b/x"})
        EXPECT_EQ(raw(target).field("Set-Cookie"), "") << target;
}

TEST_F(RoutesTest, PagesAskNoOtherHostAndRunNoInlineScript) {
    const auto id = add("خبر");
    serve();
    for (const std::string& path :
         {std::string("/"), std::string("/local"), address(id), std::string("/none")}) {
        const auto page = get(path);
        EXPECT_FALSE(holds(page.body, "src=\"http")) << path;
        EXPECT_FALSE(holds(page.body, "url(http")) << path;
        EXPECT_FALSE(holds(page.body, "<script>")) << path;
        EXPECT_TRUE(holds(page.field("Content-Security-Policy"), "default-src 'none'")) << path;
        EXPECT_EQ(page.field("X-Content-Type-Options"), "nosniff") << path;
    }
}

TEST_F(RoutesTest, BrowsersRememberThatTheSiteIsReachedByTlsAlone) {
    serve();
    EXPECT_EQ(get("/").field("Strict-Transport-Security"), "");
    TearDown();
    settings_.web.https_only = true;
    settings_.publication.address = "https://example.org";
    serve();
    EXPECT_EQ(get("/").field("Strict-Transport-Security"), "max-age=31536000");
}

}  // namespace
}  // namespace warraq::site
