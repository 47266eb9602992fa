// The connection: request after request is answered; http1_reading.cpp reads them.
#include "serve/http/http1.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

// No co_await here stands inside a condition with && or ||: g++ 12 makes a trap of some of them.

namespace warraq::serve {
namespace {

constexpr int kTurnRequests =
    32;  // that one connection may make before the others of its loop have their turn

}  // namespace

Http1Connection::Http1Connection(Loop& loop, Channel channel)
    : Connection(loop, std::move(channel)), address_(channel_.peer()) {}

Http1Connection::~Http1Connection() {
    if (events_) loop_.end_following();
}

void Http1Connection::start(Loop& loop, Channel channel) {
    auto executor = channel.executor();
    auto connection = std::shared_ptr<Http1Connection>(new Http1Connection(loop, std::move(channel)));
    asio::co_spawn(
        executor, [connection]() -> Awaitable<void> { co_await connection->run(); }, asio::detached);
}

// The first time, whoever waits goes on, and says what there is to say; the second time, it is over.
void Http1Connection::time_is_up() {
    if (state_ == State::Following) return wake();
    if (timed_out_) return close();
    timed_out_ = true;
    loop_.metrics.timed_out.fetch_add(1, std::memory_order_relaxed);
    channel_.cancel();
    waiting_.give_up();
    deadline_ = coarse_now() + kLingerTime;
}

void Http1Connection::close() {
    Connection::close();
    waiting_.give_up();
}

void Http1Connection::enter(State state, std::chrono::nanoseconds limit) {
    state_ = state;
    progress_ = coarse_now();
    deadline_ = state_ends_ = progress_ + limit;
}

void Http1Connection::written() {
    const auto now = coarse_now();
    deadline_ = std::min(state_ends_, now + loop_.dispatcher.limits().stall_time);
    if (sent_.bytes > 0) progress_ = now;
}

Connection::Activity Http1Connection::activity() const {
    if (state_ == State::ReadingBody) return Activity::Sends;
    return state_ == State::Answering || state_ == State::Writing ? Activity::Reads : Activity::None;
}

Awaitable<void> Http1Connection::run() {
    try {
        for (int in_this_turn = 0; !loop_.draining() || !unread().empty(); ++in_this_turn) {
            // Who sends requests faster than they are answered does not keep its loop: TLS hands over what it
            // has without a wait.
            if (in_this_turn == kTurnRequests) {
                in_this_turn = 0;
                co_await asio::post(channel_.executor(), asio::use_awaitable_t<Executor>{});
            }
            begin_request();
            if (const int status = co_await head_refusal()) {
                if (status > 0) co_await refuse(status);
                co_return;
            }
            const bool logged = loop_.log.on();
            const auto started = logged ? std::chrono::steady_clock::now() : SteadyTime();
            const Method method = parser_.head().method;
            const std::string target = logged ? std::string(parser_.head().target) : std::string();
            if (channel_.trusted())
                address_ = loop_.edge.client_of(channel_.peer(), parser_.head().forwarded_for);
            loop_.dispatcher.read_target(parser_.head(), target_);
            Page page = sent_elsewhere();
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
            const Answer out(*page, parser_.head());
            bool sent = begin_answer(page, out, keep_alive);
            if (!sent) sent = co_await send_rest();
            if (sent && out.content_size() > 0)
                sent = co_await send_content(out.content_first(), out.content_size());
            if (logged)
                loop_.log.write(to_string(method), target, out.status(), out.head().size() + out.size(),
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

// What should have come over TLS and did not.
Page Http1Connection::sent_elsewhere() const {
    const ProxyPolicy& edge = loop_.edge;
    const RequestHead& head = parser_.head();
    if (channel_.secure() || (channel_.trusted() && head.forwarded_proto == "https")) return nullptr;
    if (head.names_https) return loop_.dispatcher.plain(421);  // RFC 9110, 7.4
    if (edge.https_origin.empty()) return nullptr;
    if (head.target.starts_with(kAcmePath)) return nullptr;
    return loop_.dispatcher.redirect(edge.https_origin + std::string(head.target));
}

// nullptr: refused already, or gone.
Awaitable<Page> Http1Connection::answer() {
    Dispatcher& dispatcher = loop_.dispatcher;
    const RequestHead& head = parser_.head();
    auto plan = dispatcher.plan(head, target_);
    auto target = std::exchange(target_, {});
    Request request = request_of(head, target, address_);
    if (!heads_.resize(memory_of(request, target))) {
        co_await refuse(503);
        co_return nullptr;
    }
    const bool follows = asks_for_events(plan, head);
    std::string account;
    std::shared_ptr<const EventStream> events;
    Page refusal;
    if (const int early = head.has_body ? early_refusal(plan, head) : 0)
        refusal = dispatcher.plain(early, plan.allow);
    if (!refusal && needs_admission(plan, head)) {
        enter(State::Answering, dispatcher.limits().answer_time);
        auto admitted = co_await waiting_.ask<Dispatcher::Admitted>(channel_.executor(), [&](auto done) {
            dispatcher.admit(*plan.route, request, follows, std::move(done));
        });
        refusal = admitted ? std::move(admitted->refusal) : dispatcher.plain(503);
        if (admitted) {
            account = std::move(admitted->account);
            of_account_ = !account.empty();
            events = std::move(admitted->events);
        }
    }
    if (!refusal && follows && !(seat_ = loop_.seat_for_follower(address_))) refusal = dispatcher.plain(503);
    if (refusal) {
        co_await refuse(std::move(refusal));
        co_return nullptr;
    }
    if (follows) {
        co_await follow(std::move(events));
        co_return nullptr;
    }
    if (head.has_body) {
        if (const int status = co_await read_body(plan.max_body, account)) {
            if (status > 0) co_await refuse(status);
            co_return nullptr;
        }
        if (upload_) {
            request.body = Upload::body(std::exchange(upload_, nullptr));
        } else if (const auto kept = loop_.memory.try_keep(parser_.body())) {
            request.body = Body(kept);
        } else {
            co_await refuse(503);
            co_return nullptr;
        }
        bodies_.set(0);
    }
    enter(State::Answering, dispatcher.limits().answer_time);
    const auto page = co_await waiting_.ask<Page>(channel_.executor(), [&](auto done) {
        dispatcher.answer(std::move(plan), std::move(target), std::move(request), std::move(done));
    });
    if (page) co_return *page ? *page : dispatcher.plain(500);
    co_await refuse(503);
    co_return nullptr;
}

bool Http1Connection::begin_answer(const Page& page, const Answer& answer, bool keep_alive) {
    const Limits& limits = loop_.dispatcher.limits();
    const RequestHead& head = parser_.head();
    tail_.assign(loop_.date_line());
    if (!keep_alive)
        tail_ += "Connection: close\r\n";
    else if (head.version == 10)
        tail_ += "Connection: keep-alive\r\n";
    tail_ += "\r\n";
    page_ = page;
    enter(State::Writing,
          limits.write_time + std::chrono::seconds(answer.size() / limits.write_bytes_a_second));
    if (head.method == Method::Get && !head.has_body) loop_.dispatcher.viewed(*page, head, address_);
    loop_.metrics.count_answer(answer.status(), answer.head().size() + tail_.size() + answer.size());
    return send_now({asio::buffer(answer.head()), asio::buffer(tail_), asio::buffer(answer.body())});
}

// Most answers fit the socket's buffer: one gather write and no suspension.
bool Http1Connection::send_now(const Parts& parts) {
    unsent_ = parts;
    sent_ = channel_.write_some(unsent_);
    if (state_ == State::Writing) written();
    return sent_.step == Channel::Step::Done;
}

Awaitable<bool> Http1Connection::send_rest() {
    if (page_) answers_.hold(page_);
    while (sent_.step == Channel::Step::Blocked) {
        advance(unsent_, sent_.bytes);
        const auto error = co_await channel_.wait(sent_.direction);
        if (error) co_return false;
        sent_ = channel_.write_some(unsent_);
        if (sent_.bytes > 0) written();
    }
    answers_.release();
    co_return sent_.step == Channel::Step::Done;
}

// Piece by piece: what is held does not grow with the file.
Awaitable<bool> Http1Connection::send_content(std::uint64_t first, std::uint64_t size) {
    while (size > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, kPieceBytes));
        if (!output_.resize(wanted)) co_return false;
        const auto piece = co_await waiting_.ask<Result<std::string>>(channel_.executor(), [&](auto done) {
            loop_.dispatcher.read_piece(address_, page_->content, first, wanted, std::move(done));
        });
        progress_ = coarse_now();
        if (!piece) co_return false;
        if (!*piece || (*piece)->size() != wanted) co_return false;  // the reader sees that it was cut
        bool sent = send_now({asio::buffer(**piece)});
        if (!sent) sent = co_await send_rest();
        if (!sent) co_return false;
        first += wanted;
        size -= wanted;
    }
    output_.set(0);
    co_return true;
}

Awaitable<bool> Http1Connection::send(std::string_view bytes) {
    enter(State::Writing, loop_.dispatcher.limits().write_time);
    bool sent = send_now({asio::buffer(bytes)});
    if (!sent) sent = co_await send_rest();
    co_return sent;
}

// Events until they end or either side has had enough. The loop's sweep wakes it when there is something to
// say; until then it reads, which is how the reader's leaving is noticed.
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
        if (event.is_end) break;
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
    co_await refuse(loop_.dispatcher.plain(status));
}

Awaitable<void> Http1Connection::refuse(Page page) {
    timed_out_ = false;
    std::string().swap(parser_.body());  // of no more use
    bodies_.set(0);
    upload_.reset();
    page_ = std::move(page);
    tail_.assign(loop_.date_line());
    tail_ += "Connection: close\r\n\r\n";
    enter(State::Writing, kLingerTime);
    loop_.metrics.count_answer(page_->status, page_->head.size() + tail_.size() + page_->body.size());
    if (loop_.log.on()) loop_.log.write("-", "-", page_->status, page_->body.size(), {}, address_);
    const bool to_head = parser_.head().method == Method::Head;
    bool sent = send_now({asio::buffer(page_->head), asio::buffer(tail_),
                          asio::buffer(to_head ? std::string_view() : page_->body)});
    if (!sent) sent = co_await send_rest();
    if (sent) co_await linger();
}

Awaitable<void> Http1Connection::linger() {
    enter(State::Writing, kLingerTime);
    co_await channel_.linger();
}

}  // namespace warraq::serve
