// A story as the index keeps it: which terms, slots and boolean terms there are. Internal to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <xapian.h>

#include "arabic/term_memory.h"
#include "story/story.h"

namespace warraq::search {

// Grows when a document is built otherwise than before; an index of another format is made anew.
inline constexpr std::string_view kFormat = "2";

// Value slots.
inline constexpr Xapian::valueno kPublished = 0;  // four bytes, big-endian seconds: sorts as it is
inline constexpr Xapian::valueno kFacets = 1;     // four bytes section, two bytes year

// Terms: "T" and a key's bytes; "P" two words in a row; "S12" a section; "A7" an author; "W…" a word as
// headlines write it.
std::string term_of(arabic::Key key);
// Of the main terms of two words with at most stop words between them. Hashed to 16 bits: a story that has
// both words apart is taken for one that has them together about once in two hundred times. Positions, which
// would tell for certain, are larger and slow to read (docs/decisions/0007).
std::string pair_term(arabic::Key first, arabic::Key second);
std::string section_term(story::SectionId id);
std::string author_term(story::PersonId id);
inline constexpr char kTermPrefix = 'T', kPairPrefix = 'P';
inline constexpr std::string_view kWordPrefix = "W";

std::string published_value(Instant published);
Instant published_from(std::string_view value);

struct Facets {
    std::int64_t section = 0;
    int year = 0;
};
std::string facets_value(const Facets& facets);
Facets facets_from(std::string_view value);

Xapian::Document document_of(const story::Story& story, arabic::TermMemory& memory);

// A document's data: its related stories, "12 7 31"; " " for none found; empty before they were looked for.
inline constexpr std::size_t kRelatedKept = 12;  // more than are shown: editors exclude some
std::string related_data(const std::vector<story::StoryId>& stories);
std::vector<story::StoryId> related_from(std::string_view data);

// Metadata of the database, "1" once it is so.
inline constexpr const char* kComplete = "complete";  // it has caught up with the archive
inline constexpr const char* kLastChange = "seq";     // the number of the last change that is in it
// While an index is made: the last change before it was begun, and the last story that is in it.
inline constexpr const char* kArchiveFrom = "archive-from";
inline constexpr const char* kArchiveTaken = "archive-taken";
// Grows whenever words leave: what was read of them before is out of date.
inline constexpr const char* kForgotten = "forgotten";
// The latest time of publication, once the story that had it has left: Xapian's own bound never sinks. Empty
// until then.
inline constexpr const char* kNewest = "newest";
inline constexpr const char* kSwept = "swept";  // every story's related ones were looked for
// A number from the database's metadata; 0 if the key is not set.
std::int64_t number_in(const Xapian::Database& database, const char* key);

}  // namespace warraq::search
