#include "serve/address_limiter.h"

#include <algorithm>

namespace warraq::serve {
namespace {

constexpr std::size_t kMostAddresses = 200'000;

}  // namespace

std::string_view network_of(std::string_view address) {
    int colons = 0;
    for (std::size_t i = 0; i < address.size(); ++i)
        if (address[i] == ':' && ++colons == 4) return address.substr(0, i);
    return address;
}

AddressLimiter::AddressLimiter(int burst, std::chrono::milliseconds interval)
    : burst_(burst), interval_(interval) {}

bool AddressLimiter::allow(std::string_view address, std::chrono::steady_clock::time_point moment) {
    if (interval_.count() == 0) return true;
    std::lock_guard lock(mutex_);
    if (buckets_.size() >= kMostAddresses) forget_full(moment);
    Full& full = buckets_[crypto::keyed_hash(network_of(address), key_)];
    const Full next = std::max(full, moment) + interval_;
    if (next > moment + interval_ * burst_) return false;
    full = next;
    return true;
}

void AddressLimiter::forget_full(Full moment) {
    std::erase_if(buckets_, [&](const auto& bucket) { return bucket.second <= moment; });
    if (buckets_.size() >= kMostAddresses)
        buckets_.clear();  // under attack from everywhere: memory comes first
}

}  // namespace warraq::serve
