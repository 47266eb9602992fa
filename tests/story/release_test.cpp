#include "story/release.h"

#include <gtest/gtest.h>

namespace warraq::story {
namespace {

using enum Status;
using namespace std::chrono_literals;

constexpr Status kAll[] = {Draft, InReview, Scheduled, Published, Corrected, Withdrawn};
const Instant kNow = from_unix(1'800'000'000);

Story dated(Status status, Instant published, Instant embargo = {}) {
    Story story;
    story.status = status;
    story.published = published;
    story.embargo = embargo;
    return story;
}

TEST(Release, APublicStoryHasNoEmbargoThatLasts) {
    for (const Status status : kAll)
        for (const auto& [embargo, over] : {std::pair(Instant{}, true),
                                            {kNow - 1s, true},
                                            {kNow, true},
                                            {kNow + 1s, false},
                                            {kNow + 24h, false}}) {
            const auto released = check_release(dated(status, kNow - 1h, embargo), kNow);
            EXPECT_EQ(released.has_value(), over || !is_public(status)) << to_string(status);
            if (!released) {
                EXPECT_EQ(released.error().kind, Error::Kind::Refused);
                EXPECT_EQ(released.error().message,
                          "nothing of the story is published before " + to_iso8601(embargo));
            }
        }
}

TEST(Release, WhatArrivesPublicBeforeItsTimeIsScheduled) {
    for (const Status status : kAll)
        for (const Instant published : {kNow - 1s, kNow, kNow + 1s})
            for (const Instant embargo : {Instant{}, kNow, kNow + 1s}) {
                const bool later = published > kNow || embargo > kNow;
                EXPECT_EQ(status_on_arrival(dated(status, published, embargo), kNow),
                          is_public(status) && later ? Scheduled : status);
            }
}

TEST(Release, IsDueWhenTimeAndEmbargoHaveCome) {
    EXPECT_EQ(due_at(dated(Scheduled, kNow)), kNow);
    EXPECT_EQ(due_at(dated(Scheduled, kNow, kNow - 1h)), kNow);
    EXPECT_EQ(due_at(dated(Scheduled, kNow, kNow + 1h)), kNow + 1h);
}

}  // namespace
}  // namespace warraq::story
