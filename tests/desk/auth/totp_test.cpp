#include "desk/auth/totp.h"

#include <gtest/gtest.h>

namespace warraq::desk {
namespace {

// RFC 6238, appendix B: the secret "12345678901234567890", SHA-1; the last six of its eight digits.
constexpr std::string_view kSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

TEST(TotpTest, IsWhatTheRfcSays) {
    EXPECT_EQ(totp::code(kSecret, from_unix(59)), "287082");
    EXPECT_EQ(totp::code(kSecret, from_unix(1111111109)), "081804");
    EXPECT_EQ(totp::code(kSecret, from_unix(20000000000)), "353130");
}

TEST(TotpTest, TakesTheStepsAround) {
    const Instant at = from_unix(1'800'000'000);
    const std::int64_t step = 1'800'000'000 / 30;
    EXPECT_EQ(totp::step_of(kSecret, totp::code(kSecret, at), at), step);
    EXPECT_EQ(totp::step_of(kSecret, totp::code(kSecret, at - std::chrono::seconds(30)), at), step - 1);
    EXPECT_EQ(totp::step_of(kSecret, totp::code(kSecret, at + std::chrono::seconds(30)), at), step + 1);
    EXPECT_FALSE(totp::step_of(kSecret, totp::code(kSecret, at - std::chrono::seconds(60)), at));
    for (const char* bad : {"", "12345", "1234567", "abcdef", "12 456"})
        EXPECT_FALSE(totp::step_of(kSecret, bad, at)) << bad;
    EXPECT_FALSE(totp::step_of("not base32!", "123456", at));
}

TEST(TotpTest, SecretsAreNewEachTime) {
    EXPECT_NE(totp::new_secret(), totp::new_secret());
    EXPECT_EQ(totp::new_secret().size(), 32u);
    EXPECT_EQ(totp::address("ABC", "صحيفة", "salma@example.org"),
              "otpauth://totp/%D8%B5%D8%AD%D9%8A%D9%81%D8%A9:salma@example.org?secret=ABC&issuer="
              "%D8%B5%D8%AD%D9%8A%D9%81%D8%A9");
}

}  // namespace
}  // namespace warraq::desk
