// Keeps what is logged, for a test to look at. Thread-safe.
//
//     const auto heard = std::make_shared<HeardLog>();
//     spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", heard));
#pragma once

#include <mutex>
#include <spdlog/sinks/base_sink.h>
#include <string>

namespace warraq::testing {

class HeardLog : public spdlog::sinks::base_sink<std::mutex> {
  public:
    std::string all() {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

  protected:
    void sink_it_(const spdlog::details::log_msg& line) override {
        lines_.append(line.payload.data(), line.payload.size()).append("\n");
    }
    void flush_() override {}

  private:
    std::string lines_;
};

}  // namespace warraq::testing
