// Which views count.
#include "site/background/view_filter.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "serve/limits/address_limiter.h"

namespace warraq::site {
namespace {

constexpr std::uint8_t kStoriesAReader = 60;  // in an hour: more is no reading
constexpr std::uint8_t kReadersAnAddress = 20;

constexpr std::size_t kReadingCounters = 4u << 20;
constexpr std::size_t kReaderCounters = 1u << 20;

}  // namespace

bool is_program(std::string_view user_agent) {
    // "http" is in the address that well-behaved crawlers give, and in the names of libraries.
    static constexpr std::array<std::string_view, 20> kWords = {
        "bot",        "crawl", "spider",  "slurp",           "http",    "curl",     "wget",  "python",
        "java/",      "perl",  "ruby",    "preview",         "monitor", "headless", "scrap", "fetch",
        "lighthouse", "feed",  "archive", "facebookexternal"};
    std::string lower = ascii::lower(user_agent.substr(0, 512));
    // A maker of telephones.
    if (const auto cubot = lower.find("cubot"); cubot != lower.npos) lower.erase(cubot, 5);
    return lower.size() < 10 || std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
               return lower.find(word) != lower.npos;
           });
}

std::size_t ViewFilter::Sketch::place(std::uint64_t hash, int row) const {
    // Two halves make as many hashes as are wanted (Kirsch and Mitzenmacher 2006).
    const std::uint64_t a = hash & 0xffffffff, b = (hash >> 32) | 1;
    const std::size_t a_row = counters_.size() / kRows;
    return static_cast<std::size_t>(row) * a_row + (a + b * static_cast<std::uint64_t>(row)) % a_row;
}

std::uint8_t ViewFilter::Sketch::seen(std::uint64_t hash) const {
    std::uint8_t least = 255;
    for (int row = 0; row < kRows; ++row) least = std::min(least, counters_[place(hash, row)]);
    return least;
}

void ViewFilter::Sketch::add(std::uint64_t hash) {
    const std::uint8_t least = seen(hash);
    if (least == 255) return;
    for (int row = 0; row < kRows; ++row) {
        std::uint8_t& counter = counters_[place(hash, row)];
        counter = std::max<std::uint8_t>(counter, static_cast<std::uint8_t>(least + 1));
    }
}

void ViewFilter::Sketch::clear() {
    std::fill(counters_.begin(), counters_.end(), std::uint8_t{0});
}

ViewFilter::ViewFilter()
    : readings_(kReadingCounters), readers_(kReaderCounters), addresses_(kReaderCounters) {}

void ViewFilter::begin_hour(std::int64_t hour) {
    hour_ = hour;
    key_ = crypto::random_key();
    readings_.clear();
    readers_.clear();
    addresses_.clear();
}

bool ViewFilter::counts(const serve::View& view, Instant now) {
    if (view.prefetched) return false;
    std::string text(serve::network_of(view.address));
    const std::size_t address_end = text.size();
    std::lock_guard lock(mutex_);
    if (const auto hour = to_unix_hour(now); hour != hour_) begin_hour(hour);
    const auto hash = [&] { return crypto::short_hash(text, key_); };
    text.append("\n").append(view.user_agent);
    const auto reader = hash();
    text.append("\n").append(std::to_string(view.id));
    const auto reading = hash();
    text.resize(address_end);
    text.append("\n\n").append(std::to_string(view.id));
    const auto address = hash();
    // The longest question last: who reads again is known by the first.
    if (readings_.seen(reading) > 0 || readers_.seen(reader) >= kStoriesAReader ||
        addresses_.seen(address) >= kReadersAnAddress || is_program(view.user_agent))
        return false;
    readings_.add(reading);
    readers_.add(reader);
    addresses_.add(address);
    return true;
}

}  // namespace warraq::site
