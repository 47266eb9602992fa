// What a Xapian error says about the index: damaged for good, or only out of reach for now. Running out of
// descriptors, memory or room is no damage, and an index takes hours to make anew.
//
//     try { … } catch (const Xapian::Error& error) {
//         if (verdict_on(error) == Verdict::Damaged) …   // make it anew; else keep it and try again later
//     }
//
// Internal to the room.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <xapian.h>

namespace warraq::search {

enum class Verdict {
    Passing,   // descriptors, memory, room, rights, a bug in a query: the index is as good as it was
    Locked,    // another process writes it
    Doubtful,  // the disk cannot read, or Xapian does not say why: damage if it keeps happening
    Damaged,   // its files are broken, cut or gone
};

Verdict verdict_on(const Xapian::Error& error);

// The message with the system's reason, where there is one.
std::string message_of(const Xapian::Error& error);

// Tells damage from doubt: doubtful errors are taken for damage once there were kEnough of them, the first
// and the last at least kApart from each other and none longer ago than kForgotten. Thread-safe.
class Doubts {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr int kEnough = 3;
    static constexpr std::chrono::seconds kApart{5};
    static constexpr std::chrono::minutes kForgotten{10};

    // Called once for each error. True: the index is to be made anew.
    bool is_damage(Verdict verdict, Clock::time_point now = Clock::now());
    void forget();  // what was doubted is another index now

  private:
    std::mutex mutex_;
    int times_ = 0;
    Clock::time_point first_{}, last_{};
};

}  // namespace warraq::search
