#include "serve/limits/address_limiter.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/ip.h"

namespace warraq::serve {
namespace {

constexpr std::size_t kMostAddresses = 200'000;

}  // namespace

std::string network_of(std::string_view address) {
    const auto parsed = IpAddress::from(address);
    if (!parsed) return std::string(address);
    if (is_v4(*parsed)) return to_string(*parsed);
    const auto group = [&](std::size_t at) { return parsed->bytes[2 * at] << 8 | parsed->bytes[2 * at + 1]; };
    return fmt::format("{:x}:{:x}:{:x}:{:x}", group(0), group(1), group(2), group(3));
}

AddressLimiter::AddressLimiter(int burst, std::chrono::milliseconds interval)
    : AddressLimiter(burst, interval, nullptr, {}) {}

AddressLimiter::AddressLimiter(int burst, std::chrono::milliseconds interval,
                               std::shared_ptr<SharedLimits> shared, std::string name)
    : burst_(burst),
      interval_(interval),
      shared_(std::move(shared)),
      name_(std::move(name)),
      key_(shared_ ? shared_->key() : crypto::random_key()) {
    if (shared_) shared_->add(*this);
}

AddressLimiter::~AddressLimiter() {
    if (shared_) shared_->remove(*this);
}

bool AddressLimiter::allow(std::string_view address, std::chrono::steady_clock::time_point moment) {
    if (interval_.count() == 0) return true;
    const std::string hash = crypto::keyed_hash(network_of(address), key_);
    {
        std::lock_guard lock(mutex_);
        Full& full = bucket(hash, moment);
        const Full next = std::max(full, moment) + interval_;
        if (next > moment + interval_ * burst_) return false;
        full = next;
    }
    if (shared_) shared_->allowed(name_, hash);  // which calls count() under its own lock: not under ours
    return true;
}

void AddressLimiter::count(const std::string& hash, int count, Full moment) {
    if (interval_.count() == 0) return;
    std::lock_guard lock(mutex_);
    Full& full = bucket(hash, moment);
    full = std::min(std::max(full, moment) + interval_ * count, moment + interval_ * burst_);
}

AddressLimiter::Full& AddressLimiter::bucket(const std::string& hash, Full moment) {
    if (buckets_.size() >= kMostAddresses) forget_full(moment);
    return buckets_[hash];
}

void AddressLimiter::forget_full(Full moment) {
    std::erase_if(buckets_, [&](const auto& bucket) { return bucket.second <= moment; });
    if (buckets_.size() >= kMostAddresses)
        buckets_.clear();  // under attack from everywhere: memory comes first
}

}  // namespace warraq::serve
