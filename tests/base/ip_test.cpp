#include "base/ip.h"

#include <gtest/gtest.h>

namespace warraq {
namespace {

TEST(Ip, AddressesAreReadAndWritten) {
    for (const auto& [text, written] : {std::pair("192.0.2.1", "192.0.2.1"),
                                        {"::ffff:192.0.2.1", "192.0.2.1"},
                                        {"2001:DB8:0::1", "2001:db8::1"},
                                        {"::1", "::1"}}) {
        const auto address = IpAddress::from(text);
        ASSERT_TRUE(address) << text;
        EXPECT_EQ(to_string(*address), written);
    }
    for (const char* text :
         {"", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "::1%lo", "[::1]", "1.2.3.4 "})
        EXPECT_FALSE(IpAddress::from(text)) << text;
    EXPECT_FALSE(IpAddress::from(std::string_view("1.2.3.4\0x", 9))) << "what ends early is not whole";
    EXPECT_FALSE(IpAddress::from("::1" + std::string(100, ' ')));
}

TEST(Ip, NetworksHoldTheirAddresses) {
    const auto holds = [](std::string_view network, std::string_view address) {
        return IpNetwork::from(network)->contains(*IpAddress::from(address));
    };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("172.16.0.0/12", "172.31.255.255"));
    EXPECT_FALSE(holds("172.16.0.0/12", "172.32.0.0"));
    EXPECT_TRUE(holds("192.0.2.7", "::ffff:192.0.2.7"));
    EXPECT_FALSE(holds("192.0.2.7", "192.0.2.8"));
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_TRUE(holds("0.0.0.0/0", "8.8.8.8"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
    for (const char* text :
         {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x", "::/129", "host/8", ""})
        EXPECT_FALSE(IpNetwork::from(text)) << text;
    for (const char* text : {"10.0.0.0/8", "::ffff:10.0.0.0/20", "2001:db8::/33", "::1"})
        EXPECT_EQ(to_string(*IpNetwork::from(text)), text);
}

TEST(Ip, PublicAddressesAreThoseThatAnyoneOnTheInternetHas) {
    for (const char* ip :
         {"8.8.8.8", "100.63.255.255", "172.32.0.1", "198.20.0.1", "2a00:1450:4001::1", "::ffff:8.8.4.4"})
        EXPECT_TRUE(is_public(*IpAddress::from(ip))) << ip;
    for (const char* ip : {"127.0.0.1",
                           "127.9.9.9",
                           "10.0.0.1",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "169.254.169.254",
                           "100.64.0.1",
                           "0.0.0.0",
                           "224.0.0.1",
                           "255.255.255.255",
                           "198.18.0.1",
                           "::1",
                           "::",
                           "fe80::1",
                           "fd00::1",
                           "ff02::1",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "64:ff9b::7f00:1",
                           "2002:7f00:1::",
                           "2001:db8::1",
                           "localhost",
                           ""})
        EXPECT_FALSE(is_public(*IpAddress::from(ip))) << ip;
}

}  // namespace
}  // namespace warraq
