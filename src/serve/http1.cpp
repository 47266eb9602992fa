#include "serve/http1.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <tuple>

#include "serve/exchange.h"

// No co_await here stands inside a condition with && or ||: g++ 12 makes a trap of some of them.

namespace warraq::serve {
namespace {

constexpr std::size_t kFirstRead = 2 * 1024;  // most heads fit; a waiting connection holds no more

void advance(std::array<asio::const_buffer, 3>& parts, std::size_t sent) {
    for (auto& part : parts) {
        const std::size_t done = std::min(sent, part.size());
        part += done;
        sent -= done;
    }
}

}  // namespace

Http1Connection::Http1Connection(Loop& loop, Wire wire)
    : Connection(loop, std::move(wire)), address_(wire_.peer) {}

Http1Connection::~Http1Connection() {
    if (events_) loop_.end_following();
}

void Http1Connection::start(Loop& loop, Wire wire) {
    auto executor = wire.socket.get_executor();
    auto connection = std::shared_ptr<Http1Connection>(new Http1Connection(loop, std::move(wire)));
    asio::co_spawn(
        executor, [connection]() -> Awaitable<void> { co_await connection->run(); }, asio::detached);
}

void Http1Connection::wake() {
    boost::system::error_code ignored;
    wire_.socket.cancel(ignored);
}

void Http1Connection::time_is_up() {
    if (state_ == State::Following) return wake();
    boost::system::error_code ignored;
    if (timed_out_) {
        wire_.socket.close(ignored);
        return;
    }
    timed_out_ = true;
    loop_.metrics.timed_out.fetch_add(1, std::memory_order_relaxed);
    wire_.socket.cancel(ignored);
    deadline_ = coarse_now() + kLingerTime;
}

void Http1Connection::enter(State state, std::chrono::nanoseconds limit) {
    state_ = state;
    deadline_ = coarse_now() + limit;
}

Awaitable<void> Http1Connection::run() {
    const Limits& limits = loop_.dispatcher.limits();
    try {
        while (!loop_.draining() || !unread().empty()) {
            begin_request();
            HeadFound found;
            while ((found = find_head()) == HeadFound::NotYet) {
                const auto error = co_await read_more();
                if (!error) continue;
                if (timed_out_ && state_ == State::ReadingHead) co_await refuse(408);
                co_return;
            }
            if (found == HeadFound::TooLarge) {
                const bool in_first_line = unread().find("\r\n") > limits.target_bytes;
                co_await refuse(in_first_line ? 414 : 431);
                co_return;
            }
            if (const int status = parser_.parse_head(unread().substr(0, head_size_))) {
                co_await refuse(status);
                co_return;
            }
            used_ += head_size_;  // the head's bytes stay where they are until the next begin_request or read

            const bool logged = loop_.log.on();
            const auto started = logged ? std::chrono::steady_clock::now() : SteadyTime();
            const Method method = parser_.head().method;
            const std::string target = logged ? std::string(parser_.head().target) : std::string();
            if (wire_.trusted) address_ = loop_.edge.client_of(wire_.peer, parser_.head().forwarded_for);
            loop_.dispatcher.read_target(parser_.head(), target_);
            Page page = sent_to_https();
            if (page && parser_.head().has_body) {
                co_await refuse(403);  // what was sent in the clear is not sent on
                co_return;
            }
            if (parser_.head().has_body)
                loop_.dispatcher.resolve(parser_.head(), target_);
            else if (!page)
                page = loop_.dispatcher.ready(parser_.head(), target_);
            if (!page) page = co_await answer();
            if (!page) co_return;  // refused already, or gone
            const bool keep_alive = parser_.head().keep_alive && parser_.done() && !loop_.draining();
            bool sent = begin_answer(page, keep_alive);
            if (!sent) sent = co_await send_rest();
            if (logged)
                loop_.log.write(to_string(method), target, page->status,
                                page->head.size() + page->body.size(),
                                std::chrono::steady_clock::now() - started, address_);
            if (!sent) co_return;
            if (!keep_alive) {
                co_await linger();
                co_return;
            }
        }
    } catch (const std::exception&) {
        // Out of memory for this connection; the others go on.
    }
}

Awaitable<std::size_t> Http1Connection::read_tls(asio::mutable_buffer room,
                                                 boost::system::error_code& error) {
    while (true) {
        std::size_t got = 0;
        const auto need = wire_.tls->read(static_cast<char*>(room.data()), room.size(), got);
        if (need == TlsSession::Need::Nothing) co_return got;
        if (need == TlsSession::Need::End) error = asio::error::eof;
        if (!error) error = co_await wire_.wait_for(need);
        if (error) co_return 0;
    }
}

// Head and body go into as few records as they fit; a record is tried again with the same bytes.
bool Http1Connection::send_tls(std::array<asio::const_buffer, 3> parts) {
    constexpr std::size_t kRecord = 16 * 1024;
    thread_local std::array<char, kRecord> record;
    while (true) {
        const std::size_t size = asio::buffer_copy(asio::buffer(record), parts);
        if (size == 0) return true;
        std::size_t sent = 0;
        to_send_ = wire_.tls->write({record.data(), size}, sent);
        broken_ = to_send_ == TlsSession::Need::End;
        unsent_ = parts;
        if (to_send_ != TlsSession::Need::Nothing) return false;
        advance(parts, sent);
    }
}

Page Http1Connection::sent_to_https() const {
    const Edge& edge = loop_.edge;
    const RequestHead& head = parser_.head();
    if (edge.https_origin.empty() || wire_.tls) return nullptr;
    if (wire_.trusted && head.forwarded_proto == "https") return nullptr;
    if (head.target.starts_with(kAcmePath)) return nullptr;
    return loop_.dispatcher.redirect(edge.https_origin + std::string(head.target));
}

void Http1Connection::begin_request() {
    const Limits& limits = loop_.dispatcher.limits();
    page_.reset();
    if (used_ == filled_) {
        used_ = filled_ = 0;
        if (buffer_.size() > kFirstRead)
            std::vector<char>().swap(buffer_);  // a waiting connection holds little
    } else if (used_ > 0) {
        // Pipelined: the next head moves to the front, where its views will stand still.
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(used_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
        filled_ -= used_;
        used_ = 0;
    }
    head_size_ = 0;
    parser_.reset(limits);
    enter(State::Idle, limits.idle_time);
}

asio::mutable_buffer Http1Connection::room_to_read() {
    if (buffer_.size() - filled_ < kFirstRead / 2) buffer_.resize(std::max(kFirstRead, buffer_.size() * 2));
    return asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_);
}

// eof at the end.
Awaitable<boost::system::error_code> Http1Connection::read_more() {
    boost::system::error_code error;
    std::size_t count = 0;
    if (wire_.tls)
        count = co_await read_tls(room_to_read(), error);
    else
        std::tie(error, count) = co_await wire_.socket.async_read_some(room_to_read(), kAwait);
    filled_ += count;
    if (!error && count == 0) error = asio::error::eof;
    co_return error;
}

Awaitable<bool> Http1Connection::read_some() {
    if (used_ == filled_) used_ = filled_ = 0;
    const auto error = co_await read_more();
    co_return !error;
}

// head_size_ is where the search goes on: what was searched before is not searched again.
Http1Connection::HeadFound Http1Connection::find_head() {
    const Limits& limits = loop_.dispatcher.limits();
    // An empty line before a request is skipped (RFC 9112, 2.2).
    while (head_size_ == 0 && unread().starts_with("\r\n")) used_ += 2;
    const auto bytes = unread();
    if (bytes.empty()) return HeadFound::NotYet;
    if (state_ == State::Idle) enter(State::ReadingHead, limits.head_time);
    const auto end = bytes.find("\r\n\r\n", head_size_);
    head_size_ = end != bytes.npos ? end + 4 : bytes.size() - std::min<std::size_t>(3, bytes.size());
    if (head_size_ > limits.head_bytes) return HeadFound::TooLarge;
    return end != bytes.npos ? HeadFound::Whole : HeadFound::NotYet;
}

Awaitable<int> Http1Connection::read_body() {
    const Limits& limits = loop_.dispatcher.limits();
    // Large ones are those of people who were asked for; their line may be slow.
    enter(State::ReadingBody, limits.body_time + std::chrono::seconds(parser_.head().content_length /
                                                                      limits.write_bytes_a_second));
    if (parser_.head().expects_continue && unread().empty()) {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        bool sent = send_now({asio::buffer(kContinue.data(), kContinue.size()), {}, {}});
        if (!sent) sent = co_await send_rest();
        if (!sent) co_return -1;
    }
    while (true) {
        std::size_t taken = 0;
        const int status = parser_.parse_body(unread(), taken);
        used_ += taken;
        if (status) co_return status;
        if (parser_.done()) co_return 0;
        // A chunk's header or a trailer that never ends is no body.
        if (unread().size() > loop_.dispatcher.limits().head_bytes) co_return 400;
        if (!co_await read_some()) co_return timed_out_ ? 408 : -1;
    }
}

// nullptr: refused already, or gone.
Awaitable<Page> Http1Connection::answer() {
    Dispatcher& dispatcher = loop_.dispatcher;
    const RequestHead& head = parser_.head();
    auto plan = dispatcher.plan(head, target_);
    Request request = request_of(head, target_, address_);
    if (asks_for_events(plan, head)) {
        const auto& options = plan.route->options;
        const int refusal = options.admits && !options.admits(request) ? 401 : loop_.may_follow() ? 0 : 503;
        if (refusal)
            co_await refuse(refusal);
        else
            co_await follow(options.events);
        co_return nullptr;
    }
    auto target = target_;  // its own copy: the next request reuses target_
    if (head.has_body) {
        if (const int early = early_refusal(plan, head, request, dispatcher.limits())) {
            co_await refuse(early);
            co_return nullptr;
        }
        parser_.allow_body(plan.max_body);
        if (const int status = co_await read_body()) {
            if (status > 0) co_await refuse(status);
            co_return nullptr;
        }
        request.body = std::move(parser_.body());
    }
    enter(State::Answering, dispatcher.limits().answer_time);
    const auto executor = wire_.socket.get_executor();
    auto page = co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(Page)>(
        [&](auto handler) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            dispatcher.answer(
                std::move(plan), std::move(target), std::move(request), [shared, executor](Page made) {
                    asio::post(executor,
                               [shared, made = std::move(made)]() mutable { (*shared)(std::move(made)); });
                });
        },
        asio::use_awaitable_t<Executor>{});
    co_return page ? page : dispatcher.plain(500);
}

bool Http1Connection::begin_answer(const Page& page, bool keep_alive) {
    const Limits& limits = loop_.dispatcher.limits();
    const RequestHead& head = parser_.head();
    const Answer out = answer_with(*page, head);
    tail_.assign(loop_.date_line());
    if (!keep_alive)
        tail_ += "Connection: close\r\n";
    else if (head.version == 10)
        tail_ += "Connection: keep-alive\r\n";
    tail_ += "\r\n";
    page_ = page;
    enter(State::Writing,
          limits.write_time + std::chrono::seconds(out.body.size() / limits.write_bytes_a_second));
    if (head.method == Method::Get && !head.has_body) loop_.dispatcher.viewed(*page, head, address_);
    loop_.metrics.count_answer(out.status, out.head.size() + tail_.size() + out.body.size());
    return send_now({asio::buffer(out.head.data(), out.head.size()), asio::buffer(tail_),
                     asio::buffer(out.body.data(), out.body.size())});
}

// Most answers fit the socket's buffer: one gather write and no suspension.
bool Http1Connection::send_now(const std::array<asio::const_buffer, 3>& parts) {
    if (wire_.tls) return send_tls(parts);
    boost::system::error_code error;
    std::size_t sent = wire_.socket.write_some(parts, error);
    broken_ = error && error != asio::error::would_block && error != asio::error::interrupted;
    if (broken_) return false;
    if (sent == asio::buffer_size(parts)) return true;
    unsent_ = parts;
    advance(unsent_, sent);
    return false;
}

Awaitable<bool> Http1Connection::send_rest() {
    if (broken_) co_return false;
    if (wire_.tls) {
        bool sent = false;
        while (!sent && !broken_) {
            const auto error = co_await wire_.wait_for(to_send_);
            if (error) co_return false;
            sent = send_tls(unsent_);
        }
        co_return sent;
    }
    const auto [error, count] = co_await asio::async_write(wire_.socket, unsent_, kAwait);
    co_return !error;
}

Awaitable<bool> Http1Connection::send(std::string_view bytes) {
    enter(State::Writing, loop_.dispatcher.limits().write_time);
    bool sent = send_now({asio::buffer(bytes.data(), bytes.size()), {}, {}});
    if (!sent) sent = co_await send_rest();
    co_return sent;
}

// Events until either side has had enough. The loop's sweep wakes it when there is something to say; until
// then it reads, which is how the reader's leaving is noticed.
Awaitable<void> Http1Connection::follow(std::shared_ptr<const EventStream> events) {
    static constexpr std::string_view kSignOfLifeLine = ":\n\n";
    events_ = std::move(events);
    loop_.begin_following();
    page_ = loop_.dispatcher.event_head();
    std::string head = page_->head;
    head.append(loop_.date_line()).append("Connection: close\r\n\r\n");
    std::size_t bytes = head.size();
    bool there = co_await send(head);
    while (there && !loop_.draining()) {
        const auto event = events_->latest();
        const std::string_view text = event.number != told_ ? std::string_view(*event.text) : kSignOfLifeLine;
        told_ = event.number;
        bytes += text.size();
        there = co_await send(text);
        if (!there) break;
        enter(State::Following, kSignOfLife);
        used_ = filled_ = 0;
        const auto error = co_await read_more();
        there = error == asio::error::operation_aborted;
    }
    loop_.metrics.count_answer(page_->status, bytes);
}

// A short answer to a broken or unwelcome request, then the end.
Awaitable<void> Http1Connection::refuse(int status) {
    timed_out_ = false;
    page_ = loop_.dispatcher.plain(status);
    tail_.assign(loop_.date_line());
    tail_ += "Connection: close\r\n\r\n";
    enter(State::Writing, kLingerTime);
    loop_.metrics.count_answer(status, page_->head.size() + tail_.size() + page_->body.size());
    if (loop_.log.on()) loop_.log.write("-", "-", status, page_->body.size(), {}, address_);
    bool sent = send_now({asio::buffer(page_->head), asio::buffer(tail_), asio::buffer(page_->body)});
    if (!sent) sent = co_await send_rest();
    if (sent) co_await linger();
}

Awaitable<void> Http1Connection::linger() {
    enter(State::Writing, kLingerTime);
    co_await wire_.linger();
}

}  // namespace warraq::serve
