#include "desk/presence.h"

namespace warraq::desk {

Presence::Seat Presence::sit(story::StoryId story, std::int64_t session, const std::string& who, bool take,
                             Instant now) {
    std::lock_guard lock(mutex_);
    std::erase_if(seats_, [&](const auto& seat) { return now > seat.second.seen + kAway; });
    Seat& seat = seats_[story];
    if (seat.session != session && (seat.session == 0 || take)) seat = {session, who, now, now};
    if (seat.session == session) seat.seen = now;
    return seat;
}

void Presence::leave(story::StoryId story, std::int64_t session) {
    std::lock_guard lock(mutex_);
    const auto seat = seats_.find(story);
    if (seat != seats_.end() && seat->second.session == session) seats_.erase(seat);
}

}  // namespace warraq::desk
