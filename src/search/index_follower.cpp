#include "search/index_follower.h"

#include <algorithm>
#include <spdlog/spdlog.h>

#include "base/log_throttle.h"
#include "search/indexer.h"

namespace warraq::search {
namespace {

constexpr std::chrono::milliseconds kPatience{500};   // then damage and a new generation are looked for
constexpr std::chrono::milliseconds kRelateFor{200};  // then what was published meanwhile comes first
// Between attempts while the index cannot be written: twice as long each time.
constexpr std::chrono::seconds kShortestPause{2}, kLongestPause{32};

}  // namespace

IndexFollower::IndexFollower(const Index& index, store::Store& store, OnRelated on_related)
    : index_(index), store_(store), on_related_(std::move(on_related)) {
    thread_ = std::thread([this] { follow(); });
}

IndexFollower::~IndexFollower() {
    stopping_ = true;
    thread_.join();
}

void IndexFollower::pause(std::chrono::milliseconds how_long) const {
    for (auto left = how_long / kPatience; left > 0 && !stopping_; --left)
        std::this_thread::sleep_for(kPatience);
}

void IndexFollower::follow() {
    Indexer indexer(index_.folder(), store_);
    LogThrottle seldom;
    std::string told;  // why it failed last; empty while it does not
    std::chrono::seconds next_pause = kShortestPause;
    while (!stopping_) {
        auto done = indexer.catch_up([this](const Indexer::Progress&) { return !stopping_.load(); });
        bool more = false;
        if (done && !stopping_) {
            auto related = indexer.relate(kRelateFor);
            if (!related)
                done = fail(related.error());
            else {
                more = related->more;
                if (on_related_ && !related->changed.empty()) on_related_(related->changed);
            }
        }
        if (!done) {
            // Another reason is told at once, the same one each minute.
            const auto times = seldom.tell();
            if (told != done.error().message)
                spdlog::warn("search: {}", done.error().message);
            else if (times)
                spdlog::warn("search: {} ({} since this was told)", told, *times);
            told = done.error().message;
            pause(next_pause);
            // Who waits for another process to be done waits no longer than that takes.
            if (done.error().kind != Error::Kind::Conflict)
                next_pause = std::min(2 * next_pause, kLongestPause);
            continue;
        }
        if (!told.empty()) spdlog::info("search: the index is written again");
        told.clear();
        next_pause = kShortestPause;
        index_.refresh_vocabulary();
        if (!stopping_ && !more) (void)store_.wait_for_change(indexer.seq(), kPatience);
    }
}

}  // namespace warraq::search
