// Whether an imported story is new or an update of one imported earlier. Internal to importers.
//
//     auto place = find_import_place(writer, *known, story);        // sets the story's id and version
//     if (place->edited) … leave it alone
//     auto id = writer.save(story);
//     writer.remember_import(external_id, {*id, fingerprint, place->version});
#pragma once

#include <optional>

#include "store/store.h"

namespace warraq::archive {

struct ImportPlace {
    bool edited = false;                  // it is gone, or an editor has worked on it since: it is theirs
    std::optional<story::Story> present;  // as the import left it; nothing for a new one
    int version = 1;                      // that it has once it is saved
};

// `known`: what the store remembers of the import. Error: as the store.
Result<ImportPlace> find_import_place(store::Reader& reader, const std::optional<store::Import>& known,
                                      story::Story& story);

}  // namespace warraq::archive
