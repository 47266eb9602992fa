#include "desk/auth/last_seen.h"

#include <utility>

namespace warraq::desk {

void LastSeen::note(std::int64_t session, Instant seen) {
    const std::scoped_lock lock(mutex_);
    waiting_[session] = seen;
    if (!std::exchange(writing_, true)) background_.post([this] { write(); });
}

// A disk that is full does not send everybody home: the next request notes it again.
void LastSeen::write() {
    std::map<std::int64_t, Instant> sessions;
    {
        const std::scoped_lock lock(mutex_);
        sessions = std::exchange(waiting_, {});
    }
    (void)store_.write([&](store::Writer& writer) -> Result<void> {
        for (const auto& [session, seen] : sessions)
            if (auto done = writer.touch_session(session, seen); !done) return done;
        return {};
    });
    const std::scoped_lock lock(mutex_);
    writing_ = !waiting_.empty();
    if (writing_) background_.post([this] { write(); });
}

}  // namespace warraq::desk
