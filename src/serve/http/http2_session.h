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
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "serve/http/abuse_budget.h"
#include "serve/http/http2_stream.h"
#include "serve/http/request_response.h"
#include "serve/limits/memory_budget.h"
#include "serve/net/clock.h"

struct nghttp2_session;

namespace warraq::serve {

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
    void share_out_pieces();
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
    AbuseBudget abuse_budget_;
};

}  // namespace warraq::serve
