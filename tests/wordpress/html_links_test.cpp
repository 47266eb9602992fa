#include "wordpress/html_links.h"

#include <gtest/gtest.h>

namespace warraq::wordpress {
namespace {

TEST(HtmlLinks, AreReadAsBrowsersReadThem) {
    EXPECT_EQ(clean_address(" https://example.org/a b\n "), "https://example.org/a%20b");
    EXPECT_EQ(clean_address("//example.org\\x"), "https://example.org%5Cx");
    EXPECT_FALSE(clean_address(" "));
    EXPECT_FALSE(clean_address("/" + std::string(3'000, 'a')));
    EXPECT_FALSE(clean_address("/\xFF"));
}

TEST(HtmlLinks, LeadToAPlayersPage) {
    EXPECT_EQ(page_of_player("//www.youtube.com/embed/abc?rel=0"), "https://www.youtube.com/watch?v=abc");
    EXPECT_EQ(page_of_player("https://www.youtube.com/embed/videoseries?list=x"),
              "https://www.youtube.com/embed/videoseries?list=x");
    EXPECT_EQ(page_of_player("https://example.org/embed/abc"), "https://example.org/embed/abc");
}

TEST(HtmlLinks, NameTheirProvider) {
    EXPECT_EQ(embed_node("https://www.example.org:8443/a", {}).attribute("provider"), "example.org");
    EXPECT_EQ(embed_node("https://صحيفة.example/", {}).attribute("provider"), "صحيفة.example");
    EXPECT_EQ(embed_node("/page", {}).attribute("provider"), "");
}

}  // namespace
}  // namespace warraq::wordpress
