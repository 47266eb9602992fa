// One reader's connection, as the loop that holds it sees it: when its time is up, what it holds, whether it
// may be ended. What is spoken over it is Http1Connection's and Http2Connection's.
#pragma once

#include <boost/intrusive/list_hook.hpp>
#include <memory>

#include "serve/limits/memory_budget.h"
#include "serve/net/channel.h"
#include "serve/net/loop.h"

namespace warraq::serve {

inline constexpr std::chrono::seconds kLingerTime{2};
inline constexpr std::chrono::seconds kSignOfLife{20};  // proxies end what is silent for a minute

// Of a connection's own objects and coroutines, as it was measured: resident memory by connections that say
// nothing, less the 2 KB that they have to read into.
inline constexpr std::size_t kOwnBytes = 5 * 512;

class Connection : public boost::intrusive::list_base_hook<> {
  public:
    virtual ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Called by the loop, on its thread. None of them ends the connection before it returns.
    SteadyTime deadline() const { return deadline_; }
    virtual void time_is_up() = 0;
    virtual bool idle() const = 0;  // nothing is begun: it may be closed at any time
    // What is done for the peer. Where memory is short, the first of these is ended first.
    enum class Activity {
        None,   // a handshake, a head that is not whole, nothing asked, live events
        Sends,  // a body comes
        Reads,  // an answer is made or taken
    };
    virtual Activity activity() const = 0;
    // When it last got on: some of a body came, some of an answer was taken, or what it does now began. Now,
    // while the next step is ours.
    virtual SteadyTime progress() const = 0;
    virtual bool following() const = 0;  // live events
    virtual bool behind() const = 0;     // events were published that it has not sent
    virtual void wake() = 0;             // sends them
    virtual void drain() {
        if (idle()) close();
    }  // no more requests
    virtual void close() { channel_.close(); }
    virtual bool of_account() const { return false; }  // sends what an account of the newsroom was let send
    const MemoryBudget& memory() const { return memory_; }
    // Bytes: pages that others are sent, too, are not freed.
    std::size_t freed_by_ending() const { return memory_.of_peer() + answers_freed(); }
    void count_tls() { tls_memory_.set(channel_.tls_memory()); }
    // Closed, so that all connections hold no more than they may.
    void end_for_memory();

  protected:
    Connection(Loop& loop, Channel channel);
    virtual std::size_t answers_freed() const { return 0; }

    Loop& loop_;
    MemoryBudget memory_;
    Channel channel_;
    MemoryHold tls_memory_{memory_, MemoryUse::Tls};
    SteadyTime deadline_;
};

}  // namespace warraq::serve
