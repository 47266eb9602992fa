#include "serve/limits/address_count.h"

#include "base/ip.h"
#include "serve/limits/address_limiter.h"

namespace warraq::serve {

AddressCount::Slot AddressCount::take(std::string_view address) {
    const auto parsed = IpAddress::from(address);
    if (!parsed || !is_public(*parsed)) return std::make_shared<int>();
    std::string network(network_of(address));
    {
        std::lock_guard lock(mutex_);
        std::size_t& taken = taken_[network];
        if (taken >= most_) return nullptr;
        ++taken;
    }
    return {this, [this, network = std::move(network)](void*) {
                std::lock_guard locked(mutex_);
                const auto found = taken_.find(network);
                if (--found->second == 0) taken_.erase(found);
            }};
}

std::size_t AddressCount::networks() const {
    std::lock_guard lock(mutex_);
    return taken_.size();
}

}  // namespace warraq::serve
