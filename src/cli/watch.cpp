#include "cli/watch.h"

#include <fstream>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "archive/backup.h"

namespace warraq::cli {
namespace {

std::atomic<std::uint64_t> warnings{0}, errors{0};

class Counting : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  protected:
    void sink_it_(const spdlog::details::log_msg& line) override {
        if (line.level >= spdlog::level::err)
            ++errors;
        else if (line.level == spdlog::level::warn)
            ++warnings;
    }
    void flush_() override {}
};

double seconds(Instant at) {
    return static_cast<double>(to_unix(at));
}

std::optional<double> resident_bytes() {
    std::ifstream file("/proc/self/statm");
    double pages = 0, resident = 0;
    if (!(file >> pages >> resident)) return std::nullopt;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::optional<double> behind(store::Store& store, const search::Index& index) {
    auto snapshot = store.snapshot();
    if (!snapshot) return std::nullopt;
    const auto last = (*snapshot)->last_change();
    if (!last) return std::nullopt;
    return static_cast<double>(std::max<std::int64_t>(*last - index.seq(), 0));
}

}  // namespace

void count_log_lines() {
    spdlog::default_logger()->sinks().push_back(std::make_shared<Counting>());
}

void watch(serve::Metrics& metrics, const Watched& watched, store::Store& store, const search::Index& index) {
    metrics.watch(
        {"warraq_log_warnings_total", "Warnings in the log.", [] { return double(warnings.load()); }, true});
    metrics.watch(
        {"warraq_log_errors_total", "Errors in the log.", [] { return double(errors.load()); }, true});
    metrics.watch({"warraq_disk_free_bytes", "Free on the disk of the data folder.",
                   [data = watched.data]() -> std::optional<double> {
                       std::error_code error;
                       const auto space = std::filesystem::space(data, error);
                       return error ? std::nullopt : std::optional(double(space.available));
                   }});
    metrics.watch({"warraq_resident_bytes", "Memory that the process holds.", resident_bytes});
    metrics.watch({"warraq_index_behind", "Changes that the search index has not taken in.",
                   [&store, &index] { return behind(store, index); }});
    if (!watched.backups.empty())
        metrics.watch({"warraq_last_backup_seconds", "When the newest backup was made (Unix time); 0: never.",
                       [folder = watched.backups]() -> std::optional<double> {
                           return seconds(archive::latest_backup(folder).value_or(Instant{}));
                       }});
    if (watched.tls)
        metrics.watch({"warraq_certificate_ends_seconds", "When the certificate in use ends (Unix time).",
                       [tls = watched.tls]() -> std::optional<double> { return seconds(tls->ends()); }});
}

}  // namespace warraq::cli
