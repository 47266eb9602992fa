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
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace warraq::serve {

class AccessLog {
  public:
    AccessLog() = default;  // writes nothing
    // "-" is standard output. Error: Unavailable.
    // Of paths that begin with one of `secret`, only that beginning is written.
    static Result<AccessLog> open(const std::string& file, bool with_addresses,
                                  std::vector<std::string> secret = {});

    bool on() const { return logger_ != nullptr; }
    // Thread-safe; does not wait for the file, which lines reach within a second.
    void write(std::string_view method, std::string_view target, int status, std::size_t bytes,
               std::chrono::nanoseconds took, std::string_view address) const;

  private:
    std::shared_ptr<spdlog::details::thread_pool> writer_;
    std::shared_ptr<spdlog::logger> logger_;
    bool with_addresses_ = false;
    std::vector<std::string> secret_;
};

}  // namespace warraq::serve
