// Runs the simulator over many seeds: see README.md.
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <optional>
#include <spdlog/spdlog.h>
#include <thread>
#include <vector>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#include <sanitizer/common_interface_defs.h>
#endif

#include "base/crypto.h"
#include "serve/simulation/world.h"
#include "support/certificate.h"
#include "support/temporary_folder.h"

#ifdef __SANITIZE_ADDRESS__
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
    return "malloc_context_size=6:quarantine_size_mb=16";  // a million seeds in an hour
}
#endif

#ifdef __SANITIZE_THREAD__
extern "C" const char* __tsan_default_options();
extern "C" const char* __tsan_default_options() {
    return "halt_on_error=1";
}
#endif

namespace {

void tell_seed();

}  // namespace

// Called by the undefined behaviour sanitizer, which knows of no callback.
extern "C" void __ubsan_on_report();
extern "C" void __ubsan_on_report() {
    tell_seed();
}

namespace {

using namespace warraq;

// Told where a fault ends the program.
thread_local std::uint64_t seed_now = 0;

void tell_seed() {
    std::fprintf(stderr, "seed %llu\n", static_cast<unsigned long long>(seed_now));
}

void tell_seed_when_ended() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    __sanitizer_set_death_callback(tell_seed);
#else
    for (const int signal : {SIGSEGV, SIGABRT, SIGILL, SIGFPE})
        std::signal(signal, [](int number) {
            tell_seed();
            std::signal(number, SIG_DFL);
            std::raise(number);
        });
#endif
}

struct Options {
    std::uint64_t from = 0, count = 10'000;
    unsigned threads = 1;
    bool trace = false;
};

std::optional<Options> read_options(const std::vector<std::string>& words) {
    Options options;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--trace") {
            options.trace = true;
            continue;
        }
        if (i + 1 == words.size()) return std::nullopt;
        const auto value = std::strtoull(words[i + 1].c_str(), nullptr, 10);
        if (words[i] == "--from")
            options.from = value;
        else if (words[i] == "--count")
            options.count = value;
        else if (words[i] == "--threads")
            options.threads = static_cast<unsigned>(value);
        else
            return std::nullopt;
        ++i;
    }
    return options;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = read_options({argv + 1, argv + argc});
    if (!options) {
        std::cerr << "usage: simulate [--from SEED] [--count N] [--threads N] [--trace]\n";
        return 2;
    }
    tell_seed_when_ended();
    crypto::start();
    spdlog::set_level(spdlog::level::off);
    testing::TemporaryFolder folder;
    testing::make_certificate(folder / "certificate.pem", folder / "key.pem", "simulated");
    const auto tls =
        serve::TlsContext::load({(folder / "certificate.pem").string(), (folder / "key.pem").string()});
    if (!tls) {
        std::cerr << tls.error().message << '\n';
        return 1;
    }
    serve::simulation::prepare();
    std::atomic<std::uint64_t> next{options->from}, steps{0}, faults{0};
    const auto end = options->from + options->count;
    const auto work = [&] {
        for (std::uint64_t seed = next++; seed < end && faults < 20; seed = next++) {
            seed_now = seed;
            const auto outcome = serve::simulation::simulate(seed, **tls, options->trace);
            steps += outcome.steps;
            if (outcome.fault.empty()) continue;
            ++faults;
            std::cerr << fmt::format("seed {}: {}\n", seed, outcome.fault);
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1u, options->threads); ++i) threads.emplace_back(work);
    for (auto& thread : threads) thread.join();
    std::cout << fmt::format("{} seeds, {} steps, {} faults\n", options->count, steps.load(), faults.load());
    return faults == 0 ? 0 : 1;
}
