#include "outgoing/allowed_host.h"

#include <gtest/gtest.h>

namespace warraq::outgoing {
namespace {

bool covers(std::string_view entry, std::string_view host, std::uint16_t port, std::string_view address) {
    const auto one = AllowedHost::from(entry);
    EXPECT_TRUE(one) << entry;
    return one && one->covers(host, port, *IpAddress::from(address));
}

TEST(AllowedHost, IsANameAnAddressOrANetworkWithOrWithoutAPort) {
    EXPECT_TRUE(covers("hub.internal", "hub.internal", 443, "10.0.0.1"));
    EXPECT_TRUE(covers("HUB.internal", "hub.internal", 80, "fd00::1"));
    EXPECT_FALSE(covers("hub.internal", "evil.hub.internal", 443, "10.0.0.1"));
    EXPECT_FALSE(covers("hub.internal:8080", "hub.internal", 443, "10.0.0.1"));
    EXPECT_TRUE(covers("hub.internal:8080", "hub.internal", 8080, "10.0.0.1"));
    EXPECT_TRUE(covers("10.0.0.5", "anything.example", 1, "10.0.0.5"));
    EXPECT_FALSE(covers("10.0.0.5", "anything.example", 1, "10.0.0.6"));
    EXPECT_FALSE(covers("10.0.0.5:80", "x", 81, "10.0.0.5"));
    EXPECT_TRUE(covers("10.20.0.0/16", "x", 81, "10.20.255.1"));
    EXPECT_FALSE(covers("10.20.0.0/16", "x", 81, "10.21.0.1"));
    EXPECT_TRUE(covers("::1", "x", 81, "::1"));
    EXPECT_TRUE(covers("[::1]", "x", 81, "::1"));
    EXPECT_TRUE(covers("[fd00::5]:8080", "x", 8080, "fd00::5"));
    EXPECT_FALSE(covers("[fd00::5]:8080", "x", 80, "fd00::5"));
    EXPECT_TRUE(covers("fd00::/8", "x", 80, "fd12::1"));
}

TEST(AllowedHost, IsWrittenAsItIsRead) {
    for (const char* text : {"hub.internal", "hub.internal:8080", "10.0.0.5", "10.0.0.5:8080", "10.20.0.0/16",
                             "[fd00::5]:8080", "fd00::5", "fd00::/8"})
        EXPECT_EQ(to_string(*AllowedHost::from(text)), text);
}

TEST(AllowedHost, NothingElseIsOne) {
    for (const char* text : {"", ":80", "hub:", "hub:0", "hub:99999", "http://hub", "hub/", "10.0.0.0/33",
                             "*", "*.internal", "hub internal", "10.0.0", "2130706433", "user@hub",
                             "[hub]:80x", "-x", ".internal", "internal.", "fd00::5:8080:9999:1:2:3:4"})
        EXPECT_FALSE(AllowedHost::from(text)) << text;
}

}  // namespace
}  // namespace warraq::outgoing
