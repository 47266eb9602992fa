// HTTP/1 with one reader: requests in, answers out, in order, until either side has had enough.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "serve/connection.h"

namespace warraq::serve {

class Http1Connection final : public Connection {
  public:
    // Runs by itself until the connection ends, then is gone.
    static void start(Loop& loop, Wire wire);
    ~Http1Connection() override;

    void time_is_up() override;
    bool idle() const override { return state_ == State::Idle || state_ == State::Following; }
    bool behind() const override { return state_ == State::Following && events_->number() != told_; }
    void wake() override;

  private:
    enum class State { Idle, ReadingHead, ReadingBody, Answering, Writing, Following };
    enum class HeadFound { Whole, NotYet, TooLarge };

    Http1Connection(Loop& loop, Wire wire);

    Awaitable<void> run();
    Awaitable<std::size_t> read_tls(asio::mutable_buffer room, boost::system::error_code& error);
    bool send_tls(std::array<asio::const_buffer, 3> parts);
    Page sent_to_https() const;  // nullptr: the request may be answered as it came

    // Reading. What was read and not yet used is buffer_[used_, filled_).
    std::string_view unread() const { return {buffer_.data() + used_, filled_ - used_}; }
    asio::mutable_buffer room_to_read();
    Awaitable<boost::system::error_code> read_more();
    Awaitable<bool> read_some();  // false at the end
    void begin_request();
    HeadFound find_head();       // its size in head_size_, with the empty line
    Awaitable<int> read_body();  // 0, a status, or -1 when the reader is gone

    // Answering. The hot path (a page in the cache, a socket with room) awaits nothing.
    Awaitable<Page> answer();
    bool begin_answer(const Page& page,
                      bool keep_alive);  // false: unsent_ holds the rest, or the reader is gone
    bool send_now(const std::array<asio::const_buffer, 3>& parts);
    Awaitable<bool> send_rest();
    Awaitable<bool> send(std::string_view bytes);  // false: the reader is gone
    Awaitable<void> follow(std::shared_ptr<const EventStream> events);
    Awaitable<void> refuse(int status);
    Awaitable<void> linger();
    void enter(State state, std::chrono::nanoseconds limit);

    TlsSession::Need to_send_ = TlsSession::Need::Nothing;  // before more can be sent
    std::vector<char> buffer_;
    std::size_t used_ = 0, filled_ = 0, head_size_ = 0;
    RequestParser parser_;
    Dispatcher::Target target_;
    Page page_;         // that is being written
    std::string tail_;  // its Date and Connection lines
    std::array<asio::const_buffer, 3> unsent_;
    State state_ = State::Idle;
    bool timed_out_ = false, broken_ = false;
    std::string address_;                        // for whom the request comes: the peer, or the one behind it
    std::shared_ptr<const EventStream> events_;  // that the reader follows
    std::uint64_t told_ = 0;                     // number of the last event that was sent
};

}  // namespace warraq::serve
