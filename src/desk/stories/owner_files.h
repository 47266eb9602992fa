// Files that a colleague puts into someone's story: its owner may see them from there on. What the story
// named already gives no right: a writer may have come by a name.
//
//     OwnerFiles files(writer, story);     // as it stands
//     …                                    // the story is changed
//     files.show(story);
#pragma once

#include <optional>
#include <set>
#include <string>

#include "desk/desk_writer.h"

namespace warraq::desk {

class OwnerFiles {
  public:
    OwnerFiles(DeskWriter& writer, const story::Story& story);
    void show(const story::Story& changed);

  private:
    DeskWriter& writer_;
    std::optional<std::set<std::string>> named_;  // nothing where it is its owner who writes
};

}  // namespace warraq::desk
