// Many followers of one change feed on PostgreSQL: how long from a commit until each of them has read the
// change, and what that costs the server. Each follower is a store of its own, as a node has one: a listener
// and a connection that reads.
//
//     tests/support/postgres start FILE; createdb -h SOCKET -U warraq followers
//     bench_followers "postgresql:///followers?$(cat FILE)" [FOLLOWERS=100] [CHANGES=500]
#include <algorithm>
#include <atomic>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <mutex>
#include <thread>
#include <unistd.h>

#include "base/crypto.h"
#include "store/store.h"

namespace {

using namespace warraq;
using Clock = std::chrono::steady_clock;

// Seconds of processor that PostgreSQL's processes of this machine have used.
double server_seconds() {
    double ticks = 0;
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
        std::ifstream in(process.path() / "stat");
        std::string pid, name, word;
        if (!(in >> pid >> name) || name != "(postgres)") continue;
        for (int field = 3; in >> word; ++field)
            if (field == 14 || field == 15) ticks += std::stod(word);
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::unique_ptr<store::Store> open(const char* address) {
    auto opened = store::open(address, {.readers = 1});
    if (opened) return std::move(*opened);
    fmt::print(stderr, "{}\n", opened.error().message);
    std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: bench_followers ADDRESS [FOLLOWERS] [CHANGES]\n");
        return 2;
    }
    crypto::start();
    const int followers = argc > 2 ? std::stoi(argv[2]) : 100, changes = argc > 3 ? std::stoi(argv[3]) : 500;
    const auto writing = open(argv[1]);
    const std::int64_t first = writing->wait_for_change(0, std::chrono::milliseconds(0)).value_or(0);
    std::vector<std::unique_ptr<store::Store>> stores;
    for (int i = 0; i < followers; ++i) stores.push_back(open(argv[1]));

    std::vector<std::atomic<Clock::rep>> committed(static_cast<std::size_t>(changes));
    std::mutex mutex;
    std::vector<double> lags;  // milliseconds
    std::vector<std::thread> threads;
    for (auto& following : stores)
        threads.emplace_back([&, store = following.get()] {
            std::vector<double> own;
            for (std::int64_t seen = first; seen < first + changes;) {
                const auto last = store->wait_for_change(seen, std::chrono::seconds(10));
                const auto now = Clock::now().time_since_epoch().count();
                if (!last) continue;
                for (; seen < *last; ++seen) {
                    const auto at = committed[static_cast<std::size_t>(seen - first)].load();
                    // 0: it was read before the writer heard of its own commit.
                    own.push_back(at == 0 ? 0 : static_cast<double>(now - at) / 1e6);
                }
            }
            std::lock_guard lock(mutex);
            lags.insert(lags.end(), own.begin(), own.end());
        });
    std::this_thread::sleep_for(std::chrono::seconds(1));
    const double before = server_seconds();
    const auto start = Clock::now();
    for (int i = 0; i < changes; ++i) {
        const auto done = writing->write(
            [&](store::Writer& w) { return w.set("publication.name", fmt::format("\"{}\"", i)); });
        committed[static_cast<std::size_t>(i)] = Clock::now().time_since_epoch().count();
        if (!done) fmt::print(stderr, "{}\n", done.error().message);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    for (auto& thread : threads) thread.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const double used = server_seconds() - before;
    std::sort(lags.begin(), lags.end());
    const auto share = [&](double part) {
        return lags[std::min(lags.size() - 1,
                             static_cast<std::size_t>(static_cast<double>(lags.size()) * part))];
    };
    fmt::print(
        "{} followers, {:.0f} changes a second: lag p50 {:.1f} ms, p99 {:.1f}, longest {:.1f}; PostgreSQL "
        "{:.0f}% of a core, {:.0f} µs a change and follower\n",
        followers, changes / seconds, share(0.5), share(0.99), lags.back(), 100 * used / seconds,
        1e6 * used / changes / std::max(followers, 1));
}
