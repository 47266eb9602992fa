// What changes in a story with its status: times, corrections, key points. Pure.
#pragma once

#include <optional>
#include <string>

#include "desk/problem.h"
#include "story/story.h"

namespace warraq::desk {

struct Particulars {
    // When a scheduled story is due, or was due when it is published; none: now.
    std::optional<Instant> at;
    std::string text;  // of a correction, or why it is withdrawn
};

// The caller checks story::may_move first. Throws a Problem for a story that is not fit to be published, a
// time that is past or before its embargo ends, and a correction or withdrawal without a text.
void change_status(story::Story& story, story::Status to, const Particulars& particulars, Instant now);

// Throws a Problem for a story without a headline or a body.
void check_fit(const story::Story& story);
// The same; fills missing key points in from the digest.
void check_publishable(story::Story& story);

// Problem `embargoed` if readers would see the story at `shown`, before its embargo ends. The store checks
// the same on every write (story/release.h); this check gives the desk's error message.
void check_embargo(const story::Story& story, Instant shown);

}  // namespace warraq::desk
