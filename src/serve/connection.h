// One reader's connection: requests in, answers out, in order, until either side has had enough.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/intrusive/list_hook.hpp>
#include <memory>
#include <string>

#include "serve/loop.h"

namespace warraq::serve {

template <class T>
using Awaitable = asio::awaitable<T, Executor>;

class Connection : public boost::intrusive::list_base_hook<> {
  public:
    // Runs by itself until the connection ends, then is gone.
    static void start(Loop& loop, Socket socket);

    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Called by the loop's sweep, on its thread.
    SteadyTime deadline() const { return deadline_; }
    void time_is_up();
    bool idle() const { return state_ == State::Idle; }
    void close();

  private:
    enum class State { Idle, ReadingHead, ReadingBody, Answering, Writing };

    Connection(Loop& loop, Socket socket);

    Awaitable<void> run();
    Awaitable<bool> read_some();  // more bytes into the buffer; false at the end
    Awaitable<std::size_t> read_head();  // its length with the empty line; 0: end here
    Awaitable<int> read_body();  // 0 or a status
    Awaitable<Page> answer();
    Awaitable<bool> respond(Page page, bool keep_alive);
    Awaitable<bool> write(const std::array<asio::const_buffer, 3>& parts);
    Awaitable<void> refuse(int status);
    Awaitable<void> linger();
    void enter(State state, std::chrono::nanoseconds limit);
    void consume(std::size_t bytes);

    Loop& loop_;
    Socket socket_;
    std::string buffer_;      // what was read and not yet used begins at used_
    std::size_t used_ = 0;
    RequestParser parser_;
    Dispatcher::Target target_;
    std::string tail_;  // Date and Connection lines of the answer that is being written
    SteadyTime deadline_;
    State state_ = State::Idle;
    bool timed_out_ = false;
    std::string address_;
};

}  // namespace warraq::serve
