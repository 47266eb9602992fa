#include "serve/simulation/wire.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstring>

namespace warraq::serve::simulation {

class Wire::End final : public Transport {
  public:
    explicit End(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
    ~End() override { close(); }

    Executor executor() override { return wire_->context_.get_executor(); }

    std::size_t read_some(asio::mutable_buffer room, error_code& error) override {
        const std::size_t count = peek(room, error);
        wire_->arrived_.drop(count);
        wire_->read_ += count;
        // But for the last byte, so that a record of TLS is always incomplete and a read never stops at its
        // end.
        if (count > 0 && wire_->arrived_.empty() && wire_->flood_ && wire_->flood_())
            wire_->arrive(wire_->on_the_way() - std::min<std::size_t>(1, wire_->on_the_way()));
        return count;
    }

    std::size_t peek(asio::mutable_buffer room, error_code& error) override {
        error = fault();
        if (error) return 0;
        const std::size_t count = std::min(room.size(), wire_->arrived_.size());
        std::memcpy(room.data(), wire_->arrived_.view().data(), count);
        if (count == 0 && room.size() > 0) error = asio::error::would_block;
        if (count == 0 && wire_->end_arrived_) error = asio::error::eof;
        return count;
    }

    std::size_t write_some(const Parts& parts, error_code& error) override {
        error = fault();
        if (!error && wire_->server_finished_) error = asio::error::broken_pipe;
        if (error) return 0;
        std::size_t sent = 0;
        for (const auto& part : parts) {
            const std::size_t free = wire_->room_ - std::min(wire_->room_, wire_->sent_.size());
            const std::size_t count = std::min(free, part.size());
            wire_->sent_.append({static_cast<const char*>(part.data()), count});
            sent += count;
            if (count < part.size()) break;
        }
        if (sent == 0 && asio::buffer_size(parts) > 0) error = asio::error::would_block;
        return sent;
    }

    Awaitable<error_code> wait(Direction direction) override {
        const auto [error] = co_await asio::async_initiate<decltype(kAwait), void(error_code)>(
            [this, direction](auto handler) {
                auto shared = std::make_shared<decltype(handler)>(std::move(handler));
                wire_->waiting(direction).push_back([shared](error_code told) { (*shared)(told); });
                if (wire_->closed_) wire_->tell(direction, asio::error::bad_descriptor);
            },
            kAwait);
        co_return error;
    }

    Awaitable<Read> read(asio::mutable_buffer room) override {
        while (true) {
            error_code error;
            const std::size_t count = read_some(room, error);
            if (error != asio::error::would_block) co_return Read{error, count};
            error = co_await wait(Direction::Read);
            if (error) co_return Read{error, 0};
        }
    }

    bool shutdown_send() override {
        if (fault() || wire_->server_finished_) return false;
        wire_->server_finished_ = true;
        return true;
    }

    void cancel() override { wire_->cancel(); }

    void close() override {
        wire_->closed_ = true;
        wire_->cancel();
    }

  private:
    error_code fault() const {
        if (wire_->closed_) return asio::error::bad_descriptor;
        return wire_->reset_ ? error_code(asio::error::connection_reset) : error_code();
    }

    std::shared_ptr<Wire> wire_;
};

std::unique_ptr<Transport> Wire::server_end(std::shared_ptr<Wire> self) {
    return std::make_unique<End>(std::move(self));
}

void Wire::reset() {
    reset_ = finished_ = true;
    on_the_way_.clear();
    sent_.clear();
}

std::string Wire::take(std::size_t most) {
    return sent_.take(most);
}

void Wire::arrive(std::size_t bytes) {
    arrived_.append(on_the_way_.view().substr(0, bytes));
    on_the_way_.drop(bytes);
}

bool Wire::ready(Direction direction) const {
    if (reset_) return true;
    return direction == Direction::Read ? !arrived_.empty() || end_arrived_ : sent_.size() < room_;
}

void Wire::wake(Direction direction) {
    tell(direction, {});
}

// Told by the loop, one after the other, never in the middle of the call that led to it.
void Wire::tell(Direction direction, error_code error) {
    for (Waiter& waiter : std::exchange(waiting(direction), {}))
        asio::post(context_, [waiter = std::move(waiter), error] { waiter(error); });
}

void Wire::cancel() {
    for (const auto direction : {Direction::Read, Direction::Write})
        tell(direction, asio::error::operation_aborted);
}

}  // namespace warraq::serve::simulation
