#include "serve/metrics.h"

#include <algorithm>
#include <prometheus/text_serializer.h>

namespace warraq::serve {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

double value(const Metrics::Counter& counter) {
    return static_cast<double>(counter.load(std::memory_order_relaxed));
}

MetricFamily family(const char* name, const char* help, MetricType type) {
    return {name, help, type, {}};
}

MetricFamily counter(const char* name, const char* help, double count) {
    auto made = family(name, help, MetricType::Counter);
    made.metric.emplace_back().counter.value = count;
    return made;
}

MetricFamily gauge(const char* name, const char* help, double level) {
    auto made = family(name, help, MetricType::Gauge);
    made.metric.emplace_back().gauge.value = level;
    return made;
}

void add_labelled(MetricFamily& to, const char* label, std::string name, double count) {
    ClientMetric& metric = to.metric.emplace_back();
    metric.label.push_back({label, std::move(name)});
    metric.counter.value = count;
}

}  // namespace

void Metrics::count_render(std::chrono::nanoseconds took) {
    const double seconds = std::chrono::duration<double>(took).count();
    const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin();
    renders_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    render_nanoseconds_.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
}

void Metrics::note_slow(std::string_view path, std::chrono::nanoseconds took) {
    std::lock_guard lock(slow_mutex_);
    slow_.push_front({std::string(path), std::chrono::duration_cast<std::chrono::milliseconds>(took), now()});
    if (slow_.size() > kSlowKept) slow_.pop_back();
}

std::vector<Metrics::Slow> Metrics::slow() const {
    std::lock_guard lock(slow_mutex_);
    return {slow_.begin(), slow_.end()};
}

void Metrics::watch(Level level) {
    levels_.push_back(std::move(level));
}

std::string Metrics::text(std::size_t cached_pages, std::size_t cached_bytes) const {
    std::vector<MetricFamily> families;
    auto answers = family("warraq_http_answers_total", "Answers by class of status.", MetricType::Counter);
    for (std::size_t hundreds = 1; hundreds < answers_.size(); ++hundreds)
        add_labelled(answers, "status", std::to_string(hundreds) + "xx", value(answers_[hundreds]));
    families.push_back(std::move(answers));
    families.push_back(
        counter("warraq_http_sent_bytes_total", "Bytes of answers, heads included.", value(bytes_)));

    auto cache = family("warraq_page_cache_lookups_total", "Page requests by what the cache held.",
                        MetricType::Counter);
    add_labelled(cache, "result", "hit", value(hits));
    add_labelled(cache, "result", "miss", value(misses));
    add_labelled(cache, "result", "stale", value(stale));
    families.push_back(std::move(cache));
    families.push_back(
        gauge("warraq_page_cache_pages", "Pages kept, each coding one.", static_cast<double>(cached_pages)));
    families.push_back(
        gauge("warraq_page_cache_bytes", "Memory of the pages kept.", static_cast<double>(cached_bytes)));

    auto renders =
        family("warraq_render_seconds", "Time to make an answer on a worker.", MetricType::Histogram);
    auto& histogram = renders.metric.emplace_back().histogram;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < renders_.size(); ++i) {
        total += renders_[i].load(std::memory_order_relaxed);
        const double bound = i < kBounds.size() ? kBounds[i] : std::numeric_limits<double>::infinity();
        histogram.bucket.push_back({total, bound});
    }
    histogram.sample_count = total;
    histogram.sample_sum = value(render_nanoseconds_) / 1e9;
    families.push_back(std::move(renders));

    families.push_back(
        counter("warraq_connections_accepted_total", "Connections accepted.", value(accepted)));
    families.push_back(
        counter("warraq_connections_refused_total", "Connections over the limit.", value(refused)));
    families.push_back(counter("warraq_connections_timed_out_total", "Connections ended by a time limit.",
                               value(timed_out)));
    families.push_back(gauge("warraq_connections_open", "Connections open now.",
                             static_cast<double>(open.load(std::memory_order_relaxed))));
    families.push_back(gauge("warraq_connections_following", "Connections that follow live news.",
                             static_cast<double>(following.load(std::memory_order_relaxed))));
    families.push_back(counter("warraq_connections_ended_for_memory_total",
                               "Connections ended because all together held too much.",
                               value(ended_for_memory)));
    families.push_back(counter("warraq_accept_failures_total", "Times that no connection could be taken in.",
                               value(accept_failures)));
    for (const Level& level : levels_) {
        const auto known = level.now();
        if (!known) continue;
        if (families.back().name != level.name)
            families.push_back(family(level.name.c_str(), level.help.c_str(),
                                      level.only_grows ? MetricType::Counter : MetricType::Gauge));
        ClientMetric& metric = families.back().metric.emplace_back();
        if (!level.label.first.empty()) metric.label.push_back({level.label.first, level.label.second});
        (level.only_grows ? metric.counter.value : metric.gauge.value) = *known;
    }
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace warraq::serve
