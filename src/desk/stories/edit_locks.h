// Who is writing which story now, so that two people do not. In memory, and broadcast to the newsroom's other
// nodes: it is a courtesy; what keeps a save from being overwritten is the story's version. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"
#include "store/store.h"

namespace warraq::desk {

struct EditLock {
    std::int64_t session = 0;
    story::UserId user;
    std::string who;
    Instant since{}, seen{};
};

// Whose lock gives way to the session that asks for it.
enum class TakeOver {
    No,          // nobody's
    OwnSession,  // the same person's, from another window
    Any,
};

class EditLocks {
  public:
    static constexpr std::chrono::seconds kIdle{40};  // then a lock is over, unless it is acquired again

    explicit EditLocks(store::Store& store);
    ~EditLocks();
    EditLocks(const EditLocks&) = delete;
    EditLocks& operator=(const EditLocks&) = delete;

    // The lock as it is now: the session's own, or that which did not give way.
    EditLock acquire(story::StoryId story, std::int64_t session, const story::User& who, TakeOver take_over,
                     Instant now);
    void release(story::StoryId story, std::int64_t session);
    void release_all(std::int64_t session);

  private:
    void broadcast(const std::string& message);
    void receive(std::string_view message);

    store::Store& store_;
    std::mutex mutex_;
    std::unordered_map<story::StoryId, EditLock> locks_;
};

}  // namespace warraq::desk
