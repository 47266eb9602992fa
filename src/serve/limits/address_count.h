// How many connections, seats among those who follow events, or requests at the workers each address of the
// open internet has, so that none takes them all. What is of this machine or its network is not counted:
// behind a proxy that is not known as one, every reader has its address. Of all loops; thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace warraq::serve {

class AddressCount {
  public:
    explicit AddressCount(std::size_t most) : most_(most) {}

    // Given back with its last copy, none of which may outlive the count.
    using Slot = std::shared_ptr<void>;
    // nullptr: the address has as many as it may.
    Slot take(std::string_view address);
    std::size_t networks() const;  // that have any

  private:
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, std::size_t> taken_;  // by network
};

}  // namespace warraq::serve
