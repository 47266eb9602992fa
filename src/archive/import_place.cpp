#include "archive/import_place.h"

namespace warraq::archive {

Result<ImportPlace> find_import_place(store::Reader& reader, const std::optional<store::Import>& known,
                                      story::Story& story) {
    if (!known) return ImportPlace{};
    auto present = reader.story(known->story);
    if (!present) return fail(present.error());
    if (!*present || (*present)->version != known->version) return ImportPlace{.edited = true};
    story.id = (*present)->id;
    story.version = (*present)->version;
    return ImportPlace{.present = std::move(*present), .version = story.version + 1};
}

}  // namespace warraq::archive
