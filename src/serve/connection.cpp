#include "serve/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <tuple>

#include "serve/proxy_header.h"

// No co_await here stands inside a condition with && or ||: g++ 12 makes a trap of some of them.

namespace warraq::serve {
namespace {

constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{};

constexpr std::size_t kFirstRead = 2 * 1024;  // most heads fit; a waiting connection holds no more
constexpr std::size_t kLargestLinger = 256 * 1024;
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::chrono::seconds kSignOfLife{20};  // proxies end what is silent for a minute

void advance(std::array<asio::const_buffer, 3>& parts, std::size_t sent) {
    for (auto& part : parts) {
        const std::size_t done = std::min(sent, part.size());
        part += done;
        sent -= done;
    }
}

}  // namespace

Connection::Connection(Loop& loop, Socket socket, const TlsContext* tls)
    : loop_(loop), socket_(std::move(socket)), tls_context_(tls) {
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    if (const auto peer = socket_.remote_endpoint(ignored); !ignored) comes_from(peer.address().to_string());
    loop_.add(*this);
}

Connection::~Connection() {
    if (events_) loop_.end_following();
    loop_.remove(*this);
}

void Connection::start(Loop& loop, Socket socket, const TlsContext* tls) {
    auto executor = socket.get_executor();
    auto connection = std::shared_ptr<Connection>(new Connection(loop, std::move(socket), tls));
    asio::co_spawn(
        executor, [connection]() -> Awaitable<void> { co_await connection->run(); }, asio::detached);
}

void Connection::wake() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

void Connection::time_is_up() {
    if (state_ == State::Following) return wake();
    boost::system::error_code ignored;
    if (timed_out_) {
        socket_.close(ignored);
        return;
    }
    timed_out_ = true;
    loop_.metrics.timed_out.fetch_add(1, std::memory_order_relaxed);
    socket_.cancel(ignored);
    deadline_ = coarse_now() + kLingerTime;
}

void Connection::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

void Connection::enter(State state, std::chrono::nanoseconds limit) {
    state_ = state;
    deadline_ = coarse_now() + limit;
}

Awaitable<void> Connection::run() {
    const Limits& limits = loop_.dispatcher.limits();
    try {
        const bool plain = !tls_context_ && !(trusted_ && loop_.edge.proxy_protocol);
        if (!plain)
            if (!co_await arrive()) co_return;
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
            if (trusted_) address_ = loop_.edge.client_of(peer_, parser_.head().forwarded_for);
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

void Connection::comes_from(const std::string& peer) {
    peer_ = address_ = peer;
    const auto address = IpAddress::from(peer);
    trusted_ = address && loop_.edge.trusts(*address);
}

Awaitable<bool> Connection::arrive() {
    enter(State::Arriving, loop_.dispatcher.limits().head_time);
    if (trusted_ && loop_.edge.proxy_protocol) {
        const bool told = co_await read_proxy_header();
        if (!told) co_return false;
    }
    if (!tls_context_) co_return true;
    tls_ = std::make_unique<TlsSession>(*tls_context_, socket_.native_handle());
    while (true) {
        const auto need = tls_->shake_hands();
        if (need == TlsSession::Need::Nothing) co_return true;
        if (need == TlsSession::Need::End) co_return false;
        const auto error = co_await wait_for(need);
        if (error) co_return false;
    }
}

// Only looked at until it is whole: what comes after it is not ours to take yet.
Awaitable<bool> Connection::read_proxy_header() {
    std::array<char, kLongestProxyHeader> bytes{};
    std::size_t seen = 0;
    while (true) {
        const auto error = co_await wait_for(TlsSession::Need::ToRead);
        if (error) co_return false;
        boost::system::error_code failed;
        const auto count = socket_.receive(asio::buffer(bytes), asio::socket_base::message_peek, failed);
        if (failed == asio::error::would_block) continue;
        if (failed || count == seen) co_return false;  // a piece at a time is no proxy
        seen = count;
        ProxyHeader header;
        const auto found = find_proxy_header({bytes.data(), count}, header);
        if (found == ProxyHeaderFound::Broken) co_return false;
        if (found == ProxyHeaderFound::NotYet) continue;
        socket_.receive(asio::buffer(bytes.data(), header.size), 0, failed);
        if (!header.address.empty()) comes_from(header.address);
        co_return !failed;
    }
}

Awaitable<boost::system::error_code> Connection::wait_for(TlsSession::Need need) {
    const auto [error] = co_await socket_.async_wait(
        need == TlsSession::Need::ToWrite ? asio::socket_base::wait_write : asio::socket_base::wait_read,
        kAwait);
    co_return error;
}

Awaitable<std::size_t> Connection::read_tls(asio::mutable_buffer room, boost::system::error_code& error) {
    while (true) {
        std::size_t got = 0;
        const auto need = tls_->read(static_cast<char*>(room.data()), room.size(), got);
        if (need == TlsSession::Need::Nothing) co_return got;
        if (need == TlsSession::Need::End) error = asio::error::eof;
        if (!error) error = co_await wait_for(need);
        if (error) co_return 0;
    }
}

// Head and body go into as few records as they fit; a record is tried again with the same bytes.
bool Connection::send_tls(std::array<asio::const_buffer, 3> parts) {
    constexpr std::size_t kRecord = 16 * 1024;
    thread_local std::array<char, kRecord> record;
    while (true) {
        const std::size_t size = asio::buffer_copy(asio::buffer(record), parts);
        if (size == 0) return true;
        std::size_t sent = 0;
        to_send_ = tls_->write({record.data(), size}, sent);
        broken_ = to_send_ == TlsSession::Need::End;
        unsent_ = parts;
        if (to_send_ != TlsSession::Need::Nothing) return false;
        advance(parts, sent);
    }
}

Page Connection::sent_to_https() const {
    const Edge& edge = loop_.edge;
    const RequestHead& head = parser_.head();
    if (edge.https_origin.empty() || tls_) return nullptr;
    if (trusted_ && head.forwarded_proto == "https") return nullptr;
    if (head.target.starts_with(kAcmePath)) return nullptr;
    return loop_.dispatcher.redirect(edge.https_origin + std::string(head.target));
}

void Connection::begin_request() {
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

asio::mutable_buffer Connection::room_to_read() {
    if (buffer_.size() - filled_ < kFirstRead / 2) buffer_.resize(std::max(kFirstRead, buffer_.size() * 2));
    return asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_);
}

// eof at the end.
Awaitable<boost::system::error_code> Connection::read_more() {
    boost::system::error_code error;
    std::size_t count = 0;
    if (tls_)
        count = co_await read_tls(room_to_read(), error);
    else
        std::tie(error, count) = co_await socket_.async_read_some(room_to_read(), kAwait);
    filled_ += count;
    if (!error && count == 0) error = asio::error::eof;
    co_return error;
}

Awaitable<bool> Connection::read_some() {
    if (used_ == filled_) used_ = filled_ = 0;
    const auto error = co_await read_more();
    co_return !error;
}

// head_size_ is where the search goes on: what was searched before is not searched again.
Connection::HeadFound Connection::find_head() {
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

Awaitable<int> Connection::read_body() {
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

bool Connection::admits(const Dispatcher::Plan& plan, const Request& request) const {
    const RequestHead& head = parser_.head();
    const bool may_be_large =
        head.content_length == 0 || head.content_length > loop_.dispatcher.limits().body_bytes;
    const bool asks = plan.route && plan.route->options.admits && may_be_large;
    return !asks || plan.route->options.admits(request);
}

// nullptr: refused already, or gone.
Awaitable<Page> Connection::answer() {
    Dispatcher& dispatcher = loop_.dispatcher;
    const RequestHead& head = parser_.head();
    auto plan = dispatcher.plan(head, target_);
    Request request;
    request.method = head.method;
    request.path = target_.path;
    request.host = head.host;
    request.content_type = head.content_type;
    request.cookie = head.cookie;
    request.csrf_token = head.csrf_token;
    request.fetch_site = head.fetch_site;
    request.user_agent = head.user_agent;
    request.address = address_;
    request.loopback =
        !head.forwarded && (address_ == "127.0.0.1" || address_ == "::1" || address_ == "::ffff:127.0.0.1");
    if (plan.route && plan.route->options.events && head.method == Method::Get && !head.has_body) {
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
        // An error that is due whatever the body says is told before the body is read, or asked for.
        const int early = plan.status && plan.status != 204     ? plan.status
                          : head.content_length > plan.max_body ? 413
                          : !admits(plan, request)              ? 401
                                                                : 0;
        if (early) {
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
    const auto executor = socket_.get_executor();
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

bool Connection::begin_answer(const Page& page, bool keep_alive) {
    const Limits& limits = loop_.dispatcher.limits();
    const RequestHead& head = parser_.head();
    const bool reads = head.method == Method::Get || head.method == Method::Head;
    // Reading a body moves the bytes that the head's views look into; a read with a body goes without them.
    const bool same = reads && !head.has_body && unchanged(*page, head.if_none_match, head.if_modified_since);
    const std::string& answer_head = same ? page->unchanged_head : page->head;
    tail_.assign(loop_.date_line());
    if (!keep_alive)
        tail_ += "Connection: close\r\n";
    else if (head.version == 10)
        tail_ += "Connection: keep-alive\r\n";
    tail_ += "\r\n";
    const bool with_body = !same && head.method != Method::Head;
    const std::string_view body = with_body ? std::string_view(page->body) : std::string_view();
    page_ = page;
    enter(State::Writing,
          limits.write_time + std::chrono::seconds(body.size() / limits.write_bytes_a_second));
    if (head.method == Method::Get && !head.has_body) loop_.dispatcher.viewed(*page, head, address_);
    loop_.metrics.count_answer(same ? 304 : page->status, answer_head.size() + tail_.size() + body.size());
    return send_now({asio::buffer(answer_head), asio::buffer(tail_), asio::buffer(body.data(), body.size())});
}

// Most answers fit the socket's buffer: one gather write and no suspension.
bool Connection::send_now(const std::array<asio::const_buffer, 3>& parts) {
    if (tls_) return send_tls(parts);
    boost::system::error_code error;
    std::size_t sent = socket_.write_some(parts, error);
    broken_ = error && error != asio::error::would_block && error != asio::error::interrupted;
    if (broken_) return false;
    if (sent == asio::buffer_size(parts)) return true;
    unsent_ = parts;
    advance(unsent_, sent);
    return false;
}

Awaitable<bool> Connection::send_rest() {
    if (broken_) co_return false;
    if (tls_) {
        bool sent = false;
        while (!sent && !broken_) {
            const auto error = co_await wait_for(to_send_);
            if (error) co_return false;
            sent = send_tls(unsent_);
        }
        co_return sent;
    }
    const auto [error, count] = co_await asio::async_write(socket_, unsent_, kAwait);
    co_return !error;
}

Awaitable<bool> Connection::send(std::string_view bytes) {
    enter(State::Writing, loop_.dispatcher.limits().write_time);
    bool sent = send_now({asio::buffer(bytes.data(), bytes.size()), {}, {}});
    if (!sent) sent = co_await send_rest();
    co_return sent;
}

// Events until either side has had enough. The loop's sweep wakes it when there is something to say; until
// then it reads, which is how the reader's leaving is noticed.
Awaitable<void> Connection::follow(std::shared_ptr<const EventStream> events) {
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
Awaitable<void> Connection::refuse(int status) {
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

// Reads on for a moment, so that what the other side still sends does not reset the answer away (RFC
// 9112, 9.6).
Awaitable<void> Connection::linger() {
    if (tls_) {
        tls_->say_goodbye();
        tls_.reset();  // what still comes is only counted
    }
    boost::system::error_code error;
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    if (error) co_return;
    enter(State::Writing, kLingerTime);
    for (std::size_t total = 0; total < kLargestLinger; total += filled_) {
        used_ = filled_ = 0;
        if (!co_await read_some()) co_return;
    }
}

}  // namespace warraq::serve
