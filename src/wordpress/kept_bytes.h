// What a reading of a stranger's file keeps until its end, for all of the file: counted, and with an end.
//
//     KeptBytes kept;
//     if (auto room = kept.add(sizeof(Author) + author.name.size()); !room) return room;
//
// Belongs to one thread.
#pragma once

#include <cstddef>
#include <fmt/format.h>

#include "base/result.h"

namespace warraq::wordpress {

class KeptBytes {
  public:
    // Names, terms and attachments of the largest archives are a third of it.
    static constexpr std::size_t kMost = 256u << 20;

    explicit KeptBytes(std::size_t most = kMost) : most_(most) {}

    // `bytes`: of the texts; what their containers add is added here. Error: Refused.
    Result<void> add(std::size_t bytes) {
        if ((held_ += bytes + kNode) <= most_) return {};
        return refused(
            fmt::format("it names more people, terms and files than {} MB of memory hold: export "
                        "it in parts, by date",
                        most_ >> 20));
    }

  private:
    static constexpr std::size_t kNode = 96;  // of a map, with the string that is its key

    const std::size_t most_;
    std::size_t held_ = 0;
};

}  // namespace warraq::wordpress
