// HTTP/2 (RFC 9113) with one reader, by nghttp2 and without a socket: bytes in, requests out; answers in,
// bytes out. Framing, HPACK, flow control and turns among streams are nghttp2's; what a request means, and
// when a reader asks for more than is decent, is ours.
//
//     Http2Session session(limits, requests, memory);
//     session.receive(bytes);                       // calls requests.came(stream) …
//     session.answer(stream, page, Answer(*page, stream.head), date);
//     session.send(out, 48 * 1024);                 // frames for the socket
//
// All that it allocates is counted against `memory`; over it, the connection ends with ENHANCE_YOUR_CALM.
// Priorities are declined (RFC 9218, 2.1) and pushes never made. Belongs to one thread; throws
// std::bad_alloc.
#pragma once

#include <array>
#include <atomic>
#include <boost/intrusive/list.hpp>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http/answer_hold.h"
#include "serve/http/body_pace.h"
#include "serve/http/event_stream.h"
#include "serve/http/request_response.h"
#include "serve/limits/address_count.h"
#include "serve/limits/memory_budget.h"
#include "serve/net/clock.h"

struct nghttp2_session;

namespace warraq::serve {

// Memory that a budget knows of, for containers.
class BudgetedMemory final : public std::pmr::memory_resource {
  public:
    BudgetedMemory(MemoryBudget& budget, MemoryUse use) : budget_(budget), use_(use) {}

  private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override;
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override;
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

    MemoryBudget& budget_;
    const MemoryUse use_;
};

// A request and its answer.
struct Http2Stream : boost::intrusive::list_base_hook<> {
    Http2Stream(std::int32_t number, MemoryBudget& memory);
    ~Http2Stream();

    const std::int32_t id;
    RequestHead head;           // views into `text`
    std::string body;           // what of it is in memory
    std::size_t body_size = 0;  // all that came of it
    std::size_t max_body = 0;
    Page page;  // that answers it; nullptr until then
    SteadyTime deadline{};
    // What the reader has time for from when it began to wait: `sent_before` of all answers was sent then.
    SteadyTime waits_since{};
    std::uint64_t sent_before = 0;

    // What is asked of the site once the body is whole.
    struct Question {
        Dispatcher::Plan plan;
        Dispatcher::Target target;
        Request request;
    };
    std::optional<Question> question;
    bool undecided = false;  // the site is asked whether the body is wanted; it is held back meanwhile
    bool deferred = false;   // it waits until the reader has taken other answers
    bool body_whole = false;
    const std::shared_ptr<std::atomic<bool>> abandoned = std::make_shared<std::atomic<bool>>(false);
    std::string account;             // whose uploads its body counts among; empty: the address's
    std::optional<BodyPace> pace;    // of its body
    std::shared_ptr<Upload> upload;  // of a body that is too large to hold
    bool storing = false;            // a piece is on its way to disk; what comes is held back meanwhile
    std::string address;
    SteadyTime began{};
    std::shared_ptr<const EventStream> events;  // that the reader follows
    std::uint64_t told = 0;                     // number of the last event that was taken

    // The next step is the site's: all that it needs for it has come.
    bool waits_for_us() const {
        if (page) return reading_piece;  // answered, but for a piece that a worker reads
        return undecided || storing || (head_done && !deferred && (body_whole || !head.has_body));
    }

    // Once it is answered: what is not logged of its head goes. `target_bytes`: so much of the target stays.
    void forget_head(std::size_t target_bytes);
    // Http2Session's own.
    MemoryBudget& memory;
    BudgetedMemory more_text{memory, MemoryUse::Heads};
    std::array<std::byte, 1024> first_text;
    std::pmr::monotonic_buffer_resource text{first_text.data(), first_text.size(), &more_text};
    std::pmr::vector<std::string_view> cookie_crumbs{&more_text};  // joined when the head is whole
    std::size_t head_bytes = 0;
    int refusal = 0;            // status that the head deserves
    std::size_t held_back = 0;  // bytes of the body that are not acknowledged
    bool head_done = false;
    bool host_seen = false;
    std::string_view unsent;                  // of the answer's body, or of the piece of it that was read
    std::shared_ptr<const std::string> said;  // where `unsent` looks into, of an event
    std::string piece;                        // the same, of content that is read in pieces …
    std::uint64_t content_next = 0, content_left = 0;  // … and what of it is still to be read
    bool reading_piece = false;
    bool wants_piece = false;  // once the connection has room for one more
    SteadyTime taken{};        // when some of the body was sent last
    std::string logged_target;
    MemoryHold logged{memory, MemoryUse::Heads};
    MemoryHold questions{memory, MemoryUse::Heads};  // `question`, until the site has answered it
    MemoryHold bodies{memory, MemoryUse::Bodies}, pieces{memory, MemoryUse::Output};
    AnswerHold answers{memory};
    AddressCount::Slot seat;  // among those who follow events
};

class Http2Session {
  public:
    // Who is told; each may answer at once.
    class Requests {
      public:
        // Its head begins to come; it may not be answered yet.
        virtual void opened(Http2Stream& stream) = 0;
        // A whole head. Has it a body, then this answers, or sets stream.max_body and is told when it is
        // there.
        virtual void came(Http2Stream& stream) = 0;
        virtual void body_grew(Http2Stream& stream, std::size_t bytes) = 0;
        virtual void body_came(Http2Stream& stream) = 0;
        // A status is due instead: a head that is broken or too large, a body larger than max_body.
        virtual void broken(Http2Stream& stream, int status) = 0;
        // The reader took what there was: piece_came() is due with bytes of stream.page->content, so many
        // from stream.content_next on, or cut().
        virtual void piece_due(Http2Stream& stream, std::size_t bytes) = 0;
        // And gone after this. Not told of those that are open when the session goes.
        virtual void closed(Http2Stream& stream) = 0;

      protected:
        ~Requests() = default;
    };

    // What a reader may have open at once, and of that with a body.
    static constexpr std::uint32_t kStreams = 100;
    static constexpr std::size_t kBodies = 8;
    // Pieces of files that are held for it at once.
    static constexpr std::size_t kPieces = 4;
    // Bytes of a large body that may be on their way at once, once it is wanted: enough for a line across a
    // continent.
    static constexpr std::int32_t kUploadWindow = 256 * 1024;

    Http2Session(const Limits& limits, Requests& requests, MemoryBudget& memory);
    ~Http2Session();
    Http2Session(const Http2Session&) = delete;
    Http2Session& operator=(const Http2Session&) = delete;

    // False: what came is not HTTP/2, or a flood; send() has the last words.
    bool receive(std::string_view bytes);
    // Appends frames until there is no more to say or `out` holds `enough` (and the frame that passes it).
    void send(std::string& out, std::size_t enough);
    bool over() const;  // nothing more will be read or sent

    // `answer` looks into `page`, which is kept until it is sent.
    void answer(Http2Stream& stream, Page page, const Answer& answer, std::string_view date_line);
    // The answer of what is told from here on, until end_events().
    void follow(Http2Stream& stream, Page page, std::string_view date_line);
    void piece_came(Http2Stream& stream, std::string piece);
    // What was held back of the body (stream.undecided, stream.storing) is acknowledged.
    void acknowledge_held(Http2Stream& stream);
    // A large body is wanted: more of it may be on its way at once.
    void widen(Http2Stream& stream);
    bool told_all(const Http2Stream& stream) const { return stream.unsent.empty(); }
    void tell(Http2Stream& stream, std::shared_ptr<const std::string> text);
    // The stream follows nothing any more (stream.events): its answer ends after what it was told.
    void end_events(Http2Stream& stream);
    void say_continue(Http2Stream& stream);  // 100

    void refuse(Http2Stream& stream);  // not begun: it may be asked again
    void cut(Http2Stream& stream);     // took too long
    void leave();                      // no more requests; those that are open are finished

    Http2Stream* find(std::int32_t id) const;  // nullptr: gone
    // When the reader last took something of this answer; or of another, which it waits behind.
    SteadyTime taken(const Http2Stream& stream) const;
    SteadyTime taken() const { return taken_; }   // when it last took something of any
    std::uint64_t sent() const { return sent_; }  // bytes of all answers' bodies so far
    using Streams = boost::intrusive::list<Http2Stream>;
    Streams& streams() { return streams_; }
    const Streams& streams() const { return streams_; }

  private:
    struct Callbacks;

    void note(Http2Stream& stream, std::string_view name, std::string_view value);
    void head_is_whole(Http2Stream& stream, bool has_body);
    void take_body(Http2Stream& stream, std::string_view bytes);
    void acknowledge(Http2Stream& stream, std::size_t bytes);
    void end(Http2Stream& stream);
    void let_go_of_piece(Http2Stream& stream);
    bool is_decent(std::uint8_t frame_type, std::size_t length);
    bool reuses_stream_id(std::int32_t id) const;
    void remember_reset(std::int32_t id);
    void submit(Http2Stream& stream, std::string_view head, std::string_view date_line, bool with_body);

    const Limits& limits_;
    Requests& requests_;
    MemoryBudget& memory_;
    nghttp2_session* session_ = nullptr;
    Streams streams_;
    std::size_t bodies_ = 0;
    std::size_t pieces_ = 0;  // streams that hold one, or wait for it
    std::uint64_t sent_ = 0;
    SteadyTime taken_ = SteadyTime::min();  // when some of any answer was sent last
    std::string* out_ = nullptr;            // while send() runs …
    std::size_t enough_ = 0;                // … which ends once it holds so much
    std::int32_t last_stream_id_ = 0;       // the highest that opened a stream
    // Streams that were reset lately: a ring. Resets up to forgotten_reset_ may have dropped out of it.
    std::array<std::int32_t, kStreams> reset_{};
    std::size_t resets_ = 0;
    std::int32_t forgotten_reset_ = 0;
    double abuse_budget_;  // frames that ask for nothing and may still come
    SteadyTime patience_at_;
};

}  // namespace warraq::serve
