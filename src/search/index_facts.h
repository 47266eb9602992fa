// What an index knows of all its documents together: the latest time of publication, and whether words have
// left since the last commit. Internal to the room; belongs to one thread.
#pragma once

#include <string>
#include <xapian.h>

namespace warraq::search {

class IndexFacts {
  public:
    void read(const Xapian::WritableDatabase& database);
    // Before a commit.
    void write(Xapian::WritableDatabase& database);
    void forget_uncommitted() { newest_left_ = forgotten_ = false; }

    void comes(const Xapian::Document& document);
    // A document leaves, for another one or for none: what is known may not be true any more.
    void leaves(const Xapian::WritableDatabase& database, const Xapian::Document& old,
                const Xapian::Document* next);

  private:
    std::string newest_;        // kNewest, as it will be committed
    bool newest_left_ = false;  // it has to be looked for
    bool forgotten_ = false;    // words have left
};

}  // namespace warraq::search
