// Publishes scheduled stories and frees places of the front page when they are due: to the second, exactly
// once, including what came due while no server ran. A story under embargo waits for the embargo's end.
// Publishing is one transaction that checks that the story is still scheduled, so a restart or an editor's
// change in between is harmless. Also calls `tidy` once a minute. Runs a thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string_view>

#include "base/background_task.h"
#include "store/store.h"

namespace warraq::desk {

class Scheduler {
  public:
    // `tidy` is called on the scheduler's thread and must not throw; it may be empty.
    explicit Scheduler(store::Store& store, std::function<void(Instant now)> tidy = {});
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

  private:
    void look();
    void tell_unfit(story::StoryId id, std::string_view why);

    store::Store& store_;
    const std::function<void(Instant)> tidy_;
    // Stories that are due and unfit: when they were tried last, and when the log was told.
    struct Tried {
        std::chrono::steady_clock::time_point at, told;
    };
    std::map<std::int64_t, Tried> unfit_;
    std::chrono::steady_clock::time_point not_before_, tidy_next_;
    BackgroundTask looking_;
};

// Publishes all stories that are due; returns how many. Error: as the store; the others are published
// nonetheless. `unfit`, which may be empty, is called for stories that lack what a public story must have;
// they wait for an editor. Stories for which `rests` is true are left for a later call.
using Unfit = std::function<void(story::StoryId id, std::string_view why)>;
Result<int> publish_due(store::Store& store, Instant now, const Unfit& unfit = {},
                        const std::function<bool(story::StoryId id)>& rests = {});
// Frees the places of the front page whose time is over.
Result<void> clear_front(store::Store& store, Instant now);

}  // namespace warraq::desk
