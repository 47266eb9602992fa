// What importers ask before they replace a story. Part of the room.
#pragma once

#include <optional>

#include "store/store.h"

namespace warraq::archive {

// The story as an import left it; nothing when it is gone, or an editor has worked on it since.
inline Result<std::optional<story::Story>> as_imported(store::Reader& reader, const store::Import& import) {
    auto present = reader.story(import.story);
    if (present && *present && (*present)->version != import.version) return std::nullopt;
    return present;
}

}  // namespace warraq::archive
