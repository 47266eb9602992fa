#include "serve/address_limiter.h"

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

}  // namespace
}  // namespace warraq::serve
