#include "search/index_follower.h"

#include <spdlog/spdlog.h>

#include "search/indexer.h"

namespace warraq::search {
namespace {

constexpr std::chrono::milliseconds kPatience{500};   // then damage and a new generation are looked for
constexpr std::chrono::milliseconds kRelateFor{200};  // then what was published meanwhile comes first
constexpr std::chrono::seconds kAfterFailure{2};

}  // namespace

IndexFollower::IndexFollower(const Index& index, store::Store& store, OnRelated on_related)
    : index_(index), store_(store), on_related_(std::move(on_related)) {
    thread_ = std::thread([this] { follow(); });
}

IndexFollower::~IndexFollower() {
    stopping_ = true;
    thread_.join();
}

void IndexFollower::follow() {
    Indexer indexer(index_.folder(), store_);
    std::string told;  // the same failure is told once
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
            if (told != done.error().message) spdlog::warn("search: {}", done.error().message);
            told = done.error().message;
            for (auto left = kAfterFailure / kPatience; left > 0 && !stopping_; --left)
                std::this_thread::sleep_for(kPatience);
            continue;
        }
        told.clear();
        index_.refresh_vocabulary();
        if (!stopping_ && !more) (void)store_.wait_for_change(indexer.seq(), kPatience);
    }
}

}  // namespace warraq::search
