// Bytes between a peer and the server, as a network carries them: what was sent is on its way, then it has
// arrived; what the server says waits in a buffer that is full at some point.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "serve/net/transport.h"

namespace warraq::serve::simulation {

// A queue of bytes, first in, first out.
class Bytes {
  public:
    std::string_view view() const { return std::string_view(text_).substr(begin_); }
    std::size_t size() const { return text_.size() - begin_; }
    bool empty() const { return size() == 0; }
    void append(std::string_view more) { text_ += more; }
    std::string take(std::size_t most) {
        std::string out(view().substr(0, most));
        drop(out.size());
        return out;
    }
    void drop(std::size_t bytes) {
        begin_ += bytes;
        if (begin_ < text_.size() / 2) return;  // not a move of all that is left for each byte
        text_.erase(0, begin_);
        begin_ = 0;
    }
    void clear() {
        text_.clear();
        begin_ = 0;
    }

  private:
    std::string text_;
    std::size_t begin_ = 0;
};

class Wire {
  public:
    Wire(asio::io_context& context, std::size_t room) : context_(context), room_(room) {}

    // The peer's end.
    void send(std::string_view bytes) {
        if (!finished_) on_the_way_.append(bytes);
    }
    void finish() { finished_ = true; }  // it sends nothing more
    void reset();                        // and takes nothing more
    std::string take(std::size_t most);  // of what the server sent
    std::size_t to_take() const { return sent_.size(); }
    // The server said its last: after this, there is nothing more to take.
    bool server_ended() const { return (server_finished_ || closed_) && sent_.empty(); }
    bool gone() const { return reset_ || closed_; }

    // The network.
    std::size_t on_the_way() const { return on_the_way_.size(); }
    void arrive(std::size_t bytes);
    bool end_on_the_way() const { return finished_ && on_the_way_.empty() && !end_arrived_; }
    void arrive_end() { end_arrived_ = true; }
    using Direction = Transport::Direction;
    bool waited_for(Direction direction) const { return !waiting(direction).empty(); }
    bool ready(Direction direction) const;
    void wake(Direction direction);  // all who wait, whether it is ready or not
    // Each time that all which arrived was read, more is there at once, while `flood` says so: from a peer
    // that sends faster than the server reads.
    void set_flood(std::function<bool()> flood) { flood_ = std::move(flood); }
    // Bytes that the server read since it was asked last.
    std::size_t read_lately() { return std::exchange(read_, 0); }

    // The server's end. The wire outlives it.
    class End;
    std::unique_ptr<Transport> server_end(std::shared_ptr<Wire> self);

  private:
    using Waiter = std::function<void(error_code)>;
    std::vector<Waiter>& waiting(Direction direction) {
        return direction == Direction::Read ? reading_ : writing_;
    }
    const std::vector<Waiter>& waiting(Direction direction) const {
        return direction == Direction::Read ? reading_ : writing_;
    }
    void tell(Direction direction, error_code error);
    void cancel();

    asio::io_context& context_;
    const std::size_t room_;  // for what the peer has not taken
    Bytes on_the_way_, arrived_, sent_;
    bool finished_ = false, end_arrived_ = false, server_finished_ = false, reset_ = false, closed_ = false;
    std::function<bool()> flood_;
    std::size_t read_ = 0;
    std::vector<Waiter> reading_, writing_;
};

}  // namespace warraq::serve::simulation
