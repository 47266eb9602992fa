#include "serve/access_log.h"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/ascii.h"
#include "base/json_text.h"
#include "base/percent.h"
#include "base/time.h"
#include "base/utf8.h"

namespace warraq::serve {
namespace {

constexpr std::size_t kMostWaiting = 8192;  // lines

// An address as whoever follows a link that is slightly off means it: decoded, in small letters, without the
// parts that lead nowhere.
std::string plainly_spelt(std::string_view target) {
    constexpr int kEncodedWithin = 3;  // a link in a link in an address
    std::string decoded(target), out;
    for (int i = 0; i < kEncodedWithin && decoded.find('%') != decoded.npos; ++i)
        decoded = percent::decode(decoded);
    for (const char c : decoded) {
        out += ascii::lower(c);
        while (out.ends_with("//") || out.ends_with("/./")) out.resize(out.rfind('/', out.size() - 2) + 1);
        if (out.ends_with("/../")) {
            out.resize(out.size() - 4);
            out.resize(std::min(out.rfind('/'), out.size()));
            out += '/';
        }
    }
    return out;
}

}  // namespace

Result<AccessLog> AccessLog::open(const std::string& file, bool with_addresses,
                                  std::vector<std::string> secret) {
    AccessLog log;
    log.secret_ = std::move(secret);
    log.with_addresses_ = with_addresses;
    try {
        spdlog::sink_ptr sink;
        if (file == "-")
            sink = std::make_shared<spdlog::sinks::stdout_sink_mt>();
        else
            sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
        // A thread of its own writes: event loops do not wait for a disk. Where that falls behind, the oldest
        // lines are left out.
        auto pool = std::make_shared<spdlog::details::thread_pool>(kMostWaiting, 1);
        log.logger_ = std::make_shared<spdlog::async_logger>("access", std::move(sink), pool,
                                                             spdlog::async_overflow_policy::overrun_oldest);
        // Its end: the thread writes what waits and is joined, and only then does the file close.
        log.writer_ = std::shared_ptr<void>(pool.get(), [pool](void*) mutable {
            pool.reset();
            spdlog::drop("access");
        });
        log.logger_->set_pattern("%v");
        spdlog::drop("access");
        spdlog::register_logger(log.logger_);
        spdlog::flush_every(std::chrono::seconds(1));
    } catch (const spdlog::spdlog_ex& error) {
        return unavailable(std::string("access log: ") + error.what());
    }
    return log;
}

void AccessLog::write(std::string_view method, std::string_view target, int status, std::size_t bytes,
                      std::chrono::nanoseconds took, std::string_view address) const {
    std::string line =
        fmt::format("{{\"time\":\"{}\",\"method\":\"{}\",\"target\":", to_iso8601(now()), method);
    auto shown = target.substr(0, kLongestTarget);
    if (!secret_.empty()) {
        const std::string spelt = plainly_spelt(target);
        for (const std::string& beginning : secret_)
            if (spelt.find(beginning) != spelt.npos) shown = beginning;
    }
    append_json_string(line, utf8::valid(shown) ? shown : std::string_view("(not UTF-8)"));
    fmt::format_to(std::back_inserter(line), ",\"status\":{},\"bytes\":{},\"micros\":{}", status, bytes,
                   std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    if (with_addresses_) {
        line += ",\"address\":";
        append_json_string(line, address);
    }
    line += '}';
    logger_->info(line);
}

}  // namespace warraq::serve
