// What the readers' site holds of a Store: snapshots of what is public, and the ways in for what readers
// send. Whoever has no more than this can show nothing else.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "store/public_reader.h"

namespace warraq::store {

class Reader;

// A moment of the store, of which only the public part is to be had. Held and ended as a snapshot is
// (store/store.h).
class PublicSnapshot {
  public:
    explicit PublicSnapshot(std::unique_ptr<Reader> all);
    ~PublicSnapshot();
    PublicSnapshot(PublicSnapshot&&) noexcept;
    PublicSnapshot& operator=(PublicSnapshot&&) noexcept;

    PublicReader& operator*() const;
    PublicReader* operator->() const { return &**this; }
    void reset();  // ends it

  private:
    std::unique_ptr<Reader> all_;
};

// What a comment is checked against before it is stored. Never shown to readers.
struct CommentEvidence {
    std::vector<Ban> bans;
    std::vector<Decision> decisions;  // as Reader::decisions gives them
};

// Thread-safe.
class PublicStore {
  public:
    virtual ~PublicStore() = default;

    // Error: as Store::snapshot().
    virtual Result<PublicSnapshot> public_snapshot() = 0;

    // In a transaction of its own, durable when it returns. `still_fine` is asked within it, when nothing can
    // come between: false, and nothing is kept (nullopt). Error: its own, as Writer::add_comment, and
    // Store::write.
    using StillFine = std::function<Result<bool>(PublicReader&)>;
    virtual Result<std::optional<story::CommentId>> add_comment(const NewComment& comment,
                                                                const StillFine& still_fine = {}) = 0;
    // Takes a snapshot of its own.
    virtual Result<CommentEvidence> comment_evidence(Instant decided_since, int most_decisions) = 0;
};

}  // namespace warraq::store
