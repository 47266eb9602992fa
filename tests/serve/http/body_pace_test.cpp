#include "serve/http/body_pace.h"

#include <gtest/gtest.h>

namespace warraq::serve {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kBegin{1h};
const Limits kLimits{
    .body_time = 300s, .body_patience = 30s, .least_bytes_a_second = 1'000, .write_bytes_a_second = 10'000};

TEST(BodyPace, WhoSendsNothingHasItsPatience) {
    EXPECT_EQ(BodyPace(kLimits, 1'000'000, kBegin).deadline(), kBegin + 30s);
}

TEST(BodyPace, WhatComesEarnsTime) {
    BodyPace pace(kLimits, 1'000'000, kBegin);
    pace.came(5'000, kBegin + 10s);
    EXPECT_EQ(pace.deadline(), kBegin + 35s);
    pace.came(500, kBegin + 10s);
    EXPECT_EQ(pace.deadline(), kBegin + 35'500ms);
}

TEST(BodyPace, WhatCameFastIsNoCreditForStandingStill) {
    BodyPace pace(kLimits, 1'000'000, kBegin);
    pace.came(900'000, kBegin + 1s);
    EXPECT_EQ(pace.deadline(), kBegin + 31s);
}

// Below the least pace by a tenth: it is ended once the patience is used up, however it goes on.
TEST(BodyPace, AByteNowAndThenIsNotEnough) {
    BodyPace pace(kLimits, 1'000'000, kBegin);
    auto now = kBegin;
    for (; now < pace.deadline(); now += 1s) pace.came(900, now);
    EXPECT_NEAR(std::chrono::duration<double>(now - kBegin).count(), 295, 10);
    BodyPace steady(kLimits, 10'000'000, kBegin);
    for (now = kBegin; now < kBegin + 1'200s; now += 1s) {
        steady.came(1'000, now);
        ASSERT_GT(steady.deadline(), now);
    }
}

TEST(BodyPace, AllOfItHasATimeThatGrowsWithItsSize) {
    const auto end = [](std::uint64_t announced, std::uint64_t came) {
        BodyPace pace(kLimits, announced, kBegin);
        for (auto now = kBegin; now < kBegin + 400s; now += 10s) pace.came(came / 40, now);
        return pace.deadline() - kBegin;
    };
    EXPECT_EQ(end(0, 400'000), 340s) << "without a length, with what came";
    EXPECT_EQ(end(1'000'000, 400'000), 400s);
}

TEST(BodyPace, OurOwnDiskIsNotHeldAgainstTheSender) {
    BodyPace pace(kLimits, 0, kBegin);
    pace.waited(20s);
    EXPECT_EQ(pace.deadline(), kBegin + 50s);
}

}  // namespace
}  // namespace warraq::serve
