// Tells a WebSub hub (https://www.w3.org/TR/websub/) which feeds are others now, so that their subscribers
// have a story seconds after its readers. The call is the one that hubs share, PubSubHubbub 0.4's
// hub.mode=publish&hub.url=FEED.
//
// A change waits a moment for others; what a hub did not take is told again, later each time. Of a newsroom's
// nodes one tells; how far the hub was told of the change feed is kept in the store, so that another goes on
// where one ended. A hub that was told of nothing yet is told of the site's own feeds. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <set>
#include <span>
#include <thread>

#include "settings/settings.h"
#include "store/lease.h"

namespace warraq::site {

class HubPinger {
  public:
    struct Timing {
        std::chrono::milliseconds gather{500};                  // from a change to its telling
        std::chrono::milliseconds again{5'000}, most{600'000};  // after a failure; doubled up to the most
        std::chrono::milliseconds patience{15'000};             // with one answer of the hub
        std::chrono::milliseconds other{5'000};                 // to another node that is at it
    };

    // `settings`: those that hold now. While they have no hub, or no address of the site, it does nothing.
    using Current = std::function<settings::Settings()>;
    HubPinger(store::Store& store, Current settings, Timing timing);
    HubPinger(store::Store& store, Current settings) : HubPinger(store, std::move(settings), Timing{}) {}
    ~HubPinger();
    HubPinger(const HubPinger&) = delete;
    HubPinger& operator=(const HubPinger&) = delete;

    // Quick. To be called when the feeds already show the changes up to `seq`: the hub reads them at once.
    void changed(std::int64_t seq);

  private:
    using Feeds = std::set<std::string>;

    void run();
    bool rest(std::chrono::milliseconds time);
    // All that is to be told up to a change. False: another node is at it.
    Result<bool> tell_until(std::int64_t seq);
    bool tell(store::Lease& claim, Feeds& feeds);
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
    std::mutex mutex_;
    std::condition_variable wake_;
    std::int64_t seq_ = 0;  // that the feeds show
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace warraq::site
