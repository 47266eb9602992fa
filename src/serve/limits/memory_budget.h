// How much memory connections hold, by what they hold it for, and how much they may.
//
//     MemoryTotal total(128u << 20);
//     MemoryBudget budget(total, 8u << 20);                 // one connection's
//     MemoryHold body(budget, MemoryUse::Bodies);
//     if (!body.resize(64 * 1024)) return 503;              // before the memory is taken
//
// What is held is counted when it is allocated and again when it is freed, by whoever does so; a connection's
// budget gives all of it back at its end. MemoryTotal is thread-safe, the others belong to their connection's
// thread.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace warraq::serve {

enum class MemoryUse : std::uint8_t {
    Connection,  // the connection's own objects
    Tls,         // OpenSSL's session
    Input,       // bytes read and not yet understood
    Heads,       // requests' fields
    Bodies,      // requests' bodies
    Http2,       // nghttp2's: streams, header compression, frames that wait
    Output,      // bytes that wait for the peer to read
    Answers,     // pages that are being sent; of all together, each page once
};
inline constexpr std::size_t kMemoryUses = 8;
std::string_view to_string(MemoryUse use);

// What a connection may hold beside its answers while all are short of memory, before it is among the first
// to be ended.
inline constexpr std::size_t kMuchOfPeer = 64 * 1024;

class MemoryTotal {
  public:
    // `most`: bytes that all connections together may hold.
    explicit MemoryTotal(std::size_t most) : most_(most) {}

    std::size_t held() const { return held_.load(std::memory_order_relaxed); }
    std::size_t held(MemoryUse use) const {
        return uses_[static_cast<std::size_t>(use)].load(std::memory_order_relaxed);
    }
    std::size_t most() const { return most_; }
    // A body that waits for a worker may outlast its connection: counted until the last copy is gone, which
    // is before the total is.
    std::shared_ptr<const std::string> keep(std::string body);
    // The same, unless all that are kept by it pass a quarter of `most`: nullptr then, and `body` as it was.
    // Small ones (a sign-in, most comments) are kept in any case: the workers' queues limit their number.
    std::shared_ptr<const std::string> try_keep(std::string& body);
    std::size_t kept() const { return kept_.load(std::memory_order_relaxed); }  // of held(Bodies)
    // By how many bytes the connections exceed the limit, without those that are being ended already. Bodies
    // kept for workers do not count: ending connections would not free them.
    std::size_t excess() const;

  private:
    friend class MemoryBudget;
    void add(MemoryUse use, std::size_t bytes);
    void subtract(MemoryUse use, std::size_t bytes);
    std::size_t of_connections() const;
    std::size_t granted() const { return most_ + most_ / 4; }
    std::shared_ptr<const std::string> counted(std::string body, std::size_t limited);

    const std::size_t most_;
    std::atomic<std::size_t> held_{0}, ending_{0};
    std::atomic<std::size_t> kept_{0}, limited_{0};  // limited_: of kept_, by try_keep()
    std::array<std::atomic<std::size_t>, kMemoryUses> uses_{};
};

class MemoryBudget {
  public:
    // `most`: bytes that this connection may hold.
    MemoryBudget(MemoryTotal& total, std::size_t most) : total_(total), most_(most) {}
    ~MemoryBudget();
    MemoryBudget(const MemoryBudget&) = delete;
    MemoryBudget& operator=(const MemoryBudget&) = delete;

    // False, with nothing taken: the peer's part would be more than it may hold, or all together a quarter
    // more than they may (between `most` and that, connections are ended, so that others go on).
    bool take(MemoryUse use, std::size_t bytes);
    // For what is held already and cannot be refused: counted in any case; over() tells what it led to.
    void add(MemoryUse use, std::size_t bytes);
    void give_back(MemoryUse use, std::size_t bytes);
    // A page; `first`, `last`: no other answer holds it, so it is counted in the total, too.
    void add_answer(std::size_t bytes, bool first);
    void give_back_answer(std::size_t bytes, bool last);
    // Its connection is being ended, which will free so many bytes: they count as gone.
    void mark_ending(std::size_t bytes);
    bool ending() const { return ending_.has_value(); }

    std::size_t held() const { return held_; }
    std::size_t held(MemoryUse use) const { return uses_[static_cast<std::size_t>(use)]; }
    // The peer's part: all but the answers that it has not taken, whose number is ours to limit.
    std::size_t of_peer() const { return held_ - held(MemoryUse::Answers); }
    bool over() const { return of_peer() > most_; }
    // All together hold more than take() grants, and this one has a large part in it: no more is begun for it
    // until the loop has looked whom to end.
    bool crowds_out_others() const;
    bool exhausted() const { return of_peer() > 2 * most_; }  // even what cannot be refused well is refused

  private:
    MemoryTotal& total_;
    const std::size_t most_;
    std::size_t held_ = 0;
    std::optional<std::size_t> ending_;  // bytes
    std::array<std::size_t, kMemoryUses> uses_{};
};

// One thing's part of a budget: what it holds now. Given back when it ends.
class MemoryHold {
  public:
    MemoryHold(MemoryBudget& budget, MemoryUse use) : budget_(budget), use_(use) {}
    ~MemoryHold() { budget_.give_back(use_, held_); }
    MemoryHold(const MemoryHold&) = delete;
    MemoryHold& operator=(const MemoryHold&) = delete;

    bool resize(std::size_t bytes);  // false: not granted, and as before
    void set(std::size_t bytes);     // counted in any case
    std::size_t held() const { return held_; }

  private:
    MemoryBudget& budget_;
    const MemoryUse use_;
    std::size_t held_ = 0;
};

}  // namespace warraq::serve
