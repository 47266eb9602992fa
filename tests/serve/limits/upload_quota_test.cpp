#include "serve/limits/upload_quota.h"

#include <gtest/gtest.h>
#include <optional>
#include <vector>

namespace warraq::serve {
namespace {

constexpr int kOfAccount = 429, kOfAll = 503;

TEST(UploadQuota, AnAccountHasSoManyAtOnce) {
    const Limits limits{.uploads_of_account = 2, .uploads = 3};
    UploadQuota quota(limits);
    auto first = quota.open("a", 100);
    auto second = quota.open("a", 0);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(quota.open("a", 0).error(), kOfAccount);
    auto other = quota.open("b", 0);
    ASSERT_TRUE(other);
    EXPECT_EQ(quota.open("c", 0).error(), kOfAll);
    EXPECT_EQ(quota.use().uploads, 3u);
    EXPECT_EQ(quota.use().refused, 2u);
    { const auto ends = std::move(*first); }
    EXPECT_TRUE(quota.open("a", 0)) << "one has ended";
}

TEST(UploadQuota, WhatIsAnnouncedIsSetAside) {
    const Limits limits{.upload_bytes_of_account = 1'000, .upload_bytes = 1'500};
    UploadQuota quota(limits);
    auto first = quota.open("a", 800);
    ASSERT_TRUE(first);
    EXPECT_EQ(quota.open("a", 201).error(), kOfAccount);
    auto other = quota.open("b", 700);
    ASSERT_TRUE(other);
    EXPECT_EQ(quota.open("c", 1).error(), kOfAll);
    EXPECT_EQ(first->grow(800), 0) << "what was begun may come to its end";
    EXPECT_EQ(first->grow(1), kOfAll) << "more than was announced";
    EXPECT_EQ(quota.use().set_aside, 1'500u);
    EXPECT_EQ(quota.use().on_disk, 800u);
}

TEST(UploadQuota, WhatWasNotAnnouncedCountsAsItComes) {
    const Limits limits{.upload_bytes_of_account = 1'000};
    UploadQuota quota(limits);
    std::optional<UploadQuota::Place> place = *quota.open("a", 0);
    EXPECT_EQ(place->grow(600), 0);
    EXPECT_EQ(place->grow(600), kOfAccount);
    EXPECT_EQ(place->grow(400), 0) << "what was refused is not counted";
    EXPECT_EQ(quota.use().on_disk, 1'000u);
    place.reset();
    EXPECT_EQ(quota.use().on_disk, 0u);
    EXPECT_EQ(quota.use().set_aside, 0u);
    EXPECT_EQ(quota.use().uploads, 0u);
}

}  // namespace
}  // namespace warraq::serve
