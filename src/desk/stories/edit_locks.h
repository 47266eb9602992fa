// Who is writing which story now, so that two people do not. In memory, and told to the newsroom's other
// nodes: it is a courtesy; what keeps a save from being overwritten is the story's version. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"
#include "store/store.h"

namespace warraq::desk {

class Presence {
  public:
    static constexpr std::chrono::seconds kAway{40};  // without a word from the writer's browser

    struct Seat {
        std::int64_t session = 0;
        story::UserId user;
        std::string who;
        Instant since{}, seen{};
    };
    enum class Manner {
        Stay,  // where the seat is free, or this session's
        Open,  // there too, and from another window of the same person
        Take,  // from whoever has it
    };
    explicit Presence(store::Store& store);
    ~Presence();
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;

    // Who sits there now.
    Seat sit(story::StoryId story, std::int64_t session, const story::User& who, Manner manner, Instant now);
    void leave(story::StoryId story, std::int64_t session);
    void leave_all(std::int64_t session);

  private:
    void say(const std::string& words);
    void hear(std::string_view words);

    store::Store& store_;
    std::mutex mutex_;
    std::unordered_map<story::StoryId, Seat> seats_;
};

}  // namespace warraq::desk
