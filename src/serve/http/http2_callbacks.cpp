#include "serve/http/http2_callbacks.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "serve/http/nghttp2_glue.h"

namespace warraq::serve {
namespace {

constexpr std::size_t kMostHeads = 4;  // times the limit of a head: no mistake any more

using AllCallbacks = std::unique_ptr<nghttp2_session_callbacks, decltype(&nghttp2_session_callbacks_del)>;
using SessionOptions = std::unique_ptr<nghttp2_option, decltype(&nghttp2_option_del)>;

}  // namespace

int Http2Session::Callbacks::begin_frame(nghttp2_session* session, const nghttp2_frame_hd* head, void* user) {
    const auto end = [&](std::uint32_t error) {
        nghttp2_session_terminate_session(session, error);
        return NGHTTP2_ERR_CALLBACK_FAILURE;
    };
    if (!self(user).is_decent(head->type, head->length)) return end(NGHTTP2_ENHANCE_YOUR_CALM);
    // nghttp2 ignores every PRIORITY frame once priorities are declined, even this one (RFC 9113, 6.3).
    if (head->type == NGHTTP2_PRIORITY && head->stream_id == 0) return end(NGHTTP2_PROTOCOL_ERROR);
    if (head->type == NGHTTP2_HEADERS && self(user).reuses_stream_id(head->stream_id))
        return end(NGHTTP2_PROTOCOL_ERROR);
    return 0;
}

int Http2Session::Callbacks::begin_headers(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
    if (!is_request(frame)) return 0;
    if (self(user).memory_.crowds_out_others()) {
        const int reset = nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id,
                                                    NGHTTP2_REFUSED_STREAM);
        return reset ? reset : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    }
    return guarded([&] {
        auto stream = std::make_unique<Http2Stream>(frame->hd.stream_id, self(user).memory_);
        nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, stream.get());
        self(user).last_stream_id_ = frame->hd.stream_id;
        Http2Stream& kept = *stream.release();  // deleted by close_stream
        self(user).streams_.push_back(kept);
        self(user).requests_.opened(kept);
        return 0;
    });
}

int Http2Session::Callbacks::header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                                    std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                                    std::uint8_t, void* user) {
    Http2Stream* const stream = self(user).find(frame->hd.stream_id);
    if (!stream) return 0;
    stream->head_bytes += name_size + value_size + 32;  // as SETTINGS_MAX_HEADER_LIST_SIZE counts
    if (stream->head_bytes > self(user).limits_.head_bytes) {
        stream->refusal = 431;
        const bool absurd = stream->head_bytes > kMostHeads * self(user).limits_.head_bytes;
        return absurd ? NGHTTP2_ERR_CALLBACK_FAILURE : 0;
    }
    if (stream->head_done) return 0;  // a trailer: we trust none
    return guarded([&] {
        self(user).note(*stream, view(name, name_size), view(value, value_size));
        return 0;
    });
}

int Http2Session::Callbacks::invalid_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t*,
                                            std::size_t, const std::uint8_t*, std::size_t, std::uint8_t,
                                            void* user) {
    if (Http2Stream* const stream = self(user).find(frame->hd.stream_id)) stream->refusal = 400;
    return 0;
}

int Http2Session::Callbacks::invalid_frame(nghttp2_session*, const nghttp2_frame* frame, int, void* user) {
    if (frame->hd.type == NGHTTP2_HEADERS) self(user).remember_reset(frame->hd.stream_id);
    return 0;
}

int Http2Session::Callbacks::frame_received(nghttp2_session* session, const nghttp2_frame* frame,
                                            void* user) {
    const bool has_content = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    // Padding is no data.
    if (frame->hd.type == NGHTTP2_DATA && frame->data.padlen > 0 && !ends(frame) &&
        !self(user).is_decent(NGHTTP2_DATA, frame->hd.length - frame->data.padlen))
        return nghttp2_session_terminate_session(session, NGHTTP2_ENHANCE_YOUR_CALM);
    Http2Stream* const stream = has_content ? self(user).find(frame->hd.stream_id) : nullptr;
    if (!stream) return 0;
    return guarded([&] {
        if (is_request(frame))
            self(user).head_is_whole(*stream, !ends(frame));
        else if (ends(frame))
            self(user).end(*stream);
        return 0;
    });
}

int Http2Session::Callbacks::data(nghttp2_session* session, std::uint8_t, std::int32_t id,
                                  const std::uint8_t* bytes, std::size_t size, void* user) {
    Http2Stream* const stream = self(user).find(id);
    if (!stream) return nghttp2_session_consume(session, id, size);
    return guarded([&] {
        self(user).take_body(*stream, view(bytes, size));
        return 0;
    });
}

ssize_t Http2Session::Callbacks::read_answer(nghttp2_session* session, std::int32_t id, std::uint8_t*,
                                             std::size_t most, std::uint32_t* flags,
                                             nghttp2_data_source* source, void* user) {
    auto& stream = *static_cast<Http2Stream*>(source->ptr);
    if (stream.unsent.empty() && stream.events) return NGHTTP2_ERR_DEFERRED;
    if (stream.unsent.empty() && stream.content_left > 0) {
        if (stream.reading_piece) return NGHTTP2_ERR_DEFERRED;
        stream.wants_piece = self(user).pieces_ >= kPieces;
        if (stream.wants_piece) return NGHTTP2_ERR_DEFERRED;
        return guarded([&] {
            // No more than can be sent: a window that opens byte by byte is not worth a whole piece each
            // time.
            const auto window = std::max(nghttp2_session_get_stream_remote_window_size(session, id), 1);
            const auto size = std::min({stream.content_left, static_cast<std::uint64_t>(kPieceBytes),
                                        static_cast<std::uint64_t>(window)});
            if (!stream.pieces.resize(size)) return static_cast<int>(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE);
            stream.reading_piece = true;
            ++self(user).pieces_;
            self(user).requests_.piece_due(stream, static_cast<std::size_t>(size));
            return static_cast<int>(NGHTTP2_ERR_DEFERRED);
        });
    }
    const std::size_t size = std::min(most, stream.unsent.size());
    *flags |= NGHTTP2_DATA_FLAG_NO_COPY;
    const bool last = size == stream.unsent.size() && stream.content_left == 0;
    if (last && !stream.events) *flags |= NGHTTP2_DATA_FLAG_EOF;
    stream.frame_begun = true;
    return static_cast<ssize_t>(size);
}

int Http2Session::Callbacks::send_answer(nghttp2_session*, nghttp2_frame*, const std::uint8_t* head,
                                         std::size_t size, nghttp2_data_source* source, void* user) {
    constexpr std::size_t kFrameHead = 9;
    std::string& out = *self(user).out_;
    // nghttp2 goes from one such frame to the next by itself, as far as the reader's windows allow.
    if (out.size() >= self(user).enough_) return NGHTTP2_ERR_WOULDBLOCK;
    return guarded([&] {
        auto& stream = *static_cast<Http2Stream*>(source->ptr);
        if (size > stream.unsent.size()) return static_cast<int>(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE);
        out.append(view(head, kFrameHead)).append(stream.unsent.substr(0, size));
        stream.unsent.remove_prefix(size);
        stream.frame_begun = false;
        stream.sent += size;
        const bool last = stream.unsent.empty() && stream.content_left == 0;
        if (!stream.piece.empty() && stream.unsent.empty()) self(user).let_go_of_piece(stream);
        self(user).sent_ += size;
        self(user).taken_ = stream.taken = coarse_now();
        self(user).abuse_budget_.add_for_data(size, last);
        return 0;
    });
}

// An answer that did not wait for the whole body tells that no more of it is wanted (RFC 9113, 8.1).
int Http2Session::Callbacks::frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
    if (frame->hd.type == NGHTTP2_RST_STREAM) self(user).remember_reset(frame->hd.stream_id);
    // A window that SETTINGS raise above 2^31-1 is a connection error (RFC 9113, 6.9.2); nghttp2 only
    // resets the stream.
    if (frame->hd.type == NGHTTP2_RST_STREAM && frame->rst_stream.error_code == NGHTTP2_FLOW_CONTROL_ERROR)
        nghttp2_session_terminate_session(session, NGHTTP2_FLOW_CONTROL_ERROR);
    const bool answered =
        (frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA) && ends(frame);
    if (answered && nghttp2_session_get_stream_remote_close(session, frame->hd.stream_id) == 0)
        nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id, NGHTTP2_NO_ERROR);
    return 0;
}

int Http2Session::Callbacks::close_stream(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
    Http2Stream* const stream = self(user).find(id);
    if (!stream) return 0;
    return guarded([&] {
        Http2Session& session = self(user);
        const std::unique_ptr<Http2Stream> last(stream);
        session.streams_.erase(session.streams_.iterator_to(*stream));
        if (stream->head.has_body) --session.bodies_;
        if (stream->pieces.held() > 0) session.let_go_of_piece(*stream);
        session.requests_.closed(*stream);
        return 0;
    });
}

const nghttp2_session_callbacks* Http2Session::Callbacks::all() {
    static const AllCallbacks made = [] {
        nghttp2_session_callbacks* out = nullptr;
        enough_memory(nghttp2_session_callbacks_new(&out));
        nghttp2_session_callbacks_set_on_begin_frame_callback(out, begin_frame);
        nghttp2_session_callbacks_set_on_begin_headers_callback(out, begin_headers);
        nghttp2_session_callbacks_set_on_header_callback(out, header);
        nghttp2_session_callbacks_set_on_invalid_header_callback(out, invalid_header);
        nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(out, invalid_frame);
        nghttp2_session_callbacks_set_on_frame_recv_callback(out, frame_received);
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(out, data);
        nghttp2_session_callbacks_set_send_data_callback(out, send_answer);
        nghttp2_session_callbacks_set_on_frame_send_callback(out, frame_sent);
        nghttp2_session_callbacks_set_on_stream_close_callback(out, close_stream);
        return AllCallbacks(out, nghttp2_session_callbacks_del);
    }();
    return made.get();
}

const nghttp2_option* Http2Session::Callbacks::options() {
    static const SessionOptions made = [] {
        nghttp2_option* out = nullptr;
        enough_memory(nghttp2_option_new(&out));
        nghttp2_option_set_no_closed_streams(out, 1);
        nghttp2_option_set_no_auto_window_update(out, 1);  // a body that may not be wanted is held back
        nghttp2_option_set_max_outbound_ack(out, 100);
        nghttp2_option_set_max_settings(out, 32);
        nghttp2_option_set_stream_reset_rate_limit(out, 200, 33);
        return SessionOptions(out, nghttp2_option_del);
    }();
    return made.get();
}

}  // namespace warraq::serve
