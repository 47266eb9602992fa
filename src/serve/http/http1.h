// HTTP/1 with one reader: requests in, answers out, in order, until either side has had enough.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "serve/http/answer_hold.h"
#include "serve/http/body_pace.h"
#include "serve/http/request_response.h"
#include "serve/net/connection.h"
#include "serve/routing/worker_answer.h"

namespace warraq::serve {

class Http1Connection final : public Connection {
  public:
    // Runs by itself until the connection ends, then is gone.
    static void start(Loop& loop, Channel channel);
    ~Http1Connection() override;

    void time_is_up() override;
    bool idle() const override { return state_ == State::Idle || state_ == State::Following; }
    Activity activity() const override;
    SteadyTime progress() const override { return waiting_.asked() ? coarse_now() : progress_; }
    bool of_account() const override { return of_account_; }
    bool following() const override { return state_ == State::Following; }
    bool behind() const override { return following() && events_->number() != told_; }
    void wake() override { channel_.cancel(); }
    void close() override;

  private:
    enum class State { Idle, ReadingHead, ReadingBody, Answering, Writing, Following };
    enum class HeadFound { Whole, NotYet, TooLarge, NoRequest };

    Http1Connection(Loop& loop, Channel channel);

    std::size_t answers_freed() const override { return answers_.freed_bytes(); }
    Awaitable<void> run();
    Page sent_elsewhere() const;  // nullptr: the request may be answered as it came

    // Reading. What was read and not yet used is buffer_[used_, filled_).
    std::string_view unread() const { return {buffer_.data() + used_, filled_ - used_}; }
    bool make_room();  // false: the connection holds as much as it may
    Awaitable<error_code> read_more();
    void begin_request();
    HeadFound find_head();          // its size in head_size_, with the empty line
    Awaitable<int> head_refusal();  // reads one whole; 0, a status, or -1 when the reader is gone
    // 0, a status, or -1 when the reader is gone. `account`: whose uploads it counts among.
    Awaitable<int> read_body(std::size_t most, const std::string& account);
    Awaitable<int> store_body(const std::string& account,
                              bool last);          // what of it is in memory; 0 or a status
    int begin_upload(const std::string& account);  // 0 or a status

    // Answering. The hot path (a page in the cache, a socket with room) awaits nothing.
    Awaitable<Page> answer();
    bool begin_answer(const Page& page, const Answer& answer,
                      bool keep_alive);  // false: unsent_ holds the rest, or the reader is gone
    bool send_now(const Parts& parts);
    Awaitable<bool> send_rest();
    Awaitable<bool> send_content(std::uint64_t first, std::uint64_t size);
    Awaitable<bool> send(std::string_view bytes);  // false: the reader is gone
    Awaitable<void> follow(std::shared_ptr<const EventStream> events);
    Awaitable<void> refuse(int status);
    Awaitable<void> refuse(Page page);
    Awaitable<void> linger();
    void enter(State state, std::chrono::nanoseconds limit);
    void written();  // sent_ is what the reader took

    MemoryHold input_{memory_, MemoryUse::Input};    // buffer_
    MemoryHold heads_{memory_, MemoryUse::Heads};    // what the site is asked
    MemoryHold bodies_{memory_, MemoryUse::Bodies};  // of the request that is answered
    MemoryHold output_{memory_, MemoryUse::Output};  // the piece of a file that is sent
    AnswerHold answers_{memory_};                    // page_, once it has to wait for the reader
    std::vector<char> buffer_;
    std::size_t used_ = 0, filled_ = 0, head_size_ = 0;
    std::size_t read_in_turn_ = 0;
    int blank_lines_ = 0;  // before the request
    RequestParser parser_;
    std::shared_ptr<Upload> upload_;  // of a body that is too large to hold
    std::optional<BodyPace> pace_;    // while it is read
    Dispatcher::Target target_;
    Page page_;         // that is being written
    std::string tail_;  // its Date and Connection lines
    Parts unsent_;
    Channel::Outcome sent_;  // of the last write
    WorkerAnswer waiting_;
    State state_ = State::Idle;
    SteadyTime state_ends_{};  // at the latest; deadline_ may come before it
    SteadyTime progress_{};    // but while a worker is asked
    bool timed_out_ = false;
    bool of_account_ = false;                    // the request
    std::string address_;                        // for whom the request comes: the peer, or the one behind it
    std::shared_ptr<const EventStream> events_;  // that the reader follows
    AddressCount::Slot seat_;                    // among those who do
    std::uint64_t told_ = 0;                     // number of the last event that was sent
};

}  // namespace warraq::serve
