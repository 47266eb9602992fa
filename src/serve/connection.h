// One reader's connection, as the loop that holds it sees it: when its time is up, what it holds, whether it
// may be ended. What is spoken over it is Http1Connection's and Http2Connection's.
#pragma once

#include <boost/intrusive/list_hook.hpp>
#include <memory>

#include "serve/channel.h"
#include "serve/loop.h"
#include "serve/memory_budget.h"

namespace warraq::serve {

inline constexpr std::chrono::seconds kLingerTime{2};
inline constexpr SteadyTime kNever = SteadyTime::min();
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
    // When who is at the other end last asked for something, took some of an answer or sent some of a body;
    // now, while it waits for us; kNever, while what it asks is not whole and before it asked anything.
    virtual SteadyTime progress() const = 0;
    virtual bool following() const = 0;  // events, of which more may come at any time …
    virtual bool behind() const = 0;     // … and have …
    virtual void wake() = 0;             // … which it is to tell
    virtual void drain() {
        if (idle()) close();
    }  // no more requests
    virtual void close() { channel_.close(); }
    const MemoryBudget& memory() const { return memory_; }
    // Bytes that are free once it is gone: pages that others are sent, too, stay.
    std::size_t to_gain() const { return memory_.of_peer() + own_answers(); }
    void count_tls() { tls_memory_.set(channel_.tls_memory()); }
    // Closed, so that all connections hold no more than they may.
    void end_for_memory();

  protected:
    Connection(Loop& loop, Channel channel);
    virtual std::size_t own_answers() const { return 0; }  // bytes of pages that nobody else is sent

    Loop& loop_;
    MemoryBudget memory_;
    Channel channel_;
    MemoryHold tls_memory_{memory_, MemoryUse::Tls};
    SteadyTime deadline_;
};

}  // namespace warraq::serve
