#include "cli/progress.h"

#include <cstdio>
#include <fmt/format.h>
#include <string>
#include <unistd.h>

namespace warraq::cli {

Progress::Progress(std::string_view unit) : unit_(unit), terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    clear();
}

double Progress::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

void Progress::clear() {
    if (!terminal_ || shown_ == std::chrono::steady_clock::time_point{}) return;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

void Progress::show(double share, std::uint64_t count) {
    constexpr std::chrono::milliseconds kEvery{100};
    const auto moment = std::chrono::steady_clock::now();
    if (!terminal_ || moment - shown_ < kEvery) return;
    shown_ = moment;
    constexpr int kWidth = 30;
    const int done = static_cast<int>(share * kWidth);
    const double passed = seconds();
    const auto left = static_cast<int>(share > 0.01 ? passed / share - passed : 0);
    fmt::print(stderr, "\r\x1b[K[{:#<{}}{:.<{}}] {:3.0f}%  {} {}, {:.0f} a second, {}:{:02} left", "", done,
               "", kWidth - done, share * 100, count, unit_,
               static_cast<double>(count) / std::max(passed, 0.001), left / 60, left % 60);
    std::fflush(stderr);
}

}  // namespace warraq::cli
