#include "serve/http2.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

// No co_await here stands inside a condition with && or ||: g++ 12 makes a trap of some of them.

namespace warraq::serve {
namespace {

constexpr std::size_t kBatch = 48 * 1024;  // frames that are made before they are sent: three full records
constexpr std::size_t kMostUnflushed = 64 * 1024;  // read before what it asks for is answered

}  // namespace

Http2Connection::Http2Connection(Loop& loop, Wire wire)
    : Connection(loop, std::move(wire)), session_(loop.dispatcher.limits(), *this) {
    deadline_ = coarse_now() + loop_.dispatcher.limits().idle_time;
}

Http2Connection::~Http2Connection() {
    for (Http2Stream& stream : session_.streams()) closed(stream);
}

void Http2Connection::start(Loop& loop, Wire wire) {
    auto executor = wire.socket.get_executor();
    auto connection = std::shared_ptr<Http2Connection>(new Http2Connection(loop, std::move(wire)));
    asio::co_spawn(
        executor, [connection]() -> Awaitable<void> { co_await connection->run(); }, asio::detached);
}

Awaitable<void> Http2Connection::run() {
    try {
        flush();
        co_await read_frames();
        co_await linger();
    } catch (const std::exception&) {
        // Out of memory for this connection; the others go on.
    }
    close();  // those who wait for its socket are told
}

Awaitable<void> Http2Connection::read_frames() {
    std::size_t unflushed = 0;
    while (!leaving_) {
        thread_local std::array<char, 16 * 1024> bytes;
        std::size_t got = 0;
        const auto need = wire_.tls->read(bytes.data(), bytes.size(), got);
        if (need == TlsSession::Need::Nothing) {
            if (!session_.receive({bytes.data(), got})) {
                flush();
                co_return;
            }
            unflushed += got;
            if (unflushed < kMostUnflushed) continue;
        }
        unflushed = 0;
        flush();
        if (need == TlsSession::Need::Nothing) continue;
        if (need == TlsSession::Need::End || leaving_) co_return;
        const auto error = co_await wire_.wait_for(need);
        if (error) co_return;
    }
}

Awaitable<void> Http2Connection::linger() {
    leaving_ = true;
    deadline_ = coarse_now() + kLingerTime;
    co_await wire_.linger();
}

void Http2Connection::flush() {
    if (writing_ || leaving_) return;
    while (true) {
        thread_local std::string batch;
        batch.clear();
        session_.send(batch, kBatch);
        if (batch.empty()) break;
        std::size_t done = 0;
        auto need = TlsSession::Need::Nothing;
        while (done < batch.size() && need == TlsSession::Need::Nothing) {
            std::size_t sent = 0;
            need = wire_.tls->write(std::string_view(batch).substr(done), sent);
            done += sent;
        }
        if (need == TlsSession::Need::End) return close();
        if (need == TlsSession::Need::Nothing) continue;
        unsent_.assign(batch, done);
        writing_ = true;
        asio::co_spawn(
            wire_.socket.get_executor(),
            [self = shared_from_this(), need]() -> Awaitable<void> { co_await self->write_on(need); },
            asio::detached);
        return;
    }
    if (!session_.over()) return;
    leaving_ = true;
    boost::system::error_code ignored;
    wire_.socket.cancel(ignored);  // run() goes on to its end
}

Awaitable<void> Http2Connection::write_on(TlsSession::Need need) {
    while (need != TlsSession::Need::Nothing) {
        const auto error = co_await wire_.wait_for(need);
        if (error) co_return;
        need = send_unsent();
        if (need == TlsSession::Need::End) {
            close();
            co_return;
        }
    }
    writing_ = false;
    try {
        flush();
    } catch (const std::exception&) {
        close();
    }
}

TlsSession::Need Http2Connection::send_unsent() {
    while (!unsent_.empty()) {
        std::size_t sent = 0;
        const auto need = wire_.tls->write(unsent_, sent);
        unsent_.erase(0, sent);
        if (need != TlsSession::Need::Nothing) return need;
    }
    std::string().swap(unsent_);
    return TlsSession::Need::Nothing;
}

// deadline_ is not later than that of any stream; time_is_up finds whose it was.
void Http2Connection::give(Http2Stream& stream, std::chrono::nanoseconds time) {
    stream.deadline = coarse_now() + time;
    deadline_ = std::min(deadline_, stream.deadline);
}

void Http2Connection::came(Http2Stream& stream) {
    Dispatcher& dispatcher = loop_.dispatcher;
    const Limits& limits = dispatcher.limits();
    const RequestHead& head = stream.head;
    stream.began = std::chrono::steady_clock::now();
    stream.address = wire_.trusted ? loop_.edge.client_of(wire_.peer, head.forwarded_for) : wire_.peer;
    dispatcher.read_target(head, target_);
    if (!head.has_body) {
        if (Page page = dispatcher.ready(head, target_)) return answer(stream, std::move(page));
    } else {
        dispatcher.resolve(head, target_);
    }
    auto plan = dispatcher.plan(head, target_);
    auto request = request_of(head, target_, stream.address);
    if (asks_for_events(plan, head)) {
        const auto& options = plan.route->options;
        if (options.admits && !options.admits(request)) return broken(stream, 401);
        return loop_.may_follow() ? follow(stream, options.events) : broken(stream, 503);
    }
    if (!head.has_body) return ask(stream, {std::move(plan), target_, std::move(request)});
    if (const int early = early_refusal(plan, head, request, limits)) return broken(stream, early);
    stream.max_body = plan.max_body;
    stream.question = {std::move(plan), target_, std::move(request)};
    give(stream, limits.body_time + std::chrono::seconds(head.content_length / limits.write_bytes_a_second));
    if (head.expects_continue) session_.say_continue(stream);
}

void Http2Connection::body_came(Http2Stream& stream) {
    auto question = std::move(*stream.question);
    question.request.body = std::move(stream.body);
    ask(stream, std::move(question));
}

void Http2Connection::ask(Http2Stream& stream, Http2Stream::Question question) {
    // Resetting a request does not take it off the site's hands (CVE-2023-44487).
    if (working_ >= Http2Session::kStreams) return session_.refuse(stream);
    ++working_;
    stream.question.reset();
    give(stream, loop_.dispatcher.limits().answer_time);
    loop_.dispatcher.answer(
        std::move(question.plan), std::move(question.target), std::move(question.request),
        [weak = weak_from_this(), executor = wire_.socket.get_executor(), id = stream.id](Page made) {
            asio::post(executor, [weak, id, page = std::move(made)]() mutable {
                const auto self = weak.lock();  // here, on the loop's thread, where it may be the last
                if (!self) return;
                --self->working_;
                Http2Stream* const asked = self->leaving_ ? nullptr : self->session_.find(id);
                if (!asked || asked->page) return;
                try {
                    self->answer(*asked, page ? std::move(page) : self->loop_.dispatcher.plain(500));
                    self->flush();
                } catch (const std::exception&) {
                    self->close();
                }
            });
        });
}

void Http2Connection::answer(Http2Stream& stream, Page page) {
    const Limits& limits = loop_.dispatcher.limits();
    const Answer out = answer_with(*page, stream.head);
    if (stream.head.method == Method::Get && !stream.head.has_body)
        loop_.dispatcher.viewed(*page, stream.head, stream.address);
    loop_.metrics.count_answer(out.status, out.head.size() + out.body.size());
    session_.answer(stream, std::move(page), out, loop_.date_line());
    give(stream, limits.write_time + std::chrono::seconds(session_.owed() / limits.write_bytes_a_second));
}

void Http2Connection::broken(Http2Stream& stream, int status) {
    answer(stream, loop_.dispatcher.plain(status));
}

void Http2Connection::closed(Http2Stream& stream) {
    if (stream.events) {
        --following_;
        loop_.end_following();
    }
    if (stream.page && loop_.log.on())
        loop_.log.write(to_string(stream.head.method), stream.head.target, stream.page->status,
                        stream.page->head.size() + stream.page->body.size(),
                        std::chrono::steady_clock::now() - stream.began, stream.address);
    if (session_.streams().empty()) deadline_ = coarse_now() + loop_.dispatcher.limits().idle_time;
}

void Http2Connection::follow(Http2Stream& stream, std::shared_ptr<const EventStream> events) {
    stream.events = std::move(events);
    ++following_;
    loop_.begin_following();
    loop_.metrics.count_answer(200, 0);
    session_.follow(stream, loop_.dispatcher.event_head(), loop_.date_line());
    tell(stream);
}

// What is new, or a sign of life.
void Http2Connection::tell(Http2Stream& stream) {
    static const auto kSignOfLifeLine = std::make_shared<const std::string>(":\n\n");
    const auto event = stream.events->latest();
    session_.tell(stream, event.number != stream.told ? event.text : kSignOfLifeLine);
    stream.told = event.number;
    give(stream, kSignOfLife);
}

bool Http2Connection::behind() const {
    if (following_ == 0 || leaving_) return false;
    for (const Http2Stream& stream : session_.streams())
        if (stream.events && stream.events->number() != stream.told && session_.told_all(stream)) return true;
    return false;
}

void Http2Connection::wake() {
    try {
        for (Http2Stream& stream : session_.streams())
            if (stream.events && stream.events->number() != stream.told && session_.told_all(stream))
                tell(stream);
        flush();
    } catch (const std::exception&) {
        close();
    }
}

void Http2Connection::time_is_up() {
    if (leaving_) return close();
    const auto moment = coarse_now();
    try {
        if (session_.streams().empty()) {
            session_.leave();
            flush();
            deadline_ = moment + kLingerTime;
            if (writing_) close();
            return;
        }
        auto next = SteadyTime::max();
        for (Http2Stream& stream : session_.streams()) {
            if (stream.deadline < moment) {
                if (stream.events && session_.told_all(stream)) {
                    tell(stream);
                } else {
                    loop_.metrics.timed_out.fetch_add(1, std::memory_order_relaxed);
                    if (writing_) return close();  // nothing is taken any more, not even that it is cut
                    session_.cut(stream);
                    stream.deadline = moment + kLingerTime;
                }
            }
            next = std::min(next, stream.deadline);
        }
        deadline_ = next;
        flush();
    } catch (const std::exception&) {
        close();
    }
}

void Http2Connection::drain() {
    if (idle()) return close();
    try {
        session_.leave();
        flush();
    } catch (const std::exception&) {
        close();
    }
}

}  // namespace warraq::serve
