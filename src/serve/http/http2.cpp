// The connection: frames in, frames out, and the time that its streams have; http2_requests.cpp answers them.
#include "serve/http/http2.h"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <map>

// No co_await here stands inside a condition with && or ||: g++ 12 makes a trap of some of them.

namespace warraq::serve {
namespace {

constexpr std::size_t kBatch = 48 * 1024;  // frames that are made before they are sent: three full records
constexpr std::size_t kTurnBytes =
    256 * 1024;  // read of one connection before the others of its loop have theirs
constexpr std::size_t kMostUnflushed = 64 * 1024;  // read before what it asks for is answered

}  // namespace

Http2Connection::Http2Connection(Loop& loop, Channel channel)
    : Connection(loop, std::move(channel)), session_(loop.dispatcher.limits(), *this, memory_) {
    deadline_ = coarse_now() + loop_.dispatcher.limits().idle_time;
}

Http2Connection::~Http2Connection() {
    for (Http2Stream& stream : session_.streams()) closed(stream);
}

void Http2Connection::start(Loop& loop, Channel channel) {
    auto executor = channel.executor();
    auto connection = std::shared_ptr<Http2Connection>(new Http2Connection(loop, std::move(channel)));
    asio::co_spawn(
        executor, [connection]() -> Awaitable<void> { co_await connection->run(); }, asio::detached);
}

Awaitable<void> Http2Connection::run() {
    bool failed = false;
    try {
        flush();
        co_await read_frames();
    } catch (const std::exception&) {
        failed = true;  // out of memory for this connection; the others go on
    }
    reading_ = false;
    deadline_ = coarse_now() + kLingerTime;
    if (failed) close();
    if (!writing_) co_await say_goodbye();
}

// Ends with the reader's last byte, with a break of the protocol, or once there is nothing more to say.
Awaitable<void> Http2Connection::read_frames() {
    std::size_t unflushed = 0, in_this_turn = 0;
    while (reading_) {
        // Who sends faster than it is served does not keep its loop: TLS hands over what it has without a
        // wait.
        if (in_this_turn >= kTurnBytes) {
            in_this_turn = 0;
            co_await asio::post(channel_.executor(), asio::use_awaitable_t<Executor>{});
            continue;
        }
        thread_local std::array<char, 16 * 1024> bytes;
        const auto read = channel_.read_some(asio::buffer(bytes));
        if (read.step == Channel::Step::Done) {
            if (!session_.receive({bytes.data(), read.bytes})) {
                flush();  // our last words
                co_return;
            }
            unflushed += read.bytes;
            in_this_turn += read.bytes;
            if (unflushed < kMostUnflushed) continue;
        }
        unflushed = 0;
        flush();
        if (read.step == Channel::Step::Done) continue;
        if (read.step == Channel::Step::Ended) {
            close();  // it cannot open a window any more, so what waits would wait for good
            co_return;
        }
        if (!reading_) co_return;
        in_this_turn = 0;
        const auto error = co_await channel_.wait(read.direction);
        if (error) co_return;
    }
}

Awaitable<void> Http2Connection::say_goodbye() {
    goodbye_said_ = true;
    co_await channel_.linger();
    close();
}

void Http2Connection::flush() {
    if (writing_ || goodbye_said_) return;
    while (true) {
        take_up_deferred();  // each time: what was sent has made room
        thread_local std::string batch;
        batch.clear();
        session_.send(batch, kBatch);
        if (batch.empty()) break;
        const auto sent = channel_.write_some({asio::buffer(batch)});
        if (sent.step == Channel::Step::Ended) return close();
        if (sent.step == Channel::Step::Done) continue;
        unsent_.assign(batch, sent.bytes);
        written_ = coarse_now();
        output_.set(unsent_.capacity());
        if (memory_.crowds_out_others()) return close();
        writing_ = true;
        asio::co_spawn(
            channel_.executor(),
            [self = shared_from_this(), direction = sent.direction]() -> Awaitable<void> {
                co_await self->write_on(direction);
            },
            asio::detached);
        return;
    }
    if (!session_.over() || !reading_) return;
    reading_ = false;
    channel_.cancel();  // run() goes on to its end
}

Awaitable<void> Http2Connection::write_on(Transport::Direction direction) {
    while (!unsent_.empty()) {
        const auto error = co_await channel_.wait(direction);
        if (error) co_return close();
        const auto sent = channel_.write_some({asio::buffer(unsent_)});
        if (sent.step == Channel::Step::Ended) co_return close();
        unsent_.erase(0, sent.bytes);
        if (sent.bytes > 0) written_ = coarse_now();
        direction = sent.direction;
    }
    std::string().swap(unsent_);
    output_.set(0);
    writing_ = false;
    try {
        flush();
    } catch (const std::exception&) {
        close();
    }
    const bool last = !reading_ && !writing_ && !goodbye_said_;
    if (last) co_await say_goodbye();
}

void Http2Connection::give(Http2Stream& stream, std::chrono::nanoseconds time) {
    give_until(stream, coarse_now() + time);
}

// deadline_ is not later than that of any stream; time_is_up finds whose it was.
void Http2Connection::give_until(Http2Stream& stream, SteadyTime deadline) {
    stream.deadline = deadline;
    if (reading_) deadline_ = std::min(deadline_, stream.deadline);
}

Connection::Activity Http2Connection::activity() const {
    Activity most = session_.streams().empty() && writing_ ? Activity::Reads : Activity::None;
    for (const Http2Stream& stream : session_.streams()) {
        if (stream.events || !stream.head_done) continue;
        if (stream.page || stream.waits_for_us()) return Activity::Reads;
        most = Activity::Sends;
    }
    return most;
}

SteadyTime Http2Connection::progress() const {
    for (const Http2Stream& stream : session_.streams())
        if (stream.waits_for_us()) return coarse_now();
    return std::max({last_step_, session_.taken(), written_});
}

bool Http2Connection::of_account() const {
    return std::ranges::any_of(session_.streams(),
                               [](const Http2Stream& stream) { return !stream.account.empty(); });
}

std::size_t Http2Connection::answers_freed() const {
    std::map<const EncodedResponse*, std::pair<const AnswerHold*, std::uint32_t>>
        pages;  // with our holds of each
    for (const Http2Stream& stream : session_.streams())
        if (const EncodedResponse* const page = stream.answers.page()) {
            auto& [hold, holds] = pages[page];
            hold = &stream.answers;
            ++holds;
        }
    std::size_t bytes = 0;
    for (const auto& [page, of] : pages) bytes += of.first->freed_bytes(of.second);
    return bytes;
}

// The line is shared: a reader who takes what it must of all its answers has time for each of them.
void Http2Connection::begin_waiting(Http2Stream& stream, std::chrono::nanoseconds time) {
    stream.waits_since = coarse_now();
    stream.sent_before = session_.sent();
    give(stream, time);
}

std::chrono::seconds Http2Connection::time_for_reader(const Http2Stream& stream) const {
    return std::chrono::seconds((session_.sent() - stream.sent_before) /
                                loop_.dispatcher.limits().write_bytes_a_second);
}

void Http2Connection::opened(Http2Stream& stream) {
    give(stream, loop_.dispatcher.limits().head_time);
}

bool Http2Connection::behind() const {
    if (following_ == 0 || !reading_) return false;
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

// What is late is told as far as it can be: an answer that was not made, a body that did not come.
void Http2Connection::cut_late(Http2Stream& stream) {
    const bool can_be_told = stream.head_done && !stream.page;
    if (can_be_told)
        broken(stream, stream.question && !stream.undecided && !stream.storing ? 408 : 503);
    else
        session_.cut(stream);
    // What is cut goes once there is room to say so.
    stream.deadline = writing_ && !can_be_told ? SteadyTime::max() : coarse_now() + kLingerTime;
}

void Http2Connection::time_is_up() {
    if (!reading_) return close();
    const auto moment = coarse_now();
    const Limits& limits = loop_.dispatcher.limits();
    try {
        // Nothing is taken any more, not even that something is cut.
        const auto stalled = writing_ ? written_ + limits.stall_time : SteadyTime::max();
        if (stalled < moment) {
            loop_.metrics.timed_out.fetch_add(1, std::memory_order_relaxed);
            return close();
        }
        if (session_.streams().empty() && !writing_) {
            session_.leave();
            flush();
            deadline_ = moment + kLingerTime;
            if (writing_) close();
            return;
        }
        auto next = stalled;
        for (Http2Stream& stream : session_.streams()) {
            if (stream.deadline < moment && stream.page && !stream.events)
                stream.deadline = std::min(stream.waits_since + limits.write_time + time_for_reader(stream),
                                           session_.taken(stream) + limits.stall_time);
            // What is told waits behind other answers, as long as those may.
            if (stream.deadline < moment && stream.events && !session_.told_all(stream))
                stream.deadline = session_.taken(stream) + limits.stall_time;
            if (stream.deadline < moment && stream.deferred)
                stream.deadline = stream.waits_since + limits.answer_time + time_for_reader(stream);
            if (stream.deadline < moment) {
                if (stream.events && session_.told_all(stream)) {
                    tell(stream);
                } else {
                    loop_.metrics.timed_out.fetch_add(1, std::memory_order_relaxed);
                    cut_late(stream);
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
