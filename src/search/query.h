// What a reader typed into the search box, understood.
//
//     Query query = parse_query("«كأس الخليج» عُمان -تذاكر");
//     // three parts: a phrase of two words, a word, a word that must not be there
//
// Words between «», “” or "" stand next to each other, in whatever spelling or inflection; a minus before a
// word or phrase excludes it. Stop words are ignored, and so are words beyond the first kMostWords. Never
// fails. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "arabic/terms.h"

namespace warraq::search {

inline constexpr std::size_t kMostWords = 24;
inline constexpr std::size_t kLongestQuery = 512;  // bytes

struct QueryWord {
    std::string text;  // as typed
    arabic::TermKeys keys;
    std::size_t begin = 0;  // byte of the query
};

struct QueryPart {
    std::vector<QueryWord> words;  // one, or a phrase's
    bool excluded = false;
};

struct Query {
    std::string text;
    std::vector<QueryPart> parts;
    bool asks() const;  // has a word to look for
    // Words to look for, those of phrases too.
    std::vector<const QueryWord*> wanted() const;
};

Query parse_query(std::string_view text);

}  // namespace warraq::search
