#include "serve/routing/router.h"

#include <gtest/gtest.h>

#include "base/percent.h"

namespace warraq::serve {
namespace {

Reply nothing(const Request&) {
    return {};
}

Router make_router() {
    Router router;
    router.add({Method::Get, "/", nothing, {}});
    router.add({Method::Get, "/author/{slug}", nothing, {.parameters = {"before", "after"}}});
    router.add({Method::Get, "/{section}", nothing, {}});
    router.add({Method::Get, "/{section}/{id}/{slug}", nothing, {.parameters = {"comment"}}});
    router.add({Method::Post, "/{section}/{id}/{slug}", nothing, {}});
    return router;
}

std::string matched(Method method, std::string_view path) {
    static const Router router = make_router();
    const auto match = router.match(method, path);
    if (!match.route) return match.allow.empty() ? "none" : "allow " + match.allow;
    std::string out = match.route->pattern;
    for (const auto& [name, value] : match.captures) out += " " + name + "=" + value;
    return out;
}

TEST(Router, MatchesBySegments) {
    EXPECT_EQ(matched(Method::Get, "/"), "/");
    EXPECT_EQ(matched(Method::Head, "/sport"), "/{section} section=sport");
    EXPECT_EQ(matched(Method::Get, "/author/سلمى"), "/author/{slug} slug=سلمى");
    EXPECT_EQ(matched(Method::Post, "/a/1/خبر"), "/{section}/{id}/{slug} section=a id=1 slug=خبر");
    EXPECT_EQ(matched(Method::Get, "/a/1/خبر/x"), "none");
    EXPECT_EQ(matched(Method::Get, "/a//b"), "none");
    EXPECT_EQ(matched(Method::Get, "/sport/"), "none");
}

TEST(Router, TellsTheMethodsThatThereAre) {
    EXPECT_EQ(matched(Method::Delete, "/a/1/b"), "allow GET, HEAD, POST");
    EXPECT_EQ(matched(Method::Post, "/"), "allow GET, HEAD");
}

TEST(Router, AnAddressHasOneSpellingOfWhatItsRouteKnows) {
    const Route story{Method::Get, "/", nothing, {.parameters = {"after", "comment"}}};
    const auto spelt = [&](std::string_view query) {
        return canonical_query(known_parameters(story, query));
    };
    EXPECT_EQ(spelt("utm_source=x&after=5"), "?after=5");
    EXPECT_EQ(spelt("comment=received&before=1&after=2"), "?after=2&comment=received");
    EXPECT_EQ(spelt("after=1%26comment%3D2"), "?after=1%26comment%3D2");
    EXPECT_EQ(spelt("after=1&after=2"), "?after=1");
    EXPECT_EQ(spelt("fbclid=1"), "");
    // A plus is a space, and an encoded one is a plus: two values, two spellings.
    EXPECT_EQ(spelt("after=a+b"), "?after=a%20b");
    EXPECT_EQ(spelt("after=a%2Bb"), "?after=a%2Bb");
    for (const char* query : {"after=%D8%AE&comment=a%25b%23", "after=a%20b", "comment=%3D%26%2F"})
        EXPECT_EQ(spelt(spelt(query).substr(1)), spelt(query)) << "read back as it was";
}

TEST(Router, AListHasAllThatIsGiven) {
    const Route posts{Method::Get, "/", nothing, {.parameters = {"ids", "ids[]"}}};
    const auto spelt = [&](std::string_view query) {
        return canonical_query(known_parameters(posts, query));
    };
    EXPECT_EQ(spelt("ids[]=1&ids[]=2"), "?ids[]=1&ids[]=2");
    EXPECT_EQ(spelt("ids[0]=1&other[]=3&ids%5B17%5D=2"), "?ids[]=1&ids[]=2");
    EXPECT_EQ(spelt("ids=1,2&ids=3"), "?ids=1,2");
    EXPECT_EQ(spelt("ids[a]=1&ids[=2&ids]=3&ids[1]x=4&ids[1][2]=5"), "");
}

TEST(Message, DecodesPathsStrictly) {
    std::string path;
    EXPECT_TRUE(decode_path("/%D8%AE%d8%a8%D8%B1", path));
    EXPECT_EQ(path, "/خبر");
    EXPECT_EQ(percent::encode_path(path), "/%D8%AE%D8%A8%D8%B1");
    for (const char* bad : {"/%", "/%4", "/%zz", "/%00", "/%ff", "/%C0%AF"})
        EXPECT_FALSE(decode_path(bad, path)) << bad;
}

TEST(Message, ReadsForms) {
    const auto form = parse_form("name=%D8%B3&text=a+b%0Ac&empty=&bad=%zz&&x");
    ASSERT_EQ(form.size(), 5u);
    EXPECT_EQ(form[0], (Field{"name", "س"}));
    EXPECT_EQ(form[1], (Field{"text", "a b\nc"}));
    EXPECT_EQ(form[3], (Field{"bad", "%zz"}));
    EXPECT_EQ(form[4], (Field{"x", ""}));
    EXPECT_EQ(parse_form(std::string(10'000, '&') + "a=1").size(), 1u);
}

}  // namespace
}  // namespace warraq::serve
