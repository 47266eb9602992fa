// How many bodies may be on their way to disk, and how much of it they may take: those of one account, and
// all together. What a sender announces is set aside at once, so that what was begun is not refused halfway.
//
//     UploadQuota quota(limits);
//     auto place = quota.open("user 7", 32 << 20);
//     if (!place) return refuse(place.error());   // 429: the account's own; 503: all have too much
//
// Thread-safe; a place belongs to one thread at a time. The quota outlives its places.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "serve/limits/limits.h"

namespace warraq::serve {

class UploadQuota {
  public:
    explicit UploadQuota(const Limits& limits) : limits_(limits) {}

    // One upload's part, given back at its end.
    class Place {
      public:
        Place(Place&& other) noexcept;
        Place& operator=(Place&&) = delete;
        ~Place();

        // So many bytes go to disk now: 0, or the status that refuses what is more than was announced.
        int grow(std::uint64_t bytes);

      private:
        friend class UploadQuota;
        Place(UploadQuota& quota, std::string account, std::uint64_t set_aside)
            : quota_(&quota), account_(std::move(account)), set_aside_(set_aside) {}

        UploadQuota* quota_;  // nullptr: moved from
        std::string account_;
        std::uint64_t set_aside_, on_disk_ = 0;
    };

    // `announced`: bytes; 0 where the sender does not say. Error: the status that refuses it.
    tl::expected<Place, int> open(std::string_view account, std::uint64_t announced);

    struct Use {
        std::size_t uploads = 0;
        std::uint64_t set_aside = 0, on_disk = 0;  // bytes
        std::uint64_t refused = 0;                 // since the start
    };
    Use use() const;

  private:
    struct OfAccount {
        std::size_t uploads = 0;
        std::uint64_t set_aside = 0;
    };
    // The caller holds the lock. 0, or the status that refuses so many bytes more.
    int set_aside(OfAccount& account, std::uint64_t bytes);

    const Limits& limits_;
    mutable std::mutex mutex_;
    std::map<std::string, OfAccount, std::less<>> accounts_;
    Use all_;
};

}  // namespace warraq::serve
