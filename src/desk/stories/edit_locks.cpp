#include "desk/stories/edit_locks.h"

#include <fmt/format.h>
#include <sstream>

namespace warraq::desk {
namespace {

constexpr const char* kTopic = "presence";

}  // namespace

Presence::Presence(store::Store& store) : store_(store) {
    store_.subscribe(kTopic, [this](std::string_view words) { hear(words); });
}

Presence::~Presence() {
    store_.subscribe(kTopic, {});
}

Presence::Seat Presence::sit(story::StoryId story, std::int64_t session, const story::User& who,
                             Manner manner, Instant now) {
    Seat taken;
    {
        std::lock_guard lock(mutex_);
        std::erase_if(seats_, [&](const auto& seat) { return now > seat.second.seen + kAway; });
        Seat& seat = seats_[story];
        const bool gives_way =
            seat.session == 0 || manner == Manner::Take || (manner == Manner::Open && seat.user == who.id);
        if (seat.session != session && gives_way) seat = {session, who.id, who.name, now, now};
        if (seat.session == session) seat.seen = now;
        taken = seat;
    }
    if (taken.session == session)
        say(fmt::format("sits {} {} {} {} {} {}", story.value, session, who.id.value, to_unix(taken.since),
                        to_unix(taken.seen), who.name));
    return taken;
}

void Presence::leave(story::StoryId story, std::int64_t session) {
    {
        std::lock_guard lock(mutex_);
        const auto seat = seats_.find(story);
        if (seat == seats_.end() || seat->second.session != session) return;
        seats_.erase(seat);
    }
    say(fmt::format("leaves {} {}", story.value, session));
}

void Presence::leave_all(std::int64_t session) {
    {
        std::lock_guard lock(mutex_);
        std::erase_if(seats_, [&](const auto& seat) { return seat.second.session == session; });
    }
    say(fmt::format("leaves 0 {}", session));
}

void Presence::say(const std::string& words) {
    (void)store_.broadcast(kTopic, words);  // a node that does not hear it knows what it knew
}

void Presence::hear(std::string_view words) {
    std::istringstream in{std::string(words)};
    std::string what;
    story::StoryId story;
    Seat heard;
    in >> what >> story.value >> heard.session;
    const std::lock_guard lock(mutex_);
    if (what == "leaves") {
        std::erase_if(seats_, [&](const auto& seat) {
            return seat.second.session == heard.session && (!story || seat.first == story);
        });
        return;
    }
    std::int64_t since = 0, seen = 0;
    in >> heard.user.value >> since >> seen >> std::ws;
    if (what != "sits" || !in) return;
    std::getline(in, heard.who);
    heard.since = from_unix(since);
    heard.seen = from_unix(seen);
    // Of two who sat down in different nodes, the one who came last has it, as with one node.
    Seat& seat = seats_[story];
    if (std::pair(heard.since, heard.session) >= std::pair(seat.since, seat.session)) seat = heard;
}

}  // namespace warraq::desk
