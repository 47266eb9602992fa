#include "search/index_follower.h"

#include <algorithm>
#include <spdlog/spdlog.h>

namespace warraq::search {
namespace {

constexpr std::chrono::milliseconds kPatience{500};   // then damage and a new generation are looked for
constexpr std::chrono::milliseconds kRelateFor{200};  // then what was published meanwhile comes first
// Between attempts while the index cannot be written: twice as long each time.
constexpr std::chrono::seconds kShortestPause{2}, kLongestPause{32};

}  // namespace

IndexFollower::IndexFollower(const Index& index, store::Store& store, OnRelated on_related)
    : index_(index),
      store_(store),
      on_related_(std::move(on_related)),
      indexer_(index.folder(), store),
      next_pause_(kShortestPause),
      following_("index", [this](const BackgroundTask& task) { return follow(task); }) {}

std::chrono::milliseconds IndexFollower::follow(const BackgroundTask& task) {
    bool more = false;
    if (auto done = index(task, more); !done) {
        tell(done.error());
        const auto pause = next_pause_;
        // Who waits for another process to be done waits no longer than that takes.
        if (done.error().kind != Error::Kind::Conflict)
            next_pause_ = std::min(2 * next_pause_, kLongestPause);
        return pause;
    }
    if (!told_.empty()) spdlog::info("search: the index is written again");
    told_.clear();
    next_pause_ = kShortestPause;
    index_.refresh_vocabulary();
    if (!task.stopping() && !more) (void)store_.wait_for_change(indexer_.seq(), kPatience);
    return std::chrono::milliseconds::zero();
}

Result<void> IndexFollower::index(const BackgroundTask& task, bool& more) {
    if (auto done = indexer_.catch_up([&task](const Indexer::Progress&) { return !task.stopping(); }); !done)
        return done;
    if (task.stopping()) return {};
    auto related = indexer_.relate(kRelateFor);
    if (!related) return fail(related.error());
    more = related->more;
    if (on_related_ && !related->changed.empty()) on_related_(related->changed);
    return {};
}

// Another reason is told at once, the same one each minute.
void IndexFollower::tell(const Error& error) {
    const auto times = told_again_.tell();
    if (told_ != error.message)
        spdlog::warn("search: {}", error.message);
    else if (times)
        spdlog::warn("search: {} ({} since this was told)", told_, *times);
    told_ = error.message;
}

}  // namespace warraq::search
