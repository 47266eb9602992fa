// The stories of an index whose related ones are still to be worked out: what was just indexed, then what
// that touches, then the archive from its newest story down. It outlasts an index that was closed by an error
// that passes. Internal to the room; belongs to one thread.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <vector>
#include <xapian.h>

#include "story/ids.h"

namespace warraq::search {

class RelateQueue {
  public:
    void add_indexed(Xapian::docid id);  // not committed yet
    void add_touched(Xapian::docid id) { touched_.push_back(id); }
    // All stories up to this number are looked at once; 0: none.
    void sweep(Xapian::docid last) { sweep_ = last; }
    void clear();  // the sweep stays
    bool empty() const { return indexed_.empty() && touched_.empty() && sweep_ == 0; }

    void committed() { uncommitted_ = 0; }
    void forget_uncommitted();  // of add_indexed()

    // Works them out for about `budget`. `changed`: stories whose list is another now. True where something
    // is to be committed; throws what Xapian throws, and put_back() then takes back what was done.
    bool relate(Xapian::WritableDatabase& database, std::chrono::milliseconds budget,
                std::vector<story::StoryId>& changed);
    void put_back();

  private:
    struct Next {
        Xapian::docid id = 0;
        std::deque<Xapian::docid>* queue = nullptr;  // that it was taken from; nullptr: the sweep
    };
    std::optional<Next> next(const Xapian::WritableDatabase& database);
    // True when the story's list is another now.
    bool relate_one(Xapian::WritableDatabase& database, const Next& next,
                    std::vector<story::StoryId>& changed);

    std::deque<Xapian::docid> indexed_, touched_;
    std::size_t uncommitted_ = 0;  // the last so many of indexed_
    Xapian::docid sweep_ = 0;
    std::vector<Next> taken_;  // by the last relate()
    std::size_t touched_before_ = 0;
};

}  // namespace warraq::search
