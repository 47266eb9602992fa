#include "desk/live.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "desk/desk_reader.h"

namespace warraq::desk {
namespace {

using store::Change;
using store::ChangeKind;

constexpr std::chrono::milliseconds kWait{200};       // until it sees that it is to stop
constexpr std::chrono::milliseconds kBetween{1'000};  // a burst of changes is told of once; sessions are
                                                      // looked at as often
constexpr std::chrono::milliseconds kAfterFailure{1'000};
constexpr int kMostOfOne = 20;    // listeners of one account
constexpr int kChanges = 500;     // read at once
constexpr int kLookedBack = 200;  // for the latest that someone who comes may know of

// Is it of something that they may know of? People and topics change with drafts too, and no screen waits for
// them.
bool concerns(DeskReader& reader, const Change& change) {
    switch (change.kind) {
        case ChangeKind::Story: return reader.card({change.id}).has_value();
        case ChangeKind::Comment: return may(reader.who().role, Permission::Moderate);
        case ChangeKind::Section:
        case ChangeKind::Front:
        case ChangeKind::Settings: return true;
        case ChangeKind::Person:
        case ChangeKind::Topic: return false;
    }
    return false;
}

// The number of the latest among them that comes after `after` and that they may know of.
std::optional<std::int64_t> latest_known(DeskReader& reader, std::span<const Change> changes,
                                         std::int64_t after) {
    for (auto change = changes.rbegin(); change != changes.rend() && change->seq > after; ++change)
        if (reader.reads_all() || concerns(reader, *change)) return change->seq;
    return std::nullopt;
}

// A browser that went away may not be known to be gone yet, so the oldest of an account makes room.
template <class Listeners>
void end_oldest_of(Listeners& listeners, story::UserId account) {
    const auto theirs = [&](const auto& one) { return one.visitor.user.id == account; };
    for (auto many = std::ranges::count_if(listeners, theirs); many > kMostOfOne; --many) {
        const auto oldest = std::ranges::find_if(listeners, theirs);
        if (const auto stream = oldest->stream.lock()) stream->end();
        listeners.erase(oldest);
    }
}

std::string event(std::int64_t seq) {
    return fmt::format("{{\"seq\":{}}}", seq);
}

}  // namespace

Live::Live(store::Store& store, StillThere still_there)
    : store_(store),
      still_there_(std::move(still_there)),
      look_again_(std::chrono::steady_clock::now()),
      following_("live", [this](BackgroundTask& task) { return follow(task); }) {}

// Whoever was away is told that something may have changed: the latest that they may know of, or how far was
// looked for it.
std::shared_ptr<const serve::EventStream> Live::listen(const Visitor& visitor) {
    auto stream = std::make_shared<serve::EventStream>();
    auto snapshot = value_or_throw(store_.snapshot());
    const auto last = value_or_throw(snapshot->last_change());
    const auto from = std::max<std::int64_t>(last - kLookedBack, 0);
    DeskReader reader(*snapshot, visitor.user);
    stream->publish(
        event(latest_known(reader, value_or_throw(snapshot->changes_after(from, kLookedBack)), from)
                  .value_or(from)));
    snapshot.reset();
    const std::lock_guard lock(mutex_);
    listeners_.push_back({visitor, stream, last});
    end_oldest_of(listeners_, visitor.user.id);
    return stream;
}

std::vector<Live::Listener> Live::held_listeners() {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [](const Listener& one) { return one.stream.expired(); });
    return std::exchange(listeners_, {});
}

void Live::look_after(std::vector<Listener>& listeners, const BackgroundTask& task) {
    auto snapshot = value_or_throw(store_.snapshot());
    std::erase_if(listeners, [&](const Listener& one) {
        if (still_there_(*snapshot, one.visitor)) return false;
        if (const auto stream = one.stream.lock()) stream->end();
        return true;
    });
    if (listeners.empty()) return;
    const auto last = value_or_throw(snapshot->last_change());
    auto told = std::ranges::min(listeners, {}, &Listener::told).told;
    while (told < last && !task.stopping()) {
        const auto changes = value_or_throw(snapshot->changes_after(told, kChanges));
        if (changes.empty()) break;
        told = changes.back().seq;
        for (Listener& one : listeners) {
            if (one.told >= told) continue;
            DeskReader reader(*snapshot, one.visitor.user);
            const auto known = latest_known(reader, changes, one.told);
            one.told = told;
            const auto stream = known ? one.stream.lock() : nullptr;
            if (stream) stream->publish(event(*known));
        }
    }
}

BackgroundTask::Pause Live::follow(const BackgroundTask& task) {
    const auto last = store_.wait_for_change(seq_, kWait);
    if (!last) return kAfterFailure;  // its other followers say what is wrong
    const auto moment = std::chrono::steady_clock::now();
    if (*last <= seq_ && moment < look_again_) return {};
    const bool changed = *last > seq_;
    seq_ = *last;
    look_again_ = moment + kBetween;
    auto listeners = held_listeners();
    if (!listeners.empty()) {
        try {
            look_after(listeners, task);
        } catch (const Problem&) {
            seq_ = 0;  // the database is away: they are looked after when it is back
        }
        const std::lock_guard lock(mutex_);
        const auto came = std::exchange(listeners_, std::move(listeners));
        listeners_.insert(listeners_.end(), came.begin(), came.end());
        for (const Listener& one : came) end_oldest_of(listeners_, one.visitor.user.id);
    }
    return changed ? kBetween : BackgroundTask::Pause::zero();
}

}  // namespace warraq::desk
