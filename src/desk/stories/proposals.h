// Proposals for a story while it is written: key points, tags, a section, corrections, and stories of the
// archive that are alike. Nothing is changed; the editor accepts or ignores each.
#pragma once

#include <string>
#include <vector>

#include "arabic/proofreading.h"
#include "digest/section_model.h"
#include "digest/story_text.h"
#include "search/index.h"
#include "store/public_reader.h"

namespace warraq::desk {

// A story as it is in the editor, its text analysed once for all proposals.
struct Written {
    Written(story::StoryId id, const std::string& headline, std::vector<std::string> paragraphs, Instant at);

    story::StoryId id;
    std::vector<std::string> paragraphs;
    Instant at{};
    digest::StoryText text;
};

struct Correction {
    std::size_t paragraph = 0;
    std::size_t begin = 0, end = 0;  // UTF-16 units of the paragraph, as browsers count
    std::string found, replacement;
    std::string_view kind;  // "hamza" …, "typography"
};

struct Proposals {
    std::vector<std::string> points;
    std::vector<story::Tag> tags;
    std::optional<digest::SectionGuess> section;
    std::vector<Correction> corrections;
    std::vector<story::Card> copies;   // public stories that say nearly the same
    std::vector<story::Card> related;  // public stories that its readers may want next
};

// Without copies and section, which need the archive. Pure.
Proposals proposals_for(const Written& written);

// Stories of the archive that say nearly the same, most similar first. Empty while there is no index.
Result<std::vector<story::Card>> copies_of(const Written& written, const search::Index& index,
                                           store::PublicReader& reader);

// Stories of the archive near to it: those that its page would show by itself, or, for one that the index
// does not know yet, those that share most of its headline's words.
Result<std::vector<story::Card>> related_to(const Written& written, const std::string& headline,
                                            const search::Index& index, store::PublicReader& reader);

}  // namespace warraq::desk
