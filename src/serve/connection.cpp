#include "serve/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace warraq::serve {
namespace {

constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{};

constexpr std::size_t kFirstRead = 2 * 1024;  // most heads fit; a waiting connection holds no more
constexpr std::size_t kLargestLinger = 256 * 1024;
constexpr std::chrono::seconds kLingerTime{2};

}  // namespace

Connection::Connection(Loop& loop, Socket socket) : loop_(loop), socket_(std::move(socket)) {
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    if (const auto peer = socket_.remote_endpoint(ignored); !ignored) address_ = peer.address().to_string();
    loop_.add(*this);
}

Connection::~Connection() { loop_.remove(*this); }

void Connection::start(Loop& loop, Socket socket) {
    auto executor = socket.get_executor();
    auto connection = std::shared_ptr<Connection>(new Connection(loop, std::move(socket)));
    asio::co_spawn(
        executor, [connection]() -> Awaitable<void> { co_await connection->run(); }, asio::detached);
}

void Connection::time_is_up() {
    boost::system::error_code ignored;
    if (timed_out_) {
        socket_.close(ignored);
        return;
    }
    timed_out_ = true;
    loop_.metrics.timed_out.fetch_add(1, std::memory_order_relaxed);
    socket_.cancel(ignored);
    deadline_ = std::chrono::steady_clock::now() + kLingerTime;
}

void Connection::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void Connection::enter(State state, std::chrono::nanoseconds limit) {
    state_ = state;
    deadline_ = std::chrono::steady_clock::now() + limit;
}

Awaitable<void> Connection::run() {
    const Limits& limits = loop_.dispatcher.limits();
    try {
        while (!loop_.draining() || used_ < buffer_.size()) {
            enter(State::Idle, limits.idle_time);
            parser_.reset(limits);
            const std::size_t head_size = co_await read_head();
            if (head_size == 0) co_return;
            if (const int status = parser_.parse_head({buffer_.data() + used_, head_size})) {
                co_await refuse(status);
                co_return;
            }
            consume(head_size);  // the bytes stay where they are until the next read_head

            const auto started = std::chrono::steady_clock::now();
            loop_.dispatcher.read_target(parser_.head(), target_);
            Page page = parser_.head().has_body ? nullptr : loop_.dispatcher.ready(parser_.head(), target_);
            const bool logged = loop_.log.on();
            // Copied now: reading a body moves the buffer that the head's views look into.
            const Method method = parser_.head().method;
            const std::string target = logged ? std::string(parser_.head().target) : std::string();
            if (!page) page = co_await answer();
            if (!page) co_return;  // answered already, or gone
            const bool keep_alive = parser_.head().keep_alive && parser_.done() && !loop_.draining();
            const std::size_t size = page->head.size() + page->body.size();
            const int status = page->status;
            const bool sent = co_await respond(std::move(page), keep_alive);
            if (logged)
                loop_.log.write(to_string(method), target, status, size, std::chrono::steady_clock::now() - started,
                                address_);
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

Awaitable<bool> Connection::read_some() {
    if (used_ == buffer_.size()) {
        buffer_.clear();
        used_ = 0;
    }
    const std::size_t had = buffer_.size();
    const std::size_t want = had < kFirstRead ? kFirstRead : had * 2;
    buffer_.resize(want);
    const auto [error, count] = co_await socket_.async_read_some(asio::buffer(buffer_.data() + had, want - had), kAwait);
    buffer_.resize(had + count);
    co_return !error && count > 0;
}

Awaitable<std::size_t> Connection::read_head() {
    const Limits& limits = loop_.dispatcher.limits();
    // What is left of the requests before is moved to the front, so that the head's views stand still afterwards.
    buffer_.erase(0, used_);
    used_ = 0;
    if (buffer_.capacity() > 4 * kFirstRead && buffer_.size() < kFirstRead) buffer_.shrink_to_fit();
    std::size_t searched = 0;
    while (true) {
        // An empty line before a request is skipped (RFC 9112, 2.2).
        while (searched == 0 && buffer_.size() - used_ >= 2 && buffer_.compare(used_, 2, "\r\n") == 0) used_ += 2;
        if (used_ < buffer_.size() && state_ == State::Idle) enter(State::ReadingHead, limits.head_time);
        const auto end = buffer_.find("\r\n\r\n", std::max(used_, searched));
        if (end != buffer_.npos && end + 4 - used_ <= limits.head_bytes) co_return end + 4 - used_;
        if (buffer_.size() - used_ > limits.head_bytes || end != buffer_.npos) {
            const bool in_first_line = buffer_.find("\r\n", used_) > used_ + limits.target_bytes;
            co_await refuse(in_first_line ? 414 : 431);
            co_return 0;
        }
        searched = buffer_.size() < used_ + 3 ? used_ : buffer_.size() - 3;
        if (!co_await read_some()) {
            if (timed_out_ && state_ == State::ReadingHead) co_await refuse(408);
            co_return 0;
        }
    }
}

Awaitable<int> Connection::read_body() {
    enter(State::ReadingBody, loop_.dispatcher.limits().body_time);
    if (parser_.head().expects_continue && used_ == buffer_.size()) {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        if (!co_await write({asio::buffer(kContinue.data(), kContinue.size()), {}, {}})) co_return -1;
    }
    while (true) {
        std::size_t taken = 0;
        const int status = parser_.parse_body({buffer_.data() + used_, buffer_.size() - used_}, taken);
        consume(taken);
        if (status) co_return status;
        if (parser_.done()) co_return 0;
        // A chunk's header or a trailer that never ends is no body.
        if (buffer_.size() - used_ > loop_.dispatcher.limits().head_bytes) co_return 400;
        if (!co_await read_some()) co_return timed_out_ ? 408 : -1;
    }
}

// nullptr: refused and closed already.
Awaitable<Page> Connection::answer() {
    Dispatcher& dispatcher = loop_.dispatcher;
    const RequestHead& head = parser_.head();
    auto plan = dispatcher.plan(head, target_);
    Request request;
    request.method = head.method;
    request.path = target_.path;
    request.host = head.host;
    request.content_type = head.content_type;
    request.address = address_;
    request.loopback = !head.forwarded && (address_ == "127.0.0.1" || address_ == "::1" || address_ == "::ffff:127.0.0.1");
    // The query's view must outlive the read of a body.
    std::string query(target_.query);
    auto target = target_;
    target.query = query;
    if (head.has_body) {
        if (plan.status && plan.status != 204) {
            // An error is due whatever the body says; it is not read.
            co_await refuse(plan.status);
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
    const auto executor = socket_.get_executor();
    auto page = co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(Page)>(
        [&](auto handler) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            dispatcher.answer(std::move(plan), std::move(target), std::move(request), [shared, executor](Page made) {
                asio::post(executor, [shared, made = std::move(made)]() mutable { (*shared)(std::move(made)); });
            });
        },
        asio::use_awaitable_t<Executor>{});
    co_return page ? page : dispatcher.plain(500);
}

Awaitable<bool> Connection::respond(Page page, bool keep_alive) {
    const Limits& limits = loop_.dispatcher.limits();
    const RequestHead& head = parser_.head();
    const bool reads = head.method == Method::Get || head.method == Method::Head;
    // With a body read, the conditions' views may have moved; conditions are for requests without one.
    const bool same = reads && !head.has_body && unchanged(*page, head.if_none_match, head.if_modified_since);
    const std::string& answer_head = same ? page->unchanged_head : page->head;
    const bool with_body = !same && head.method != Method::Head;
    tail_.assign(loop_.date_line());
    if (!keep_alive)
        tail_ += "Connection: close\r\n";
    else if (head.version == 10)
        tail_ += "Connection: keep-alive\r\n";
    tail_ += "\r\n";
    const std::string_view body = with_body ? std::string_view(page->body) : std::string_view();
    enter(State::Writing, limits.write_time + std::chrono::seconds(body.size() / limits.write_bytes_a_second));
    loop_.metrics.count_answer(same ? 304 : page->status, answer_head.size() + tail_.size() + body.size());
    co_return co_await write({asio::buffer(answer_head.data(), answer_head.size()),
                              asio::buffer(tail_.data(), tail_.size()), asio::buffer(body.data(), body.size())});
}

Awaitable<bool> Connection::write(const std::array<asio::const_buffer, 3>& parts) {
    // Most answers fit the socket's buffer: one gather write and no suspension.
    boost::system::error_code error;
    std::size_t sent = socket_.write_some(parts, error);
    if (error && error != asio::error::would_block && error != asio::error::interrupted) co_return false;
    std::array<asio::const_buffer, 3> rest = parts;
    for (auto& part : rest) {
        const std::size_t done = std::min(sent, part.size());
        part += done;
        sent -= done;
    }
    if (asio::buffer_size(rest) == 0) co_return true;
    const auto [failed, count] = co_await asio::async_write(socket_, rest, kAwait);
    co_return !failed;
}

// A short answer to a broken or unwelcome request, then the end.
Awaitable<void> Connection::refuse(int status) {
    timed_out_ = false;
    const Page page = loop_.dispatcher.plain(status);
    tail_.assign(loop_.date_line());
    tail_ += "Connection: close\r\n\r\n";
    enter(State::Writing, kLingerTime);
    loop_.metrics.count_answer(status, page->head.size() + tail_.size() + page->body.size());
    if (loop_.log.on()) loop_.log.write("-", "-", status, page->body.size(), {}, address_);
    if (co_await write({asio::buffer(page->head), asio::buffer(tail_), asio::buffer(page->body)})) co_await linger();
}

// Reads on for a moment, so that what the other side still sends does not reset the answer away (RFC 9112, 9.6).
Awaitable<void> Connection::linger() {
    boost::system::error_code error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    if (error) co_return;
    enter(State::Writing, kLingerTime);
    buffer_.clear();
    used_ = 0;
    for (std::size_t total = 0; total < kLargestLinger;) {
        buffer_.resize(kFirstRead);
        const auto [failed, count] = co_await socket_.async_read_some(asio::buffer(buffer_), kAwait);
        if (failed || count == 0) co_return;
        total += count;
    }
}

void Connection::consume(std::size_t bytes) { used_ += bytes; }

}  // namespace warraq::serve
