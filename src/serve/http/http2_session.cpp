#include "serve/http/http2_session.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <memory>
#include <nghttp2/nghttp2.h>
#include <utility>
#include <vector>

namespace warraq::serve {
namespace {

constexpr std::uint32_t kStreamWindow = 64 * 1024;  // what may come of a body before it is known to be wanted
constexpr std::int32_t kConnectionWindow = 1024 * 1024;
constexpr std::size_t kMostHeads = 4;  // times the limit of a head: no mistake any more

// Frames that carry no request and no data cost us and not their sender. A browser sends a few for each page;
// what it gets by the data that it acknowledges.
constexpr double kFullAbuseBudget = 1000;
constexpr double kBudgetPerSecond = 100;
constexpr double kBudgetForData = 2;
constexpr double kPriceOfReset = 5;
constexpr std::size_t kSmallData = 64;

std::string_view view(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

std::uint8_t* raw(std::string_view text) {
    return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
}

void enough_memory(int result) {
    if (result == NGHTTP2_ERR_NOMEM) throw std::bad_alloc();
}

Method method_of(std::string_view name) {
    for (const Method method : {Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch,
                                Method::Delete, Method::Options})
        if (to_string(method) == name) return method;
    return Method::Other;
}

// "a=1", "b=2": "a=1; b=2".
std::string_view joined(std::pmr::memory_resource& memory, const std::pmr::vector<std::string_view>& crumbs) {
    if (crumbs.size() < 2) return crumbs.empty() ? std::string_view() : crumbs.front();
    constexpr std::string_view kBetween = "; ";
    std::size_t size = kBetween.size() * (crumbs.size() - 1);
    for (const auto crumb : crumbs) size += crumb.size();
    auto* const place = static_cast<char*>(memory.allocate(size, 1));
    char* to = place;
    for (const auto crumb : crumbs) {
        if (to != place) to = std::copy(kBetween.begin(), kBetween.end(), to);
        to = std::copy(crumb.begin(), crumb.end(), to);
    }
    return {place, size};
}

std::string_view keep(std::pmr::memory_resource& memory, std::string_view text) {
    if (text.empty()) return {};
    auto* const place = static_cast<char*>(memory.allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
}

// nghttp2's memory, counted as the allocator measures it. Twice what a connection may hold is refused
// outright; what is between ends the connection with a word (receive()).
struct CountedAllocator {
    static MemoryBudget& budget(void* user) { return *static_cast<MemoryBudget*>(user); }

    static void* counted(void* block, void* user) {
        if (block) budget(user).add(MemoryUse::Http2, malloc_usable_size(block));
        return block;
    }
    static void* allocate(std::size_t size, void* user) {
        return budget(user).exhausted() ? nullptr : counted(std::malloc(size), user);
    }
    static void* allocate_zeros(std::size_t count, std::size_t size, void* user) {
        return budget(user).exhausted() ? nullptr : counted(std::calloc(count, size), user);
    }
    static void free(void* block, void* user) {
        if (block) budget(user).give_back(MemoryUse::Http2, malloc_usable_size(block));
        std::free(block);
    }
    static void* reallocate(void* block, std::size_t size, void* user) {
        if (budget(user).exhausted()) return nullptr;
        const std::size_t before = block ? malloc_usable_size(block) : 0;
        void* const grown = std::realloc(block, size);
        if (!grown) return nullptr;
        budget(user).give_back(MemoryUse::Http2, before);
        return counted(grown, user);
    }
};

}  // namespace

// nghttp2 is C: nothing may be thrown through it.
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

    static int begin_frame(nghttp2_session* session, const nghttp2_frame_hd* head, void* user) {
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

    static int begin_headers(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
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

    static int header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size, std::uint8_t,
                      void* user) {
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

    static int invalid_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t*, std::size_t,
                              const std::uint8_t*, std::size_t, std::uint8_t, void* user) {
        if (Http2Stream* const stream = self(user).find(frame->hd.stream_id)) stream->refusal = 400;
        return 0;
    }

    static int invalid_frame(nghttp2_session*, const nghttp2_frame* frame, int, void* user) {
        if (frame->hd.type == NGHTTP2_HEADERS) self(user).remember_reset(frame->hd.stream_id);
        return 0;
    }

    static int frame_received(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
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

    static int data(nghttp2_session* session, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                    std::size_t size, void* user) {
        Http2Stream* const stream = self(user).find(id);
        if (!stream) return nghttp2_session_consume(session, id, size);
        return guarded([&] {
            self(user).take_body(*stream, view(bytes, size));
            return 0;
        });
    }

    static ssize_t read_answer(nghttp2_session*, std::int32_t, std::uint8_t*, std::size_t most,
                               std::uint32_t* flags, nghttp2_data_source* source, void* user) {
        auto& stream = *static_cast<Http2Stream*>(source->ptr);
        if (stream.unsent.empty() && stream.events) return NGHTTP2_ERR_DEFERRED;
        if (stream.unsent.empty() && stream.content_left > 0) {
            if (stream.reading_piece) return NGHTTP2_ERR_DEFERRED;
            stream.wants_piece = self(user).pieces_ >= kPieces;
            if (stream.wants_piece) return NGHTTP2_ERR_DEFERRED;
            return guarded([&] {
                const auto size = std::min<std::uint64_t>(stream.content_left, kPieceBytes);
                if (!stream.pieces.resize(size))
                    return static_cast<int>(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE);
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
        return static_cast<ssize_t>(size);
    }

    static int send_answer(nghttp2_session* session, nghttp2_frame*, const std::uint8_t* head,
                           std::size_t size, nghttp2_data_source* source, void* user) {
        constexpr std::size_t kFrameHead = 9;
        std::string& out = *self(user).out_;
        // nghttp2 goes from one such frame to the next by itself, as far as the reader's windows allow.
        if (out.size() >= self(user).enough_) return NGHTTP2_ERR_WOULDBLOCK;
        return guarded([&] {
            auto& stream = *static_cast<Http2Stream*>(source->ptr);
            out.append(view(head, kFrameHead)).append(stream.unsent.substr(0, size));
            stream.unsent.remove_prefix(size);
            const bool window_closes = nghttp2_session_get_stream_remote_window_size(session, stream.id) <=
                                       static_cast<std::int32_t>(size);
            if (!stream.piece.empty() && (stream.unsent.empty() || window_closes))
                self(user).let_go_of_piece(stream);
            self(user).sent_ += size;
            self(user).taken_ = stream.taken = coarse_now();
            self(user).abuse_budget_ = std::min(kFullAbuseBudget, self(user).abuse_budget_ + kBudgetForData);
            return 0;
        });
    }

    // An answer that did not wait for the whole body tells that no more of it is wanted (RFC 9113, 8.1).
    static int frame_sent(nghttp2_session* session, const nghttp2_frame* frame, void* user) {
        if (frame->hd.type == NGHTTP2_RST_STREAM) self(user).remember_reset(frame->hd.stream_id);
        // A window that SETTINGS raise above 2^31-1 is a connection error (RFC 9113, 6.9.2); nghttp2 only
        // resets the stream.
        if (frame->hd.type == NGHTTP2_RST_STREAM &&
            frame->rst_stream.error_code == NGHTTP2_FLOW_CONTROL_ERROR)
            nghttp2_session_terminate_session(session, NGHTTP2_FLOW_CONTROL_ERROR);
        const bool answered =
            (frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA) && ends(frame);
        if (answered && nghttp2_session_get_stream_remote_close(session, frame->hd.stream_id) == 0)
            nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id, NGHTTP2_NO_ERROR);
        return 0;
    }

    static int close_stream(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
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

    using All = std::unique_ptr<nghttp2_session_callbacks, decltype(&nghttp2_session_callbacks_del)>;
    static const nghttp2_session_callbacks* all() {
        static const All made = [] {
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
            return All(out, nghttp2_session_callbacks_del);
        }();
        return made.get();
    }

    using Options = std::unique_ptr<nghttp2_option, decltype(&nghttp2_option_del)>;
    static const nghttp2_option* options() {
        static const Options made = [] {
            nghttp2_option* out = nullptr;
            enough_memory(nghttp2_option_new(&out));
            nghttp2_option_set_no_closed_streams(out, 1);
            nghttp2_option_set_no_auto_window_update(out, 1);  // a body that may not be wanted is held back
            nghttp2_option_set_max_outbound_ack(out, 100);
            nghttp2_option_set_max_settings(out, 32);
            nghttp2_option_set_stream_reset_rate_limit(out, 200, 33);
            return Options(out, nghttp2_option_del);
        }();
        return made.get();
    }
};

void* BudgetedMemory::do_allocate(std::size_t bytes, std::size_t alignment) {
    void* const memory = std::pmr::new_delete_resource()->allocate(bytes, alignment);
    budget_.add(use_, bytes);
    return memory;
}

void BudgetedMemory::do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) {
    budget_.give_back(use_, bytes);
    std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
}

Http2Stream::Http2Stream(std::int32_t number, MemoryBudget& budget) : id(number), memory(budget) {
    memory.add(MemoryUse::Heads, sizeof(Http2Stream));
}
Http2Stream::~Http2Stream() {
    memory.give_back(MemoryUse::Heads, sizeof(Http2Stream));
}

void Http2Stream::forget_head(std::size_t target_bytes) {
    logged_target = head.target.substr(0, target_bytes);
    logged.set(logged_target.capacity());
    RequestHead left;
    left.method = head.method;
    left.has_body = head.has_body;
    left.target = logged_target;
    head = left;
    decltype(cookie_crumbs)(&more_text).swap(cookie_crumbs);
    text.release();
}

Http2Session::Http2Session(const Limits& limits, Requests& requests, MemoryBudget& memory)
    : limits_(limits),
      requests_(requests),
      memory_(memory),
      abuse_budget_(kFullAbuseBudget),
      patience_at_(coarse_now()) {
    nghttp2_mem counted{&memory_, CountedAllocator::allocate, CountedAllocator::free,
                        CountedAllocator::allocate_zeros, CountedAllocator::reallocate};
    enough_memory(
        nghttp2_session_server_new3(&session_, Callbacks::all(), this, Callbacks::options(), &counted));
    const nghttp2_settings_entry ours[] = {
        {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, kStreams},
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindow},
        {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.head_bytes)},
        {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1},
    };
    enough_memory(nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, ours, std::size(ours)));
    enough_memory(nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kConnectionWindow));
}

Http2Session::~Http2Session() {
    nghttp2_session_del(session_);
    streams_.clear_and_dispose(std::default_delete<Http2Stream>());
}

bool Http2Session::receive(std::string_view bytes) {
    const auto used = nghttp2_session_mem_recv(session_, raw(bytes), bytes.size());
    if (used != static_cast<ssize_t>(bytes.size())) return false;
    if (!memory_.over()) return true;
    nghttp2_session_terminate_session(session_, NGHTTP2_ENHANCE_YOUR_CALM);
    return false;
}

void Http2Session::send(std::string& out, std::size_t enough) {
    out_ = &out;
    enough_ = enough;
    while (out.size() < enough) {
        const std::uint8_t* frame = nullptr;
        const auto size = nghttp2_session_mem_send(session_, &frame);
        if (size < 0) throw std::bad_alloc();
        const std::size_t before = out.size();
        out.append(view(frame, static_cast<std::size_t>(size)));
        if (size == 0 && out.size() == before) break;
    }
    out_ = nullptr;
}

bool Http2Session::over() const {
    return !nghttp2_session_want_read(session_) && !nghttp2_session_want_write(session_);
}

bool Http2Session::is_decent(std::uint8_t type, std::size_t length) {
    // What is beyond the streams that one may have is refused, one by one.
    const bool beyond = type == NGHTTP2_HEADERS && streams_.size() >= kStreams;
    const bool asks = type == NGHTTP2_HEADERS || (type == NGHTTP2_DATA && length >= kSmallData);
    if (asks && !beyond) return true;
    const auto moment = coarse_now();
    const double seconds = std::chrono::duration<double>(moment - patience_at_).count();
    patience_at_ = moment;
    abuse_budget_ = std::min(kFullAbuseBudget, abuse_budget_ + seconds * kBudgetPerSecond) -
                    (type == NGHTTP2_RST_STREAM ? kPriceOfReset : 1);
    return abuse_budget_ >= 0;
}

// HEADERS must open streams in increasing order (RFC 9113, 5.1.1). Trailers of a stream that was just reset
// may still arrive and are ignored (5.1).
bool Http2Session::reuses_stream_id(std::int32_t id) const {
    if (id > last_stream_id_ || find(id)) return false;
    return id > forgotten_reset_ && std::find(reset_.begin(), reset_.end(), id) == reset_.end();
}

void Http2Session::remember_reset(std::int32_t id) {
    std::int32_t& place = reset_[resets_++ % reset_.size()];
    forgotten_reset_ = std::max(forgotten_reset_, place);
    place = id;
}

void Http2Session::note(Http2Stream& stream, std::string_view name, std::string_view value) {
    RequestHead& head = stream.head;
    const auto refuse = [&](int status) {
        if (!stream.refusal) stream.refusal = status;
    };
    const auto host = [&](std::string_view given) {
        if (!is_host(given) || (stream.host_seen && given != head.host)) return refuse(400);
        stream.host_seen = true;
        head.host = given;
    };
    if (name == ":method") {
        head.method = method_of(value);
        return;
    }
    if (name == ":scheme") return;
    value = keep(stream.text, value);
    if (name == "cookie") {  // they may come in crumbs (RFC 9113, 8.2.3)
        stream.cookie_crumbs.push_back(value);
    } else if (name == ":path") {
        head.target = value;
        if (value.size() > limits_.target_bytes) refuse(414);
    } else if (name == ":authority" || name == "host") {
        host(value);
    } else if (name == "content-length") {
        // That it is one number, and kept to, nghttp2 sees to.
        std::from_chars(value.data(), value.data() + value.size(), head.content_length);
    } else if (name == "expect") {
        head.expects_continue = value == "100-continue";
        if (!head.expects_continue) refuse(417);
    } else {
        note_field(head, name, value);
    }
}

void Http2Session::head_is_whole(Http2Stream& stream, bool has_body) {
    RequestHead& head = stream.head;
    stream.head_done = true;
    head.cookie = joined(stream.text, stream.cookie_crumbs);
    head.version = 20;
    head.has_body = has_body;
    if (has_body && ++bodies_ > kBodies) return refuse(stream);
    const bool asterisk = head.target == "*" && head.method == Method::Options;
    if (!stream.refusal && !head.target.starts_with('/') && !asterisk) stream.refusal = 400;
    if (!stream.refusal && !stream.host_seen) stream.refusal = 400;
    if (stream.refusal) return requests_.broken(stream, stream.refusal);
    requests_.came(stream);
}

void Http2Session::take_body(Http2Stream& stream, std::string_view bytes) {
    const bool wanted = !stream.page && stream.question;  // else answered, or being answered, without it
    if (wanted && stream.body_size + bytes.size() > stream.max_body) {
        requests_.broken(stream, 413);
    } else if (wanted) {
        stream.body.append(bytes);
        stream.body_size += bytes.size();
        if (stream.bodies.resize(stream.body.capacity()))
            requests_.body_grew(stream, bytes.size());
        else
            requests_.broken(stream, 503);
    }
    acknowledge(stream, bytes.size());
}

// While a body is held back, no other is: the connection's window is given back, the stream's is not.
void Http2Session::acknowledge(Http2Stream& stream, std::size_t bytes) {
    const bool hold_back = (stream.undecided || stream.storing) && !stream.page;
    if (hold_back) stream.held_back += bytes;
    const int result = hold_back ? nghttp2_session_consume_connection(session_, bytes)
                                 : nghttp2_session_consume(session_, stream.id, bytes);
    enough_memory(result);
}

void Http2Session::acknowledge_held(Http2Stream& stream) {
    const auto bytes = std::exchange(stream.held_back, 0);
    if (stream.body_whole || bytes == 0) return;
    enough_memory(nghttp2_session_consume_stream(session_, stream.id, bytes));
}

void Http2Session::widen(Http2Stream& stream) {
    if (stream.body_whole) return;
    enough_memory(
        nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, stream.id, kUploadWindow));
}

void Http2Session::end(Http2Stream& stream) {
    stream.body_whole = true;
    if (stream.page || !stream.question) return;
    if (stream.refusal) return requests_.broken(stream, stream.refusal);  // the trailers were invalid
    if (!stream.undecided) requests_.body_came(stream);
}

void Http2Session::submit(Http2Stream& stream, std::string_view head, std::string_view date_line,
                          bool with_body) {
    // Names are lower case here, and no field is about the connection.
    thread_local std::string names;
    thread_local std::vector<nghttp2_nv> fields;
    names.clear();
    names.reserve(head.size() + date_line.size());  // so that views into it stay
    fields.clear();
    const auto field = [&](std::string_view name, std::string_view value) {
        fields.push_back({raw(name), raw(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
    };
    field(":status", head.substr(std::strlen("HTTP/1.1 "), 3));
    for (std::string_view lines : {head.substr(head.find('\n') + 1), date_line})
        while (!lines.empty()) {
            const auto colon = lines.find(": ");
            const auto end = lines.find("\r\n", colon);
            if (end == lines.npos) break;
            const auto start = names.size();
            for (const char c : lines.substr(0, colon))
                names += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            field(std::string_view(names).substr(start), lines.substr(colon + 2, end - colon - 2));
            lines.remove_prefix(end + 2);
        }
    nghttp2_data_provider body{{.ptr = &stream}, Callbacks::read_answer};
    enough_memory(nghttp2_submit_response(session_, stream.id, fields.data(), fields.size(),
                                          with_body ? &body : nullptr));
}

void Http2Session::answer(Http2Stream& stream, Page page, const Answer& answer, std::string_view date_line) {
    stream.page = std::move(page);
    stream.answers.hold(stream.page);
    stream.unsent = answer.body();
    stream.content_next = answer.content_first();
    stream.content_left = answer.content_size();
    stream.taken = coarse_now();
    submit(stream, answer.head(), date_line, answer.size() > 0);
}

SteadyTime Http2Session::taken(const Http2Stream& stream) const {
    const bool window_open = nghttp2_session_get_stream_remote_window_size(session_, stream.id) > 0;
    return window_open ? std::max(stream.taken, taken_) : stream.taken;
}

void Http2Session::piece_came(Http2Stream& stream, std::string piece) {
    stream.reading_piece = false;
    stream.piece = std::move(piece);
    stream.unsent = stream.piece;
    stream.content_next += stream.piece.size();
    stream.content_left -= stream.piece.size();
    nghttp2_session_resume_data(session_, stream.id);
}

// What is left of it is read again once the reader opens the stream's window: meanwhile others have its
// place.
void Http2Session::let_go_of_piece(Http2Stream& stream) {
    if (!stream.piece.empty()) {
        stream.content_next -= stream.unsent.size();
        stream.content_left += stream.unsent.size();
        stream.unsent = {};
    }
    std::string().swap(stream.piece);
    stream.pieces.set(0);
    --pieces_;
    for (Http2Stream& other : streams_)
        if (std::exchange(other.wants_piece, false)) {
            nghttp2_session_resume_data(session_, other.id);
            return;
        }
}

void Http2Session::follow(Http2Stream& stream, Page page, std::string_view date_line) {
    stream.page = std::move(page);
    submit(stream, stream.page->head, date_line, true);
}

void Http2Session::tell(Http2Stream& stream, std::shared_ptr<const std::string> text) {
    stream.said = std::move(text);
    stream.unsent = *stream.said;
    nghttp2_session_resume_data(session_, stream.id);
}

void Http2Session::end_events(Http2Stream& stream) {
    nghttp2_session_resume_data(session_, stream.id);
}

void Http2Session::say_continue(Http2Stream& stream) {
    static constexpr std::string_view kName = ":status", kValue = "100";
    const nghttp2_nv status = {raw(kName), raw(kValue), kName.size(), kValue.size(), NGHTTP2_NV_FLAG_NONE};
    enough_memory(
        nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, stream.id, nullptr, &status, 1, nullptr));
}

void Http2Session::refuse(Http2Stream& stream) {
    enough_memory(nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_REFUSED_STREAM));
}

void Http2Session::cut(Http2Stream& stream) {
    enough_memory(nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_CANCEL));
}

void Http2Session::leave() {
    enough_memory(nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE,
                                        nghttp2_session_get_last_proc_stream_id(session_), NGHTTP2_NO_ERROR,
                                        nullptr, 0));
}

Http2Stream* Http2Session::find(std::int32_t id) const {
    return static_cast<Http2Stream*>(nghttp2_session_get_stream_user_data(session_, id));
}

}  // namespace warraq::serve
