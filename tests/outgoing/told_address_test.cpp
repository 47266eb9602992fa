#include "outgoing/told_address.h"

#include <gtest/gtest.h>

namespace warraq::outgoing {
namespace {

TEST(ToldAddress, HoldsNoSecret) {
    EXPECT_EQ(told_address("https://user:token@cache.example:8443/purge?key=1"),
              "https://cache.example:8443");
    EXPECT_EQ(told_address("https://a@b@cache.example#x"), "https://cache.example");
    EXPECT_EQ(told_address("smtp://mail.example.org:587"), "smtp://mail.example.org:587");
    EXPECT_EQ(told_address("http://[::1]:80/"), "http://[::1]:80");
    EXPECT_EQ(told_address("secret@host/x"), "host");
    EXPECT_EQ(told_address(""), "");
}

}  // namespace
}  // namespace warraq::outgoing
