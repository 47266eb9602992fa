// Who is writing which story now, so that two people do not. In memory: it is a courtesy; what keeps a save
// from being overwritten is the story's version. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"
#include "story/ids.h"
#include "story/user.h"

namespace warraq::desk {

class Presence {
  public:
    static constexpr std::chrono::seconds kAway{40};  // without a word from the writer's browser

    struct Seat {
        std::int64_t session = 0;
        std::string who;
        Instant since{}, seen{};
    };
    // The session sits down when the seat is free, or it takes it from someone; who sits there now.
    Seat sit(story::StoryId story, std::int64_t session, const std::string& who, bool take, Instant now);
    void leave(story::StoryId story, std::int64_t session);

  private:
    std::mutex mutex_;
    std::unordered_map<story::StoryId, Seat> seats_;
};

}  // namespace warraq::desk
