// `warraq import stories`: a file of stories, one JSON object a line, into the store.
//
// Stories are known by the file's own ids: run again, a line that is the same changes nothing, a changed one
// replaces the story unless an editor has worked on it since. Lines are taken in order and in whole
// transactions, so an import that was interrupted and run again ends in the same result as one that was not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "store/store.h"

namespace warraq::archive {

struct BadLine {
    std::uint64_t number = 0;  // from 1
    std::string reason;
};

struct ImportReport {
    std::uint64_t added = 0, updated = 0, unchanged = 0;
    std::uint64_t kept = 0;       // changed in the file, but edited here since: left alone
    std::uint64_t scheduled = 0;  // of those added and updated: dated for later, and published then
    std::uint64_t bad = 0;
    std::vector<BadLine> bad_lines;  // the first hundred
    std::uint64_t lines() const { return added + updated + unchanged + kept + bad; }
};

struct ImportProgress {
    const ImportReport& so_far;
    std::uint64_t bytes_read = 0, bytes_total = 0;  // of the file on disk
};

struct ImportOptions {
    int threads = 2;  // that enrich stories (Machine::import_threads)
    // Adds what a machine can say of a story (key points, tags) before it is stored; empty adds nothing.
    // Called from several threads at once, each with a story of its own.
    std::function<void(story::Story&)> enrich;
    std::function<void(const ImportProgress&)> progress;  // now and then
    std::function<void(const BadLine&)> on_bad_line;
};

// Error: NotFound, or Unavailable when the store cannot write; what was committed before stays.
Result<ImportReport> import_stories(store::Store& store, const std::filesystem::path& file,
                                    const ImportOptions& options = {});

}  // namespace warraq::archive
