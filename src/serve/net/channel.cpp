#include "serve/net/channel.h"

#include <array>
#include <boost/asio/error.hpp>

namespace warraq::serve {
namespace {

constexpr std::size_t kMostLingering = 256 * 1024;  // bytes that are read and thrown away

Transport::Direction direction_of(TlsSession::Need need) {
    return need == TlsSession::Need::ToWrite ? Transport::Direction::Write : Transport::Direction::Read;
}

Channel::Outcome outcome_of(TlsSession::Need need, std::size_t bytes) {
    if (need == TlsSession::Need::End) return {Channel::Step::Ended, bytes};
    if (need == TlsSession::Need::Nothing) return {Channel::Step::Done, bytes};
    return {Channel::Step::Blocked, bytes, direction_of(need)};
}

}  // namespace

bool Channel::admit(const std::string& address, const ProxyPolicy& edge, AddressCount& addresses) {
    peer_ = address;
    const auto parsed = IpAddress::from(address);
    trusted_ = parsed && edge.trusts(*parsed);
    if (trusted_) return true;
    seat_ = addresses.take(address);
    return seat_ != nullptr;
}

void Channel::begin_tls(const TlsContext& context) {
    tls_ = std::make_unique<TlsSession>(context, *transport_);
}

Awaitable<bool> Channel::handshake() {
    while (true) {
        const auto need = tls_->handshake();
        if (need == TlsSession::Need::Nothing) co_return true;
        if (need == TlsSession::Need::End) co_return false;
        const auto error = co_await transport_->wait(direction_of(need));
        if (error) co_return false;
    }
}

Awaitable<Transport::Read> Channel::read(asio::mutable_buffer room) {
    return tls_ ? read_tls(room) : transport_->read(room);
}

Awaitable<Transport::Read> Channel::read_tls(asio::mutable_buffer room) {
    while (true) {
        const auto outcome = read_some(room);
        if (outcome.step == Step::Ended) co_return Transport::Read{asio::error::eof, 0};
        if (outcome.step == Step::Done) co_return Transport::Read{error_code(), outcome.bytes};
        const auto error = co_await transport_->wait(outcome.direction);
        if (error) co_return Transport::Read{error, 0};
    }
}

Channel::Outcome Channel::read_some(asio::mutable_buffer room) {
    if (tls_) {
        std::size_t got = 0;
        const auto need = tls_->read(static_cast<char*>(room.data()), room.size(), got);
        return outcome_of(need, got);
    }
    error_code error;
    const std::size_t got = transport_->read_some(room, error);
    if (error == asio::error::would_block) return {Step::Blocked, 0, Transport::Direction::Read};
    return {error || got == 0 ? Step::Ended : Step::Done, got};
}

Channel::Outcome Channel::write_some(Parts parts) {
    if (tls_) return write_tls(parts);
    error_code error;
    const std::size_t sent = transport_->write_some(parts, error);
    if (error && error != asio::error::would_block) return {Step::Ended, sent};
    if (sent == asio::buffer_size(parts)) return {Step::Done, sent};
    return {Step::Blocked, sent, Transport::Direction::Write};
}

// Several parts go into as few records as they fit; a record is tried again with the same bytes.
Channel::Outcome Channel::write_tls(Parts parts) {
    constexpr std::size_t kRecord = 16 * 1024;
    thread_local std::array<char, kRecord> record;
    std::size_t total = 0;
    while (true) {
        std::string_view next(static_cast<const char*>(parts[0].data()), parts[0].size());
        if (parts[1].size() + parts[2].size() > 0)
            next = {record.data(), asio::buffer_copy(asio::buffer(record), parts)};
        if (next.empty()) return {Step::Done, total};
        std::size_t sent = 0;
        const auto need = tls_->write(next, sent);
        if (need != TlsSession::Need::Nothing) return outcome_of(need, total);
        advance(parts, sent);
        total += sent;
    }
}

Awaitable<void> Channel::linger() {
    if (tls_) tls_->say_goodbye();
    if (!transport_->shutdown_send()) co_return;
    for (std::size_t total = 0; total < kMostLingering;) {
        const auto error = co_await transport_->wait(Transport::Direction::Read);
        if (error) co_return;
        const auto read = read_past();
        if (read.step == Step::Ended) co_return;
        total += read.bytes;
    }
}

// What the transport has, TLS or not.
Channel::Outcome Channel::read_past() {
    std::array<char, 4096> bytes;
    error_code error;
    const std::size_t count = transport_->read_some(asio::buffer(bytes), error);
    if (error == asio::error::would_block) return {Step::Blocked, 0};
    return {error || count == 0 ? Step::Ended : Step::Done, count};
}

}  // namespace warraq::serve
