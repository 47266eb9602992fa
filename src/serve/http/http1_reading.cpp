// How a connection of HTTP/1 reads a request: its head, then its body, into memory or onto disk.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "serve/http/http1.h"

// No co_await here stands inside a condition with && or ||: g++ 12 makes a trap of some of them.

namespace warraq::serve {
namespace {

constexpr std::size_t kFirstRead = 2 * 1024;  // most heads fit; a waiting connection holds no more
// What one connection may read before the others of its loop have their turn.
constexpr std::size_t kTurnBytes = 256 * 1024;
constexpr int kMostBlankLines = 8;  // before a request; one is forgiven by RFC 9112, 2.2

}  // namespace

void Http1Connection::begin_request() {
    const Limits& limits = loop_.dispatcher.limits();
    page_.reset();
    if (used_ == filled_) {
        used_ = filled_ = 0;
        if (buffer_.size() > kFirstRead) {  // a waiting connection holds little
            std::vector<char>().swap(buffer_);
            input_.set(0);
        }
    }
    of_account_ = false;
    heads_.set(0);
    bodies_.set(0);
    upload_.reset();
    if (target_.key.capacity() > kFirstRead) target_ = {};
    head_size_ = 0;
    blank_lines_ = 0;
    parser_.reset(limits);
    enter(State::Idle, limits.idle_time);
}

// What is used up makes room first, so that the buffer grows with what is unread only: nothing looks into it
// while more is read.
bool Http1Connection::make_room() {
    if (used_ > 0) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(used_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
        filled_ -= used_;
        used_ = 0;
    }
    if (buffer_.size() - filled_ >= kFirstRead / 2) return true;
    const std::size_t size = std::max(kFirstRead, buffer_.size() * 2);
    if (!input_.resize(size)) return false;
    buffer_.resize(size);
    return true;
}

// eof at the end; no_memory where there is none for more.
Awaitable<error_code> Http1Connection::read_more() {
    if (!make_room()) co_return asio::error::no_memory;
    if (read_in_turn_ >= kTurnBytes) {
        read_in_turn_ = 0;
        co_await asio::post(channel_.executor(), asio::use_awaitable_t<Executor>{});
    }
    const auto [error, count] =
        co_await channel_.read(asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_));
    filled_ += count;
    read_in_turn_ += count;
    if (!error && count == 0) co_return asio::error::eof;
    co_return error;
}

// head_size_ is where the search goes on: what was searched before is not searched again.
Http1Connection::HeadFound Http1Connection::find_head() {
    const Limits& limits = loop_.dispatcher.limits();
    while (head_size_ == 0 && unread().starts_with("\r\n")) {
        used_ += 2;
        if (++blank_lines_ > kMostBlankLines) return HeadFound::NoRequest;
    }
    const auto bytes = unread();
    if (bytes.empty()) return HeadFound::NotYet;
    if (state_ == State::Idle) enter(State::ReadingHead, limits.head_time);
    const auto end = bytes.find("\r\n\r\n", head_size_);
    head_size_ = end != bytes.npos ? end + 4 : bytes.size() - std::min<std::size_t>(3, bytes.size());
    if (head_size_ > limits.head_bytes) return HeadFound::TooLarge;
    return end != bytes.npos ? HeadFound::Whole : HeadFound::NotYet;
}

Awaitable<int> Http1Connection::head_refusal() {
    HeadFound found;
    while ((found = find_head()) == HeadFound::NotYet) {
        const auto error = co_await read_more();
        if (error == asio::error::no_memory) co_return 503;
        if (error) co_return timed_out_&& state_ == State::ReadingHead ? 408 : -1;
    }
    if (found == HeadFound::NoRequest) co_return 400;
    if (found == HeadFound::TooLarge) {
        const bool in_first_line = unread().find("\r\n") > loop_.dispatcher.limits().target_bytes;
        co_return in_first_line ? 414 : 431;
    }
    const int status = parser_.parse_head(unread().substr(0, head_size_));
    used_ += head_size_;  // the head's bytes stay where they are until more is read
    co_return status;
}

Awaitable<int> Http1Connection::read_body(std::size_t most, const std::string& account) {
    const Limits& limits = loop_.dispatcher.limits();
    const RequestHead& head = parser_.head();
    parser_.allow_body(most);
    if (head.content_length > limits.body_bytes)
        if (const int refused = begin_upload(account)) co_return refused;
    state_ = State::ReadingBody;
    pace_.emplace(limits, head.content_length, coarse_now());
    deadline_ = pace_->deadline();
    if (head.expects_continue && unread().empty()) {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        bool sent = send_now({asio::buffer(kContinue.data(), kContinue.size())});
        if (!sent) sent = co_await send_rest();
        if (!sent) co_return -1;
    }
    while (true) {
        std::size_t taken = 0;
        const auto before = parser_.body_size();
        const int status = parser_.parse_body(unread(), taken);
        used_ += taken;
        if (status) co_return status;
        if (!bodies_.resize(parser_.body().capacity())) co_return 503;
        const auto came = parser_.body_size() - before;
        pace_->came(came, coarse_now());
        if (came > 0) progress_ = coarse_now();
        deadline_ = pace_->deadline();
        const bool done = parser_.done();
        if (parser_.body().size() > limits.body_bytes || (upload_ && done)) {
            const int failed = co_await store_body(account, done);
            if (failed) co_return failed;
        }
        if (done) co_return 0;
        // A chunk's header or a trailer that never ends is no body.
        if (unread().size() > limits.head_bytes) co_return 400;
        const auto error = co_await read_more();
        if (error == asio::error::no_memory) co_return 503;
        if (error) co_return timed_out_ ? 408 : -1;
    }
}

int Http1Connection::begin_upload(const std::string& account) {
    auto begun =
        loop_.dispatcher.begin_upload(account.empty() ? address_ : account, parser_.head().content_length);
    if (!begun) return begun.error();
    upload_ = std::move(*begun);
    return 0;
}

// Nothing is read meanwhile: a sender who is faster than the disk waits for it.
Awaitable<int> Http1Connection::store_body(const std::string& account, bool last) {
    if (!upload_)
        if (const int refused = begin_upload(account)) co_return refused;
    const auto began = coarse_now();
    enter(State::Answering, loop_.dispatcher.limits().answer_time);
    auto piece = loop_.memory.keep(std::exchange(parser_.body(), {}));
    bodies_.set(0);
    const auto status = co_await waiting_.ask<int>(channel_.executor(), [&](auto done) {
        loop_.dispatcher.store(upload_, std::move(piece), last, std::move(done));
    });
    progress_ = coarse_now();
    pace_->waited(progress_ - began);
    state_ = State::ReadingBody;
    deadline_ = pace_->deadline();
    co_return status.value_or(503);
}

}  // namespace warraq::serve
