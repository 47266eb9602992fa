#include "serve/simulation/world.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <openssl/rand.h>
#include <set>
#include <vector>

#include "serve/http/http2_session.h"
#include "serve/net/clock.h"
#include "serve/net/connection.h"
#include "serve/simulation/body_files.h"
#include "serve/simulation/peers.h"
#include "serve/simulation/site.h"
#include "serve/simulation/workers.h"

namespace warraq::serve::simulation {
namespace {

using namespace std::chrono_literals;

thread_local std::mt19937_64 tls_random;

int random_bytes(unsigned char* out, int size) {
    for (int i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(tls_random());
    return 1;
}

// Of what a request's head may take (Http2Stream): fields, their copy of cookies joined, and the allocator's
// steps; then what the site is asked, its address in percent-encoding among it.
std::size_t most_for_heads(std::size_t streams, const Limits& limits) {
    return std::clamp<std::size_t>(streams, 1, Http2Session::kStreams) *
           (sizeof(Http2Stream) + 10 * limits.head_bytes);
}

// A piece on its way to disk, and what comes meanwhile; strings have up to twice the room that they need.
std::size_t most_for_bodies(std::size_t streams, const Limits& limits) {
    const std::size_t over_http1 = 2 * (limits.body_bytes + limits.head_bytes);
    const std::size_t over_http2 = 4 * (limits.body_bytes + Http2Session::kUploadWindow);
    return streams == 0 ? over_http1 : std::min(streams, Http2Session::kBodies) * over_http2;
}

struct Connected {
    std::shared_ptr<Wire> wire;
    std::unique_ptr<Peer> peer;
    bool polite = false;
    bool silent = false;       // it neither sends nor reads any more
    bool turned_away = false;  // too many came before it
    bool floods = false;       // it sends faster than it is served
    std::size_t pace = 0;      // bytes that it takes at once at the most
};

class World {
  public:
    World(std::uint64_t seed, const TlsContext& tls, bool trace)
        : choices_(seed),
          trace_(trace),
          calm_(choices_.chance(35)),
          limits_(limits()),
          memory_(limits_.total_memory),
          tls_(tls) {
        const std::size_t most_waiting = calm_ || choices_.chance(70) ? 10'000 : choices_.between(0, 3);
        const std::size_t at_once = choices_.chance(30) ? 100 : choices_.below(60);
        const auto pool = [&] {
            auto made = std::make_unique<SimulatedWorkers>(choices_, most_waiting, at_once);
            workers_.push_back(made.get());
            return made;
        };
        WorkerPools pools{pool(), pool(), pool(), pool()};
        dispatcher_ = std::make_unique<Dispatcher>(make_site(choices_, calm_, events_), limits_, metrics_,
                                                   disk_, std::move(pools));
        if (!calm_ && choices_.chance(10)) {
            edge_.proxy_protocol = true;
            edge_.trusted_proxies = {*IpNetwork::from("10.0.0.0/8")};
        }
        loop_ = std::make_unique<Loop>(*dispatcher_, metrics_, memory_, count_, log_, edge_);
    }

    Outcome run() {
        std::size_t steps = choices_.between(20, 250);
        for (auto count = choices_.between(1, 3); count > 0; --count) connect();
        for (; steps > 0 && fault_.empty(); --steps) step();
        if (calm_ && fault_.empty()) come_to_rest();
        if (fault_.empty()) fall_silent();
        return {fault_, steps_};
    }

  private:
    Limits limits() {
        Limits made;
        made.connections = !calm_ && choices_.chance(10) ? 2 : 20;
        if (!calm_ && choices_.chance(15)) made.connections_of_address = choices_.between(1, 3);
        if (!calm_ && choices_.chance(15)) made.followers_of_address = choices_.between(1, 3);
        if (!calm_ && choices_.chance(15)) made.requests_of_address = choices_.between(1, 5);
        if (!calm_ && choices_.chance(15)) made.pieces_of_address = choices_.between(1, 5);
        if (!calm_ && choices_.chance(30)) made.total_memory = 1u << 20;
        if (calm_) {
            made.uploads = made.uploads_of_account = 1'000;
        } else if (choices_.chance(30)) {
            made.uploads_of_account = choices_.between(1, 3);
            made.uploads = choices_.between(1, 4);
            made.upload_bytes_of_account = choices_.between(100'000, 800'000);
            made.upload_bytes = choices_.between(100'000, 1'600'000);
        }
        return made;
    }

    void connect() {
        Connected& one = connected_.emplace_back();
        const bool narrow = choices_.chance(40);
        one.wire = std::make_shared<Wire>(loop_->context(), narrow ? choices_.between(100, 9'000) : 200'000);
        one.pace = choices_.chance(50) ? 300'000 : choices_.between(1, 3'000);
        PeerOptions options{.secure = choices_.chance(60), .calm = calm_};
        const bool near = choices_.chance(50);
        std::string address = near ? "127.0.0.1" : choices_.chance(50) ? "151.101.1.1" : "2a04:4e42::1";
        bool may_be_polite = true;
        if (edge_.proxy_protocol && choices_.chance(80)) {
            address = "10.0.0.1";
            if (choices_.chance(80)) options.before = "PROXY TCP4 151.101.1.1 192.0.2.2 1234 443\r\n";
            may_be_polite = false;  // refused without its header, and counted by another address with it
        }
        one.polite = may_be_polite && (calm_ || choices_.chance(50));
        // Once too many have come, they are told so or nothing at all.
        one.turned_away = loop_->connections().size() >= limits_.connections;
        PeerOptions now = options;
        now.calm = calm_ && !one.turned_away;
        const bool http2 = choices_.chance(65);
        const bool astray = options.secure && !one.polite && choices_.chance(10);
        if (!options.secure)
            one.peer =
                one.polite ? polite_http1(*one.wire, choices_, now) : hostile_http1(*one.wire, choices_, now);
        else if (astray)
            one.peer = hostile_tls(*one.wire, choices_, now);
        else if (http2)
            one.peer =
                one.polite ? polite_http2(*one.wire, choices_, now) : hostile_http2(*one.wire, choices_, now);
        else
            one.peer =
                one.polite ? polite_http1(*one.wire, choices_, now) : hostile_http1(*one.wire, choices_, now);
        if (!one.polite && !astray && choices_.chance(10)) flood(one);
        tell("%zu connects: %s %s%s", connected_.size() - 1, one.polite ? "polite" : "hostile",
             options.secure ? "TLS" : "clear", http2 ? " h2" : "");
        loop_->take_in(one.wire->server_end(one.wire), address, options.secure ? &tls_ : nullptr);
        settle();
    }

    // For a while: whenever all that it sent was read, there is more.
    void flood(Connected& one) {
        one.floods = true;
        one.wire->set_flood([peer = one.peer.get(), wire = one.wire.get(), sent = std::size_t{0}]() mutable {
            if (sent > 2 * kMostInTurn || wire->gone()) return false;
            peer->receive(wire->take(kMostInTurn));
            peer->flood();
            sent += wire->on_the_way();
            return true;
        });
    }

    void step() {
        ++steps_;
        const auto at = choices_.below(connected_.size());
        Connected& one = connected_[at];
        const auto kind = choices_.below(100);
        if (kind < 22) {
            if (!one.silent && (one.floods || one.peer->has_more_to_do())) act(at);
        } else if (kind < 45) {
            arrive(at);
        } else if (kind < 58) {
            wake(at, Wire::Direction::Read, choices_.chance(5));
        } else if (kind < 68) {
            wake(at, Wire::Direction::Write, choices_.chance(5));
        } else if (kind < 80) {
            if (!one.silent) take(at, one.pace);
        } else if (kind < 92) {
            work();
        } else if (kind < 95) {
            pass(std::chrono::milliseconds(choices_.mostly_small(calm_ ? 300 : 40'000)));
        } else {
            disturb(at);
        }
        settle();
    }

    void act(std::size_t at) {
        tell("%zu acts", at);
        connected_[at].floods ? connected_[at].peer->flood() : connected_[at].peer->act();
    }
    void arrive(std::size_t at) {
        Wire& wire = *connected_[at].wire;
        if (wire.on_the_way() > 0) {
            const auto bytes =
                choices_.chance(50) ? wire.on_the_way() : choices_.mostly_small(wire.on_the_way());
            tell("%zu: %zu bytes arrive", at, bytes);
            wire.arrive(bytes);
        } else if (wire.end_on_the_way()) {
            tell("%zu: the end arrives", at);
            wire.arrive_end();
        }
    }
    bool wake(std::size_t at, Wire::Direction direction, bool for_nothing) {
        Wire& wire = *connected_[at].wire;
        if (!wire.waited_for(direction) || (!wire.ready(direction) && !for_nothing)) return false;
        tell("%zu: woken to %s", at, direction == Wire::Direction::Read ? "read" : "write");
        wire.wake(direction);
        return true;
    }
    void take(std::size_t at, std::size_t most) {
        Connected& one = connected_[at];
        const auto bytes = one.wire->take(most);
        if (bytes.empty()) return;
        tell("%zu takes %zu bytes", at, bytes.size());
        one.peer->receive(bytes);
    }
    void work() {
        SimulatedWorkers& pool = *choices_.one_of(workers_);
        if (pool.waiting() == 0) return;
        const bool hangs = !calm_ && choices_.chance(5);
        tell(hangs ? "a worker hangs" : "a worker answers");
        hangs ? pool.hang() : pool.run_one();
    }
    void pass(std::chrono::nanoseconds time) {
        tell("%lld ms pass", static_cast<long long>(time / 1ms));
        clock_.now += time;
        loop_->look_after_connections();
    }
    // What a calm world has none of, but for news and those who come later.
    void disturb(std::size_t at) {
        static constexpr std::size_t kMostConnected = 6;
        switch (choices_.below(calm_ ? 3 : 8)) {
            case 0:
                tell("news");
                events_->publish(std::to_string(steps_));
                loop_->look_after_connections();
                return;
            case 1:
                return dispatcher_->cache().drop({"front", "file"},
                                                 choices_.chance(50) ? Drop::Expire : Drop::Evict);
            case 2:
                if (connected_.size() < kMostConnected) connect();
                return;
            case 3:
                tell("%zu resets", at);
                connected_[at].wire->reset();
                return;
            case 4:
                tell("%zu falls silent", at);
                connected_[at].silent = true;
                return;
            case 5:
                disk_->full = !disk_->full;
                return tell(disk_->full ? "the disk is full" : "the disk has room");
            case 6:
                disk_->broken = choices_.chance(50);
                return tell(disk_->broken ? "the disk is broken" : "the disk is whole");
            default:
                if (!choices_.chance(20)) return;
                tell("the server is told to end");
                loop_->begin_drain();
        }
    }

    // The loop does all that it can, then what must hold is looked at.
    void settle() {
        loop_->context().restart();
        while (loop_->context().poll_one() > 0)
            for (const Connected& one : connected_)
                if (one.wire->read_lately() > kMostInTurn) fail("one peer keeps the loop for itself");
        check();
    }

    void check() {
        std::size_t streams = 0;
        for (const Connected& one : connected_) {
            streams = std::max(streams, one.peer->streams_opened());
            if (!one.peer->fault().empty()) fail(one.peer->fault());
        }
        std::size_t all = 0, answers = 0;
        for (const Connection* connection : loop_->connections()) {
            const MemoryBudget* const budget = &connection->memory();
            all += budget->held() - budget->held(MemoryUse::Answers);
            answers += budget->held(MemoryUse::Answers);
            if (budget->held() > limits_.connection_memory + kBeyond) fail("a connection is over its budget");
            if (budget->held(MemoryUse::Input) > 4 * limits_.head_bytes)
                fail("input that nobody needs is held");
            if (budget->held(MemoryUse::Output) > kMostOutput)
                fail("a connection buffers for its peer: " + std::to_string(budget->held(MemoryUse::Output)));
            if (budget->held(MemoryUse::Heads) > most_for_heads(streams, limits_))
                fail("heads hold more than their limits allow: " +
                     std::to_string(budget->held(MemoryUse::Heads)));
            if (budget->held(MemoryUse::Bodies) > most_for_bodies(streams, limits_))
                fail("bodies hold more memory than their limits allow: " +
                     std::to_string(budget->held(MemoryUse::Bodies)));
        }
        if (memory_.held(MemoryUse::Answers) > answers) fail("a page is counted that nobody is sent");
        if (memory_.held() - memory_.held(MemoryUse::Answers) != all + memory_.kept())
            fail("the total is not the sum of its parts");
        const auto uploads = dispatcher_->uploads();
        if (uploads.uploads > limits_.uploads) fail("more uploads than are allowed");
        if (uploads.set_aside > limits_.upload_bytes)
            fail("uploads may take more of the disk than is allowed");
        if (uploads.on_disk > uploads.set_aside) fail("uploads take more of the disk than was set aside");
        if (uploads.uploads != disk_->open()) fail("a body's file has no upload, or the other way round");
        if (disk_->bytes() > uploads.on_disk) fail("more is on disk than is counted");
    }

    // Nothing new happens, all that was begun goes on to its end: then every request has its answer.
    void come_to_rest() {
        for (std::size_t round = 0; fault_.empty(); ++round) {
            if (round > 200'000) return fail("it never comes to rest");
            bool moved = false;
            for (std::size_t at = 0; at < connected_.size(); ++at) {
                Connected& one = connected_[at];
                Wire& wire = *one.wire;
                const bool acts = one.peer->has_more_to_do();
                const bool comes = wire.on_the_way() > 0 || wire.end_on_the_way();
                const bool taken = wire.to_take() > 0;
                if (acts) act(at);
                if (comes) arrive(at);
                if (taken) take(at, 300'000);
                for (const auto direction : {Wire::Direction::Read, Wire::Direction::Write}) {
                    const bool woken = wire.waited_for(direction) && wire.ready(direction);
                    if (woken) wake(at, direction, false);
                    moved = moved || woken;
                }
                if (!acts) one.peer->take_all();
                moved = moved || acts || comes || taken || wire.on_the_way() > 0;
                settle();
            }
            for (SimulatedWorkers* pool : workers_)
                for (; pool->waiting() > 0 && fault_.empty(); moved = true) {
                    pool->run_one();
                    settle();
                }
            if (!moved) break;
        }
        for (std::size_t at = 0; at < connected_.size() && fault_.empty(); ++at)
            if (connected_[at].polite && !connected_[at].turned_away && !connected_[at].peer->answered())
                fail("a request of " + std::to_string(at) + " was never answered");
    }

    // Nobody sends or reads any more, some workers hang: time alone ends what there is. Who follows events is
    // told of life as long as the line takes it in, and goes when the server ends.
    void fall_silent() {
        // One request may wait for its turn, for its answer and for its reader, a minute or two for each.
        constexpr auto kLongest = 500s, kDrain = 400s;
        std::set<const Connection*> followers;  // some are just being told of life when time is up
        tell("silence");
        for (const Connected& one : connected_) one.wire->set_flood({});
        for (auto passed = 0s; passed < kLongest && fault_.empty(); ++passed) {
            check_patience();
            for (const Connection* connection : loop_->connections())
                if (passed > kDrain / 2 && connection->following()) followers.insert(connection);
            if (passed == kDrain) {
                for (const Connection* connection : loop_->connections())
                    if (!followers.contains(connection)) return fail("a connection outlives its time limits");
                loop_->begin_drain();
            }
            clock_.now += 1s;
            loop_->look_after_connections();
            for (std::size_t at = 0; at < connected_.size(); ++at)
                for (const auto direction : {Wire::Direction::Read, Wire::Direction::Write})
                    for (int again = 0; again < 100 && wake(at, direction, false); ++again) settle();
            if (choices_.chance(20)) work();
            settle();
            if (loop_->connections().empty()) break;
        }
        if (!fault_.empty()) return;
        if (!loop_->connections().empty()) return fail("a connection outlives the server");
        if (metrics_.open != 0) return fail("connections are counted that are not there");
        if (metrics_.following != 0) return fail("followers are counted that are not there");
        if (memory_.held() != memory_.kept()) return fail("memory is counted that no connection holds");
        if (count_.handshakes != 0) return fail("handshakes are counted that are not there");
        const bool hang = std::ranges::any_of(workers_, &SimulatedWorkers::hangs);
        for (SimulatedWorkers* pool : workers_) pool->end_those_that_hang();
        for (SimulatedWorkers* pool : workers_)
            while (pool->waiting() > 0) pool->run_one();
        loop_->context().restart();
        loop_->context().poll();
        if (!hang && dispatcher_->cache().totals().renders != 0) return fail("a page is being made for good");
        if (count_.addresses.networks() != 0 || count_.followers.networks() != 0)
            return fail("an address has connections that are not there");
        if (dispatcher_->networks_at_work() != 0) return fail("an address is at work for good");
        if (memory_.held() != 0) return fail("memory is counted for work that is done");
        if (disk_->open() != 0) return fail("a body's file outlives all connections");
        if (dispatcher_->uploads().set_aside != 0) return fail("uploads are counted that are not there");
    }

    // Who has asked for nothing yet, or for nothing more, is gone within the time that there is for it.
    void check_patience() {
        constexpr auto kMargin = 8s;  // what arrived before is still read; last words; the loop's look
        const auto before = std::exchange(asking_nothing_, {});
        for (const Connection* connection : loop_->connections()) {
            if (connection->following() || connection->activity() != Connection::Activity::None) continue;
            const bool idle = connection->idle();
            const auto known = before.find({connection, idle});
            const auto since = known == before.end() ? clock_.now : known->second;
            asking_nothing_[{connection, idle}] = since;
            if (clock_.now - since > (idle ? limits_.idle_time : limits_.head_time) + kMargin)
                return fail(idle ? "a connection that is idle stays"
                                 : "a head or handshake that never comes is waited for");
        }
    }

    void fail(std::string what) {
        if (fault_.empty()) fault_ = std::move(what);
    }
    template <class... Values>
    void tell(const char* format, Values... values) const {
        if (!trace_) return;
        std::fprintf(stderr, "%5zu  ", steps_);
        std::fprintf(stderr, format, values...);
        std::fputc('\n', stderr);
    }

    // What is counted after it was taken: a batch of frames, an answer that was made.
    static constexpr std::size_t kBeyond = 1u << 20;
    static constexpr std::size_t kMostOutput = 200 * 1024;
    // Bytes of one connection that the loop reads before the others have their turn.
    static constexpr std::size_t kMostInTurn = 1u << 20;

    SimulatedClock clock_;
    Choices choices_;
    const bool trace_;
    const bool calm_;
    const Limits limits_;
    Metrics metrics_;
    MemoryTotal memory_;
    ConnectionCount count_{limits_};
    const TlsContext& tls_;
    const AccessLog log_;
    ProxyPolicy edge_;
    std::vector<SimulatedWorkers*> workers_;
    const std::shared_ptr<SimulatedBodyFiles> disk_ = std::make_shared<SimulatedBodyFiles>();
    const std::shared_ptr<EventStream> events_ = std::make_shared<EventStream>();
    std::unique_ptr<Dispatcher> dispatcher_;
    std::unique_ptr<Loop> loop_;
    std::vector<Connected> connected_;
    std::map<std::pair<const Connection*, bool>, SteadyTime>
        asking_nothing_;  // idle or not: since when, in silence
    std::size_t steps_ = 0;
    std::string fault_;
};

}  // namespace

void prepare() {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    static RAND_METHOD method{};
    method.bytes = random_bytes;
    method.pseudorand = random_bytes;
    method.status = [] { return 1; };
    RAND_set_rand_method(&method);
#pragma GCC diagnostic pop
}

Outcome simulate(std::uint64_t seed, const TlsContext& tls, bool trace) {
    World world(seed, tls, trace);
    return world.run();
}

}  // namespace warraq::serve::simulation
