// What a story becomes when it is moved through its life: times, corrections, key points. Pure.
#pragma once

#include <optional>
#include <string>

#include "desk/problem.h"
#include "story/story.h"

namespace warraq::desk {

struct Particulars {
    std::optional<Instant>
        at;            // when a scheduled story is due, or was, when it is published for it; none: now
    std::string text;  // of a correction, or why it is withdrawn
};

// Whether story::may_move allows it is asked before. Throws a Problem for a story that is not fit for
// readers, a time that is past or before its embargo ends, a correction or withdrawal without words.
void change_status(story::Story& story, story::Status to, const Particulars& particulars, Instant now);

// Throws a Problem for a story without a headline or a body.
void check_fit(const story::Story& story);
// The same. Key points that are missing are the digest's.
void check_publishable(story::Story& story);

// Throws a Problem, `embargoed`, for a story that readers would see at `shown`, before its embargo ends. The
// store asks the same of every write (story/release.h); here it is told in the desk's words.
void check_embargo(const story::Story& story, Instant shown);

}  // namespace warraq::desk
