#include "base/crypto.h"

#include <gtest/gtest.h>
#include <set>

namespace warraq::crypto {
namespace {

TEST(Crypto, TokensAreLongAndNeverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) {
        const auto token = new_token();
        EXPECT_EQ(token.size(), 64u) << "256 bits";
        EXPECT_EQ(token.find_first_not_of("0123456789abcdef"), token.npos);
        EXPECT_TRUE(seen.insert(token).second);
    }
    EXPECT_NE(random_key(), random_key());
}

TEST(Crypto, WhatIsSealedIsReadByItsKeyAloneAndOnlyWhole) {
    const Key key = random_key();
    const std::string text = "reader@example.org سر";
    const std::string sealed = seal(text, key);
    EXPECT_EQ(sealed.find("reader"), sealed.npos);
    EXPECT_NE(sealed, seal(text, key)) << "another nonce each time";
    std::string read;
    ASSERT_TRUE(unseal(sealed, key, read));
    EXPECT_EQ(read, text);
    EXPECT_FALSE(unseal(sealed, random_key(), read));
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto changed = sealed;
        changed[at] = changed[at] == '0' ? '1' : '0';
        EXPECT_FALSE(unseal(changed, key, read)) << at;
        EXPECT_FALSE(unseal(sealed.substr(0, at), key, read)) << at;
    }
    EXPECT_FALSE(unseal(sealed + "00", key, read));
    for (const char* none : {"", "zz", "sealed by no one"}) EXPECT_FALSE(unseal(none, key, read)) << none;
}

TEST(Crypto, PasswordsAreHashedWithCostAndSalt) {
    const std::string password = "نخلة وجسر ونهر";
    const auto hash = password_hash(password);
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
    EXPECT_NE(hash, password_hash(password)) << "a salt of its own";
    EXPECT_TRUE(password_matches(hash, password));
    for (const char* other : {"", "نخلة وجسر ونهر ", " نخلة وجسر ونهر", "نخلة وجسر ونهد"})
        EXPECT_FALSE(password_matches(hash, other)) << other;
    EXPECT_FALSE(password_matches("", ""));
}

// Vectors of RFC 7693 (appendix A) and FIPS 180-4: these very functions, at these very sizes.
TEST(Crypto, HashesAreTheOnesThatTheyAreCalled) {
    EXPECT_EQ(content_hash("abc", 64),
              "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
              "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    EXPECT_EQ(sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    const Key key = random_key();
    EXPECT_NE(keyed_hash("abc", key), keyed_hash("abc", random_key()));
    EXPECT_EQ(keyed_hash("abc", key).size(), 32u) << "128 bits at the least";
    EXPECT_NE(derived_key(key, "one purpose"), derived_key(key, "another"));
    EXPECT_TRUE(equal("abc", "abc"));
    for (const char* other : {"", "ab", "abd", "abcd"}) EXPECT_FALSE(equal("abc", other)) << other;
}

}  // namespace
}  // namespace warraq::crypto
