// The place in a story that answers a query, and the words of a text that a query asked for.
//
//     Snippet found = snippet_of(text, query);
//     found.text      // «وأعلن الاتحاد العُماني …»: whole sentences where they fit, else cut at words
//     found.marks[0]  // bytes [begin, end) of it: «العُماني», marks and particles as written
//
// Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/query.h"

namespace warraq::search {

using Span = std::pair<std::size_t, std::size_t>;  // bytes [begin, end)

struct Snippet {
    std::string text;
    std::vector<Span> marks;
};

inline constexpr std::size_t kSnippetLetters = 220;

// The words of `text` that `query` looks for.
std::vector<Span> matches(std::string_view text, const Query& query);

// `text`: paragraphs on lines of their own.
Snippet snippet_of(std::string_view text, const Query& query, std::size_t letters = kSnippetLetters);

}  // namespace warraq::search
