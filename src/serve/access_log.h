// One JSON line an answer: time, method, path, status, bytes, microseconds. Never the reader's address unless
// asked.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace spdlog {
class logger;
}

namespace warraq::serve {

class AccessLog {
  public:
    AccessLog() = default;  // writes nothing
    // "-" is standard output. Error: Unavailable.
    // Of addresses that hold one of `secret`, in small letters and however they are spelt, only that is
    // written.
    static Result<AccessLog> open(const std::string& file, bool with_addresses,
                                  std::vector<std::string> secret = {});

    bool on() const { return logger_ != nullptr; }
    std::size_t target_bytes() const { return on() ? kLongestTarget : 0; }  // of a target, at the most
    // Thread-safe; does not wait for the file, which lines reach within a second.
    void write(std::string_view method, std::string_view target, int status, std::size_t bytes,
               std::chrono::nanoseconds took, std::string_view address) const;

  private:
    static constexpr std::size_t kLongestTarget = 2'000;

    std::shared_ptr<void> writer_;  // the thread that writes
    std::shared_ptr<spdlog::logger> logger_;
    bool with_addresses_ = false;
    std::vector<std::string> secret_;
};

}  // namespace warraq::serve
