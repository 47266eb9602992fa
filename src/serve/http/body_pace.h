// How long a body may take to come. Who stalls is ended after Limits::body_patience; each
// Limits::least_bytes_a_second bytes that come give a second of it back. And however steadily it comes, all
// of it has Limits::body_time and a second for each Limits::write_bytes_a_second.
//
//     BodyPace pace(limits, head.content_length, coarse_now());
//     pace.came(2'000, coarse_now());
//     deadline_ = pace.deadline();
//
// A value.
#pragma once

#include <algorithm>
#include <cstdint>

#include "serve/limits/limits.h"
#include "serve/net/clock.h"

namespace warraq::serve {

class BodyPace {
  public:
    // `announced`: bytes; 0 where the sender does not say.
    BodyPace(const Limits& limits, std::uint64_t announced, SteadyTime now)
        : limits_(&limits), begun_(now), stalled_(now + limits.body_patience), size_(announced) {}

    void came(std::uint64_t bytes, SteadyTime now) {
        received_ += bytes;
        const std::chrono::milliseconds earned(1000 * bytes / limits_->least_bytes_a_second);
        stalled_ = std::min(stalled_ + earned, now + limits_->body_patience);
    }
    // So long it was us who did not read.
    void waited(std::chrono::nanoseconds time) {
        begun_ += time;
        stalled_ += time;
    }
    SteadyTime deadline() const {
        const std::chrono::seconds for_its_size(std::max(size_, received_) / limits_->write_bytes_a_second);
        return std::min(stalled_, begun_ + limits_->body_time + for_its_size);
    }

  private:
    const Limits* limits_;
    SteadyTime begun_, stalled_;
    std::uint64_t size_, received_ = 0;
};

}  // namespace warraq::serve
