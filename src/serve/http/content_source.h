// Content that is too large to hold: read in pieces while it is sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace warraq::serve {

class ContentSource {
  public:
    virtual ~ContentSource() = default;

    virtual std::uint64_t size() const = 0;
    // Bytes [offset, offset + size), all of them. Called on workers, by several at once; may wait for a disk.
    // Error: Unavailable, also where it is shorter by now.
    virtual Result<std::string> read(std::uint64_t offset, std::size_t size) const = 0;
    // The same bytes where they are at hand: never waits; called on any thread. nullopt: read().
    virtual std::optional<std::string> read_ready(std::uint64_t, std::size_t) const { return std::nullopt; }
};

// By how much it is read at once: enough for a fast reader, little for each of many slow ones.
inline constexpr std::size_t kPieceBytes = 32 * 1024;

}  // namespace warraq::serve
