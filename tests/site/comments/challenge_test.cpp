#include <gtest/gtest.h>

#include "support/comment_site.h"

namespace warraq::site {
namespace {

using testing::work_for;

TEST(CommentChallengeTest, IsAskedForAboveARateAndNoLonger) {
    CommentChallenge challenge(61, crypto::random_key());
    const Instant minute = from_unix(1'800'000'000);  // a whole one
    const auto at = [&](int second) { return challenge.demanded(minute + std::chrono::seconds(second)); };
    for (int i = 0; i < 60; ++i) EXPECT_FALSE(at(i)) << i;
    for (int i = 60; i < 90; ++i) EXPECT_FALSE(at(i)) << "one a second goes on: " << i;
    bool asked = false;
    for (int i = 0; i < 60; ++i) asked = at(90);
    EXPECT_TRUE(asked);
    EXPECT_FALSE(at(600));
}

TEST(CommentChallengeTest, TakesOnlyItsOwnAndOnlyFresh) {
    const auto key = crypto::random_key();
    CommentChallenge challenge(1, key), other(1, crypto::random_key());
    const Instant made = from_unix(1'800'000'000);
    const auto good = challenge.make(made);
    const auto work = work_for(good, "سطر\nآخر");
    EXPECT_FALSE(other.met(good, "سطر\nآخر", work, made));
    EXPECT_FALSE(challenge.met(good, "سطر", work, made));
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work + " ", made));
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work, made + CommentChallenge::kLifetime));
    for (const char* bad : {"", ".", "1", "1.2", "1800000000.0.0", "99999999999999999999.0.0"})
        EXPECT_FALSE(challenge.met(bad, "سطر\nآخر", work, made)) << bad;
    EXPECT_TRUE(challenge.met(good, "سطر\r\nآخر", work, made)) << "as browsers send line ends";
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work, made));
    EXPECT_FALSE(challenge.met(good, "سطر\nآخر", work, made + std::chrono::minutes(9)));
}

}  // namespace
}  // namespace warraq::site
