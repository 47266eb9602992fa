// The server's workers without threads: what is posted runs when the simulator says so.
#pragma once

#include <deque>

#include "serve/routing/workers.h"
#include "serve/simulation/choices.h"

namespace warraq::serve::simulation {

class SimulatedWorkers final : public Workers {
  public:
    SimulatedWorkers(Choices& choices, std::size_t most_waiting, std::size_t percent_at_once)
        : choices_(choices), most_waiting_(most_waiting), percent_at_once_(percent_at_once) {}

    // Runs before it returns, at times: workers may be faster than who posts.
    bool post(Work work) override {
        if (waiting_.size() >= most_waiting_) return false;
        if (choices_.chance(percent_at_once_))
            work();
        else
            waiting_.push_back(std::move(work));
        return true;
    }
    void stop() override {}
    Load load() const override { return {.threads = 1, .waiting = waiting_.size()}; }

    std::size_t waiting() const { return waiting_.size(); }
    void run_one() {
        const auto at = waiting_.begin() + static_cast<std::ptrdiff_t>(choices_.below(waiting_.size()));
        const Work work = std::move(*at);
        waiting_.erase(at);
        work();
    }
    // It hangs for good, and what it holds with it.
    void hang() {
        hanging_.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    bool hangs() const { return !hanging_.empty(); }
    void end_those_that_hang() { hanging_.clear(); }

  private:
    Choices& choices_;
    const std::size_t most_waiting_, percent_at_once_;
    std::deque<Work> waiting_, hanging_;
};

}  // namespace warraq::serve::simulation
