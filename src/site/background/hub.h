// Notifies a WebSub hub (https://www.w3.org/TR/websub/) of changed feeds, so that their subscribers get a
// story seconds after it is published. Uses the request that hubs have in common, PubSubHubbub 0.4's
// hub.mode=publish&hub.url=FEED.
//
// Changes are gathered for a moment; failed notifications are retried with growing delays. Only one of a
// newsroom's nodes notifies at a time, under a lease; how much of the change feed the hub was notified of is
// kept in the store, so that another node can continue from there. A hub that is new is notified of the
// site's own feeds. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <set>
#include <span>
#include <string>

#include "base/background_task.h"
#include "settings/settings.h"
#include "store/lease.h"

namespace warraq::site {

class HubPinger {
  public:
    struct Timing {
        std::chrono::milliseconds gather{500};                  // from a change to its notification
        std::chrono::milliseconds again{5'000}, most{600'000};  // delay after a failure; doubles up to `most`
        std::chrono::milliseconds patience{15'000};             // for one response of the hub
        std::chrono::milliseconds other{5'000};  // before asking again whether another node is done
    };

    // `settings`: returns the current ones. Does nothing while they name no hub, or no address of the site.
    using Current = std::function<settings::Settings()>;
    HubPinger(store::Store& store, Current settings, Timing timing);
    HubPinger(store::Store& store, Current settings) : HubPinger(store, std::move(settings), Timing{}) {}
    HubPinger(const HubPinger&) = delete;
    HubPinger& operator=(const HubPinger&) = delete;

    // Call it once the feeds show the changes up to `seq`: the hub fetches them at once. Does not block.
    void changed(std::int64_t seq);

  private:
    using Feeds = std::set<std::string>;

    BackgroundTask::Pause look(BackgroundTask& task);
    // Notifies of all changes up to `seq`. False: another node is doing so, or the settings of this round
    // hold no more.
    Result<bool> notify_until(std::int64_t seq, BackgroundTask& task);
    bool notify(store::Lease& lease, Feeds& feeds, BackgroundTask& task);
    // False: it is to stop, or the settings of this round hold no more.
    bool wait_before_retry(BackgroundTask& task, std::chrono::milliseconds time) const;
    // Of stories changed after `from` and up to `until`.
    Result<void> add_changed(store::Reader& reader, std::int64_t from, std::int64_t until,
                             Feeds& feeds) const;
    Result<void> add_feeds_of(store::Reader& reader, std::span<const story::Section> sections,
                              story::StoryId id, Feeds& feeds) const;
    void add_feeds_at(std::string_view home, Feeds& feeds) const;

    store::Store& store_;
    const Current current_;
    settings::Settings settings_;  // of this round
    const Timing timing_;
    std::atomic<std::int64_t> seq_{0};  // the last change that the feeds show
    std::int64_t notified_ = -1;        // the last that is done …
    std::string notified_work_;         // … and what that was about
    bool failing_ = false;
    BackgroundTask notifying_;
};

}  // namespace warraq::site
