// Whom the loop ends where memory is short, one after the other: on a clock and wires of the simulator's, so
// that who was silent for how long is what the test says.
#include <gtest/gtest.h>

#include "serve/net/connection.h"
#include "serve/simulation/wire.h"

namespace warraq::serve {
namespace {

using namespace std::chrono_literals;
using simulation::Wire;

class MemoryOrderTest : public ::testing::Test {
  protected:
    MemoryOrderTest() {
        site_.router.add(
            {Method::Get, "/", [](const Request&) { return text("front"); }, {.immediate = true}});
        site_.router.add({Method::Get,
                          "/picture",
                          [](const Request&) { return text(std::string(90'000, 'p')); },
                          {.immediate = true}});
        site_.router.add(
            {Method::Post, "/form", [](const Request&) { return text("got it"); }, {.immediate = true}});
        dispatcher_ = std::make_unique<Dispatcher>(std::move(site_), limits_, metrics_,
                                                   body_files_in(std::filesystem::temp_directory_path()));
        loop_ = std::make_unique<Loop>(*dispatcher_, metrics_, memory_, count_, log_, edge_);
    }
    ~MemoryOrderTest() override {
        for (auto& [name, wire] : wires_) wire->reset();
        run();
    }
    static Reply text(std::string body) {
        Reply reply;
        reply.type = "image/png";
        reply.body = std::move(body);
        return reply;
    }
    void run() {
        for (int again = 0; again < 20; ++again) {
            for (auto& [name, wire] : wires_)
                for (const auto direction : {Wire::Direction::Read, Wire::Direction::Write})
                    if (wire->waited_for(direction) && wire->ready(direction)) wire->wake(direction);
            loop_->context().restart();
            loop_->context().poll();
        }
    }
    void says(const std::string& name, std::string_view bytes) {
        auto& wire = wires_[name];
        if (!wire) {
            wire = std::make_shared<Wire>(loop_->context(), 20'000);
            loop_->take_in(wire->server_end(wire), "127.0.0.1", nullptr);
        }
        wire->send(bytes);
        wire->arrive(wire->on_the_way());
        run();
    }
    void takes(const std::string& name, std::size_t bytes = 1u << 20) {
        wires_[name]->take(bytes);
        run();
    }
    void pass(std::chrono::seconds time) {
        for (; time > 0s; time -= 1s) {
            clock_.now += 1s;
            loop_->look_after_connections();
            run();
        }
    }
    // As often as there is a little too much, until nobody is left.
    std::vector<std::string> ended() {
        std::vector<std::string> order;
        MemoryBudget others(memory_, 1u << 30);
        while (metrics_.open > 0 && order.size() < 20) {
            while (memory_.excess() == 0) others.add(MemoryUse::Input, 64);
            for (int look = 0; look < 3 && memory_.excess() > 0; ++look) loop_->look_after_connections();
            run();
            for (auto& [name, wire] : wires_)
                if (wire->gone() && std::ranges::find(order, name) == order.end()) order.push_back(name);
        }
        return order;
    }

    SimulatedClock clock_;
    const Limits limits_{.total_memory = 40u << 20};
    Site site_;
    Metrics metrics_;
    MemoryTotal memory_{limits_.total_memory};
    ConnectionCount count_{limits_};
    const AccessLog log_;
    const ProxyPolicy edge_;
    std::unique_ptr<Dispatcher> dispatcher_;
    std::unique_ptr<Loop> loop_;
    std::map<std::string, std::shared_ptr<Wire>> wires_;
};

TEST_F(MemoryOrderTest, WhoDoesLeastWithMostGoesFirst) {
    const std::string get = "GET /picture HTTP/1.1\r\nHost: a\r\n\r\n";
    const auto post = [](std::size_t announced, std::size_t sent) {
        return "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(announced) + "\r\n\r\n" +
               std::string(sent, 'b');
    };
    says("a reader that takes nothing", get);
    pass(5s);
    says("idle for long", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    takes("idle for long");
    says("a slow reader", get);
    pass(16s);
    says("idle", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    takes("idle");
    takes("a slow reader", 9'000);
    says("a head that does not end", "GET / HTTP/1.1\r\nHost");
    says("a sender of much", post(64'000, 62'000));
    says("a sender", post(3'000, 1'000));
    says("a reader", get);
    takes("a reader", 9'000);
    pass(1s);
    const std::vector<std::string> due = {"a sender of much",
                                          "a reader that takes nothing",
                                          "a head that does not end",
                                          "idle for long",
                                          "idle",
                                          "a sender",
                                          "a slow reader",
                                          "a reader"};
    EXPECT_EQ(ended(), due);
}

}  // namespace
}  // namespace warraq::serve
