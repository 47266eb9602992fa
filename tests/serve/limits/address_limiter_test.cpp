#include "serve/limits/address_limiter.h"

#include <gtest/gtest.h>

namespace warraq::serve {
namespace {

TEST(AddressLimiter, RefillsWithTime) {
    using namespace std::chrono_literals;
    AddressLimiter limiter(2, 60s);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(limiter.allow("192.0.2.1", start));
    EXPECT_TRUE(limiter.allow("192.0.2.1", start));
    EXPECT_FALSE(limiter.allow("192.0.2.1", start));
    EXPECT_TRUE(limiter.allow("192.0.2.2", start)) << "another address";
    EXPECT_FALSE(limiter.allow("192.0.2.1", start + 59s));
    EXPECT_TRUE(limiter.allow("192.0.2.1", start + 61s));
    EXPECT_FALSE(limiter.allow("192.0.2.1", start + 62s));
    EXPECT_TRUE(limiter.allow("2001:db8:1:2::5", start));
    EXPECT_TRUE(limiter.allow("2001:db8:1:2::6", start));
    EXPECT_FALSE(limiter.allow("2001:db8:1:2:ffff::7", start)) << "one network, one limit";
}

// One customer is one, however the address is written and whichever of its groups are zero.
TEST(AddressLimiter, ANetworkIsKnownInEverySpelling) {
    const std::pair<const char*, const char*> networks[] = {
        {"192.0.2.1", "192.0.2.1"},
        {"::ffff:192.0.2.1", "192.0.2.1"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2"},
        {"2001:db8:1:2::9", "2001:db8:1:2"},
        {"2001:0DB8:0001:0002::9", "2001:db8:1:2"},
        {"2001:db8::1", "2001:db8:0:0"},
        {"2001:db8::5:1", "2001:db8:0:0"},
        {"2001:db8:0:0:dead:beef:5:1", "2001:db8:0:0"},
        {"2001:db8:1::7", "2001:db8:1:0"},
        {"::1", "0:0:0:0"},
        {"fe80::1:2:3:4", "fe80:0:0:0"},
        {"not an address", "not an address"},
    };
    for (const auto& [address, network] : networks) EXPECT_EQ(network_of(address), network) << address;
}

TEST(AddressLimiter, SharesWithItsNamesakesElsewhere) {
    using namespace std::chrono_literals;
    const crypto::Key key = crypto::random_key();
    const auto here = std::make_shared<SharedLimits>(key), there = std::make_shared<SharedLimits>(key);
    AddressLimiter mine(3, 60s, here, "comments"), theirs(3, 60s, there, "comments"),
        other(3, 60s, there, "searches");
    const auto start = std::chrono::steady_clock::now(), soon = start + 1s;
    const auto tell = [&] {
        const auto messages = here->take(7'000);
        for (const std::string& words : messages) {
            EXPECT_EQ(words.find("192.0.2"), words.npos) << "no address leaves the node";
            there->heard(words);
        }
        return messages.size();
    };
    EXPECT_EQ(tell(), 0u);
    EXPECT_TRUE(mine.allow("192.0.2.1", start));
    EXPECT_TRUE(mine.allow("192.0.2.1", start));
    EXPECT_EQ(tell(), 1u);
    EXPECT_EQ(tell(), 0u) << "told once";
    EXPECT_TRUE(theirs.allow("192.0.2.1", soon));
    EXPECT_FALSE(theirs.allow("192.0.2.1", soon));
    EXPECT_TRUE(theirs.allow("192.0.2.2", start)) << "another address";
    EXPECT_TRUE(other.allow("192.0.2.1", start)) << "another limit";
    for (int i = 0; i < 2'000; ++i)
        mine.allow("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250), start);
    EXPECT_GT(tell(), 5u) << "in parts that fit";
    EXPECT_TRUE(theirs.allow("10.0.7.249", soon) && theirs.allow("10.0.7.249", soon));
    EXPECT_FALSE(theirs.allow("10.0.7.249", soon));
    for (const char* words : {"", " ", "comments", "comments x", "comments x y", "comments x -1\n",
                              "comments x 99999999999", "nothing x 1", "comments  1"})
        there->heard(words);
}

}  // namespace
}  // namespace warraq::serve
