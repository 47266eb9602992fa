#include "cli/log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace warraq::cli {
namespace {

class OneLine : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        for (const char c : message.payload) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '\n')
                append("\\n", out);
            else if (c == '\r')
                append("\\r", out);
            else if (byte < 0x20 || byte == 0x7F)
                append(fmt::format("\\x{:02x}", byte), out);
            else
                out.push_back(c);
        }
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<OneLine>(); }

  private:
    static void append(std::string_view text, spdlog::memory_buf_t& out) {
        out.append(text.data(), text.data() + text.size());
    }
};

}  // namespace

std::unique_ptr<spdlog::formatter> log_formatter() {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<OneLine>('*').set_pattern("[%Y-%m-%d %H:%M:%S.%eZ] [%n] [%^%l%$] %*");
    return formatter;
}

void start_log() {
    auto log = spdlog::stderr_color_mt("warraq");
    log->set_formatter(log_formatter());
    spdlog::set_default_logger(std::move(log));
}

}  // namespace warraq::cli
