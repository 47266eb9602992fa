// A story's text read once: headline and body as one text, its words, sentences and names. What the parts of
// the digest share. Values; immutable once made.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/names.h"
#include "digest/words_of.h"
#include "story/topic.h"

namespace warraq::digest {

// Words [first, last] of a sentence of the body.
struct SentenceOf {
    std::size_t first = 0, last = 0;
};

struct StoryText {
    // `body`: paragraphs on lines of their own, as story::Body::plain_text gives them. `memory`: for work on
    // many stories.
    StoryText(std::string_view headline, std::string_view body, const LearntNames* learnt = nullptr,
              arabic::TermMemory* memory = nullptr);

    std::string text;            // the headline, a line end, the body
    std::size_t body_begin = 0;  // bytes
    std::vector<WordOf> words;
    std::size_t headline_words = 0;  // the first so many of `words`
    std::vector<SentenceOf> sentences;
    Names names;

    // The person, organisation or place that word `i` begins or is within; nullptr for none.
    const NameMention* mention_at(std::size_t i) const;
};

// The names that tell what a story is about, most telling first: those of the headline, and those that come
// back. At most `most`; what a machine proposes as its tags.
std::vector<story::Tag> telling_tags(const StoryText& story, std::size_t most = 6);

}  // namespace warraq::digest
