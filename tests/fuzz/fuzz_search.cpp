// A query and a text: marks stand in order within it, on letters' bounds; snippets keep their length.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "search/snippet.h"

using namespace warraq;

static void check(std::string_view text, const std::vector<search::Span>& marks) {
    std::size_t done = 0;
    for (const auto& [begin, end] : marks) {
        if (begin < done || end <= begin || end > text.size()) std::abort();
        done = end;
    }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const auto line = std::min(all.find('\n'), all.size());
    const auto query = search::parse_query(all.substr(0, line));
    const auto text = all.substr(std::min(line + 1, all.size()));
    for (const search::QueryWord* word : query.wanted())
        if (query.text.substr(word->begin, word->text.size()) != word->text) std::abort();
    check(text, search::matches(text, query));
    const auto snippet = search::snippet_of(text, query);
    check(snippet.text, snippet.marks);
    if (utf8::valid(text) && !utf8::valid(snippet.text)) std::abort();
    if (utf8::length(snippet.text) > 2 * search::kSnippetLetters + 4) std::abort();
    return 0;
}
