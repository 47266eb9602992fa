// When readers may have a story. One rule for all that writes stories: nothing of a story is public before
// its embargo ends, and what is dated for later is scheduled, not published.
//
//     if (auto ok = check_release(story, now()); !ok) return fail(ok.error());
//     imported.status = status_on_arrival(imported, now());
//
// The store asks check_release() in each write of a story, so that no way to the public is without it. Pure.
#pragma once

#include "story/story.h"

namespace warraq::story {

// The earliest moment at which a scheduled story may be published: its time, or the end of its embargo where
// that is later.
Instant due_at(const Story& story);

// Whether a story may be as public as its status says. Error: Refused, naming the time, for a public story
// whose embargo has not ended.
Result<void> check_release(const Story& story, Instant now);

// The status of a story that comes from elsewhere: Scheduled where it is public there, and here not due yet.
Status status_on_arrival(const Story& story, Instant now);

}  // namespace warraq::story
