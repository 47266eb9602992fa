// The program's log as it stands on standard error: a line an event, its time in UTC, whatever the event's
// text holds.
#pragma once

#include <memory>

namespace spdlog {
class formatter;
}

namespace warraq::cli {

// "[2026-11-26 10:00:00.000Z] [warraq] [error] …"; line ends and other control characters in the text are
// written as \n, \r, \x1b, so that no one's words can look like a line of their own.
std::unique_ptr<spdlog::formatter> log_formatter();

// Makes it the default log. Called once, by main.
void start_log();

}  // namespace warraq::cli
