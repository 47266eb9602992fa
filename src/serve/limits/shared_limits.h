// Makes limits those of a newsroom rather than of one node: what one node allowed an address counts at the
// others about a second later. Addresses go under a keyed hash. When nodes do not hear each other, each
// limits by itself.
//
//     auto limits = std::make_shared<SharedLimits>(key);          // the same key on each node
//     AddressLimiter comments(5, 2min, limits, "comments");
//     for (auto& words : limits->take(7'000)) store.broadcast("limits", words);   // now and then
//     limits->heard(words);                                       // what another node took
//
// Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/crypto.h"

namespace warraq::serve {

class AddressLimiter;

class SharedLimits {
  public:
    explicit SharedLimits(const crypto::Key& key) : key_(key) {}

    // What was allowed here since the last call, in messages of at most so many bytes; of much more than
    // anyone should do, a part.
    std::vector<std::string> take(std::size_t most_bytes);
    // Malformed words are left out.
    void heard(std::string_view words);

  private:
    friend class AddressLimiter;
    const crypto::Key& key() const { return key_; }
    void add(AddressLimiter& limiter);
    void remove(AddressLimiter& limiter);
    void allowed(const std::string& name, const std::string& hash);

    const crypto::Key key_;
    std::mutex mutex_;
    std::vector<AddressLimiter*> limiters_;
    std::map<std::pair<std::string, std::string>, int> allowed_;  // by limiter's name and address's hash
};

}  // namespace warraq::serve
