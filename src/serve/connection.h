// One reader's connection, as the loop that holds it sees it: when its time is up, whether it may be ended.
// What is spoken over it is Http1Connection's and Http2Connection's.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/intrusive/list_hook.hpp>
#include <memory>
#include <string>

#include "serve/loop.h"
#include "serve/tls.h"

namespace warraq::serve {

template <class T>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{};

// The socket, and who is at the other end of it.
struct Wire {
    explicit Wire(Socket open) : socket(std::move(open)) {}

    Socket socket;
    std::unique_ptr<TlsSession> tls = {};  // nullptr: in the clear
    std::string peer = {};
    bool trusted = false;  // a proxy that is believed about whom it speaks for
    AddressCount::Seat seat = {};

    // False: it has as many connections as one may.
    bool comes_from(const std::string& address, Loop& loop);
    // Says that nothing more comes, then reads on for a moment, so that what the other side still sends does
    // not reset our last words away (RFC 9112, 9.6).
    Awaitable<void> linger();
    // Until the socket is ready for what TLS needs.
    Awaitable<boost::system::error_code> wait_for(TlsSession::Need need);

  private:
    std::size_t pass_over_some();  // 0 at the end
};

inline constexpr std::chrono::seconds kLingerTime{2};
inline constexpr std::chrono::seconds kSignOfLife{20};  // proxies end what is silent for a minute

class Connection : public boost::intrusive::list_base_hook<> {
  public:
    virtual ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Called by the loop, on its thread. None of them ends the connection before it returns.
    SteadyTime deadline() const { return deadline_; }
    virtual void time_is_up() = 0;
    virtual bool idle() const = 0;    // nothing is begun: it may be closed at any time
    virtual bool behind() const = 0;  // events that it follows have gone on …
    virtual void wake() = 0;          // … and it is to tell them
    virtual void drain() {
        if (idle()) close();
    }  // no more requests
    void close();

  protected:
    Connection(Loop& loop, Wire wire);

    Loop& loop_;
    Wire wire_;
    SteadyTime deadline_;
};

}  // namespace warraq::serve
