// Keeps the index up with the store's change feed: the one writer.
//
//     Indexer indexer(index.folder(), store);
//     auto state = indexer.catch_up();     // Unavailable: try again later; it goes on where it stopped
//
// What is indexed and the sequence number that it stands for are committed together, so a kill loses nothing.
// An index that is missing, damaged, or of another format is made anew from the archive, each story once;
// readers see it grow. Belongs to one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace warraq::search {

class Indexer {
  public:
    Indexer(std::filesystem::path folder, store::Store& store);
    ~Indexer();
    Indexer(const Indexer&) = delete;
    Indexer& operator=(const Indexer&) = delete;

    struct Progress {
        std::int64_t seq = 0,
                     last = 0;     // of the change feed; while an index is made, of the stories' numbers
        std::int64_t stories = 0;  // indexed so far by this object
    };
    // Called now and then on long work; false ends it early, what was done is kept.
    using OnProgress = std::function<bool(const Progress&)>;

    // Indexes all changes since the last call. Error: Conflict while another process writes the index;
    // Unavailable for the disk or the store.
    Result<void> catch_up(const OnProgress& progress = {});

    // Makes a new index beside the one in use and puts it in its place when it is whole. Error: the same.
    Result<void> rebuild(const OnProgress& progress = {});

    // Works out which stories are related, those first that were indexed since the last call and the ones
    // that they touch, then all others once, for about `budget`. Error: the same.
    struct Related {
        std::vector<story::StoryId> changed;  // stories whose list is another now
        bool more = false;                    // there is more to do
    };
    Result<Related> relate(std::chrono::milliseconds budget);

    std::int64_t seq() const;  // of the last change indexed and committed

  private:
    class Writing;
    std::unique_ptr<Writing> writing_;
};

}  // namespace warraq::search
