#include "cli/log.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sstream>

namespace warraq::cli {
namespace {

TEST(Log, ATextIsOneLineWhateverItHolds) {
    std::ostringstream out;
    spdlog::logger log("warraq", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
    log.set_formatter(log_formatter());
    log.error("{} failed: {}", "/a\n[2026-01-01 00:00:00.000Z] [warraq] [info] forged",
              "\x1b[31mخطأ\r\t\x7f");
    const std::string line = out.str();
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
    EXPECT_TRUE(
        line.ends_with("] [warraq] [error] /a\\n[2026-01-01 00:00:00.000Z] [warraq] [info] forged failed: "
                       "\\x1b[31mخطأ\\r\\x09\\x7f\n"))
        << line;
}

TEST(Log, TimesAreUtc) {
    const char* zone = std::getenv("TZ");
    const std::string before = zone ? zone : "";
    setenv("TZ", "Asia/Riyadh", 1);
    tzset();
    std::ostringstream out;
    spdlog::logger log("warraq", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
    log.set_formatter(log_formatter());
    const std::time_t now = std::time(nullptr);
    log.warn("x");
    char hours[32];
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::strftime(hours, sizeof hours, "[%Y-%m-%d %H:", &utc);
    const std::time_t later = std::time(nullptr);
    if (now / 3600 == later / 3600) {
        EXPECT_TRUE(out.str().starts_with(hours)) << out.str() << hours;
    }
    EXPECT_NE(out.str().find("Z] "), std::string::npos);
    zone ? setenv("TZ", before.c_str(), 1) : unsetenv("TZ");
    tzset();
}

}  // namespace
}  // namespace warraq::cli
