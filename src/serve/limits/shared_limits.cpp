#include "serve/limits/shared_limits.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "serve/limits/address_limiter.h"

namespace warraq::serve {
namespace {

constexpr std::size_t kMostKept = 5'000;  // addresses between two calls of take()
constexpr int kMostAtOnce = 1'000;        // of one address, in words that were heard

}  // namespace

void SharedLimits::add(AddressLimiter& limiter) {
    const std::lock_guard lock(mutex_);
    limiters_.push_back(&limiter);
}

void SharedLimits::remove(AddressLimiter& limiter) {
    const std::lock_guard lock(mutex_);
    std::erase(limiters_, &limiter);
}

void SharedLimits::allowed(const std::string& name, const std::string& hash) {
    const std::lock_guard lock(mutex_);
    if (allowed_.size() < kMostKept) ++allowed_[{name, hash}];
}

std::vector<std::string> SharedLimits::take(std::size_t most_bytes) {
    decltype(allowed_) allowed;
    {
        const std::lock_guard lock(mutex_);
        allowed.swap(allowed_);
    }
    std::vector<std::string> messages;
    for (const auto& [who, count] : allowed) {
        const std::string line = fmt::format("{} {} {}\n", who.first, who.second, count);
        if (messages.empty() || messages.back().size() + line.size() > most_bytes) messages.emplace_back();
        messages.back() += line;
    }
    return messages;
}

void SharedLimits::heard(std::string_view words) {
    const auto moment = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    while (!words.empty()) {
        const auto end = std::min(words.find('\n'), words.size());
        const auto line = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        const auto first = line.find(' '), last = line.rfind(' ');
        if (first == line.npos || first == last) continue;
        const auto count = from_digits<int>(line.substr(last + 1));
        if (!count || *count < 1) continue;
        for (AddressLimiter* limiter : limiters_)
            if (limiter->name_ == line.substr(0, first))
                limiter->count(std::string(line.substr(first + 1, last - first - 1)),
                               std::min(*count, kMostAtOnce), moment);
    }
}

}  // namespace warraq::serve
