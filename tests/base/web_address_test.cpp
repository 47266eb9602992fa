#include "base/web_address.h"

#include <gtest/gtest.h>

namespace warraq {
namespace {

TEST(WebAddress, StandsInSettings) {
    for (const char* good : {"https://example.org", "http://127.0.0.1:6081/", "https://صحيفة.example/خبر"})
        EXPECT_TRUE(is_web_address(good)) << good;
    for (const char* bad : {"", "example.org", "HTTPS://example.org", "ftp://example.org", "/about",
                            "https://example.org/a b", "https://example.org/\"", "https://example.org/<",
                            "https://example.org\\x", "https://example.org/\n"})
        EXPECT_FALSE(is_web_address(bad)) << bad;
}

TEST(WebAddress, MayBeLinkedTo) {
    for (const char* good :
         {"https://example.org/خبر?a=\"b\"", "mailto:salma@example.org", "/local/12", "#top", "/"})
        EXPECT_TRUE(is_link(good)) << good;
    for (const char* bad : {"", "//example.org", "javascript:alert(1)", "data:text/html,x", "/a b", "/a\\b",
                            "https://example.org/\t", "https://example.org/\x7F", "about"})
        EXPECT_FALSE(is_link(bad)) << bad;
}

TEST(WebAddress, NamesAHost) {
    for (const auto& [address, host] : std::initializer_list<std::pair<const char*, const char*>>{
             {"https://user@Example.org:443/a?b", "Example.org"},
             {"https://example.org", "example.org"},
             {"https://user:p%40ss@example.org/", "example.org"},
             {"http://[::1]:8080/", "::1"},
             {"http://127.0.0.1?x", "127.0.0.1"},
             {"https://صحيفة.example/", "صحيفة.example"},
             {"example.org:80/a", "example.org"},
             {"https://:443/", ""},
             {"https://a b@c d@e/", ""},
             {"/about", ""}})
        EXPECT_EQ(host_of(address), host) << address;
}

}  // namespace
}  // namespace warraq
