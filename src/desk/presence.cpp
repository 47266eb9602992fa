#include "desk/presence.h"

namespace warraq::desk {

Presence::Seat Presence::sit(story::StoryId story, std::int64_t session, const story::User& who,
                             Manner manner, Instant now) {
    std::lock_guard lock(mutex_);
    std::erase_if(seats_, [&](const auto& seat) { return now > seat.second.seen + kAway; });
    Seat& seat = seats_[story];
    const bool gives_way =
        seat.session == 0 || manner == Manner::Take || (manner == Manner::Open && seat.user == who.id);
    if (seat.session != session && gives_way) seat = {session, who.id, who.name, now, now};
    if (seat.session == session) seat.seen = now;
    return seat;
}

void Presence::leave(story::StoryId story, std::int64_t session) {
    std::lock_guard lock(mutex_);
    const auto seat = seats_.find(story);
    if (seat != seats_.end() && seat->second.session == session) seats_.erase(seat);
}

void Presence::leave_all(std::int64_t session) {
    std::lock_guard lock(mutex_);
    std::erase_if(seats_, [&](const auto& seat) { return seat.second.session == session; });
}

}  // namespace warraq::desk
