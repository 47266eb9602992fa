#include "serve/http/http2_session.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <nghttp2/nghttp2.h>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/number.h"
#include "serve/http/http2_callbacks.h"
#include "serve/http/nghttp2_glue.h"

namespace warraq::serve {
namespace {

constexpr std::uint32_t kStreamWindow = 64 * 1024;  // what may come of a body before it is known to be wanted
constexpr std::int32_t kConnectionWindow = 1024 * 1024;

constexpr std::size_t kSmallData = 64;

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

}  // namespace

Http2Session::Http2Session(const Limits& limits, Requests& requests, MemoryBudget& memory)
    : limits_(limits), requests_(requests), memory_(memory) {
    nghttp2_mem counted = counted_memory(memory_);
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
        share_out_pieces();
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
    switch (type) {
        case NGHTTP2_RST_STREAM: return abuse_budget_.spend(AbuseBudget::kReset);
        case NGHTTP2_SETTINGS: return abuse_budget_.spend(AbuseBudget::kSettings);
        default: return abuse_budget_.spend(AbuseBudget::kFrame);
    }
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
        head.content_length = from_digits<std::uint64_t>(value).value_or(head.content_length);
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
            for (const char c : lines.substr(0, colon)) names += ascii::lower(c);
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
    stream.status = answer.status();
    stream.sent = answer.head().size();
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

// What is left of it is read again.
void Http2Session::let_go_of_piece(Http2Stream& stream) {
    if (!stream.piece.empty()) {
        stream.content_next -= stream.unsent.size();
        stream.content_left += stream.unsent.size();
        stream.unsent = {};
    }
    std::string().swap(stream.piece);
    stream.pieces.set(0);
    --pieces_;
}

// Looked at anew each time: who holds a piece and who wants one may be reset, and windows closed, at any
// moment. nghttp2 goes round among those that ask again.
void Http2Session::share_out_pieces() {
    for (Http2Stream& stream : streams_) {
        const bool held = !stream.piece.empty() && !stream.frame_begun;
        if (held && nghttp2_session_get_stream_remote_window_size(session_, stream.id) <= 0)
            let_go_of_piece(stream);
    }
    if (pieces_ >= kPieces) return;
    for (Http2Stream& stream : streams_)
        if (std::exchange(stream.wants_piece, false)) nghttp2_session_resume_data(session_, stream.id);
}

void Http2Session::follow(Http2Stream& stream, Page page, std::string_view date_line) {
    stream.page = std::move(page);
    stream.status = stream.page->status;
    stream.sent = stream.page->head.size();
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
