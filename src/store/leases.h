// Leases on work that only one node may do at a time: part of Reader and Writer. Use them through Lease
// (store/lease.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace warraq::store {

struct ClaimState {
    std::string holder;     // "" for work that no one ever took
    Instant until{};        // others may take it from then on
    std::int64_t done = 0;  // how far it has come
};

class ClaimsReader {
  public:
    virtual ~ClaimsReader() = default;

    virtual Result<ClaimState> claim(std::string_view name) = 0;
};

class ClaimsWriter {
  public:
    virtual ~ClaimsWriter() = default;

    // Until `now` and `lease`, where no other holder has it; also once more by the one who has. False:
    // another has.
    virtual Result<bool> take_lease(std::string_view name, std::string_view holder, Instant now,
                                    std::chrono::seconds lease) = 0;
    // Others may take it at once. Nothing where it is another's by now.
    virtual Result<void> end_lease(std::string_view name, std::string_view holder, std::int64_t done) = 0;
};

}  // namespace warraq::store
