// Where the index lies on disk: a folder a generation, and a file that names the one in use.
//
//     search/current   "3"          search/3/   a Xapian database
//
// A damaged index is never mended in place: a new generation is filled and named, the old one removed.
// Internal to the room.
#pragma once

#include <filesystem>
#include <optional>

#include "base/result.h"

namespace warraq::search {

class Generations {
  public:
    explicit Generations(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Nothing when there is none, or the file names none. Error: Unavailable, when the disk cannot tell:
    // there may well be one.
    Result<std::optional<int>> current() const;
    std::filesystem::path path(int generation) const { return folder_ / std::to_string(generation); }

    // A number that no folder has yet; makes the outer folder. Error: Unavailable.
    Result<int> next() const;
    // Names it the one in use. Error: Unavailable.
    Result<void> use(int generation) const;
    // Removes all others: those who still read one keep it until they close it.
    void remove_others(int generation) const;

    // Damage is told by leaving a mark, so that it reaches whoever writes, in this process or another.
    void mark_damaged(int generation) const;
    bool is_damaged(int generation) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace warraq::search
