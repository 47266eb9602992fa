// What nghttp2 calls while it reads and writes: each call finds its session and stream, and lets nothing be
// thrown through C. Internal to http2_session.h's implementation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <nghttp2/nghttp2.h>

#include "serve/http/http2_session.h"

namespace warraq::serve {

struct Http2Session::Callbacks {
    template <class Work>
    static int guarded(Work work) {
        try {
            return work();
        } catch (const std::exception&) {
            return NGHTTP2_ERR_CALLBACK_FAILURE;
        }
    }
    static Http2Session& self(void* session) { return *static_cast<Http2Session*>(session); }
    static bool is_request(const nghttp2_frame* frame) {
        return frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST;
    }
    static bool ends(const nghttp2_frame* frame) { return (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0; }
    static int begin_frame(nghttp2_session* session, const nghttp2_frame_hd* head, void* user);
    static int begin_headers(nghttp2_session* session, const nghttp2_frame* frame, void* user);
    static int header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size, std::uint8_t,
                      void* user);
    static int invalid_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t*, std::size_t,
                              const std::uint8_t*, std::size_t, std::uint8_t, void* user);
    static int invalid_frame(nghttp2_session*, const nghttp2_frame* frame, int, void* user);
    static int frame_received(nghttp2_session* session, const nghttp2_frame* frame, void* user);
    static int data(nghttp2_session* session, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                    std::size_t size, void* user);
    static ssize_t read_answer(nghttp2_session*, std::int32_t, std::uint8_t*, std::size_t most,
                               std::uint32_t* flags, nghttp2_data_source* source, void* user);
    static int send_answer(nghttp2_session*, nghttp2_frame*, const std::uint8_t* head, std::size_t size,
                           nghttp2_data_source* source, void* user);
    static int frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void* user);
    static int close_stream(nghttp2_session*, std::int32_t id, std::uint32_t, void* user);
    static const nghttp2_session_callbacks* all();
    static const nghttp2_option* options();
};

}  // namespace warraq::serve
