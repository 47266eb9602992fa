#include "search/query.h"

#include <algorithm>

#include "arabic/fold.h"
#include "arabic/joined_names.h"
#include "base/utf8.h"

namespace warraq::search {
namespace {

// The quotation mark that ends what `c` begins; 0 for what begins none.
char32_t closing_quote(char32_t c) {
    switch (c) {
        case U'«': return U'»';
        case U'“': return U'”';
        case U'”': return U'“';  // as some keyboards write it from right to left
        case U'"': return U'"';
        default: return 0;
    }
}

class Parser {
  public:
    explicit Parser(Query& query) : query_(query), text_(query.text) {}

    void parse() {
        bool excluded = false, after_space = true;
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t begin = at;
            const char32_t c = utf8::next(text_, at);
            if (const char32_t closing = closing_quote(c)) {
                const std::size_t end = find(closing, at);
                take_phrase(at, end, excluded);
                at = end;
                if (at < text_.size()) utf8::next(text_, at);
                excluded = false;
            } else if ((c == U'-' || c == U'−') && after_space) {
                excluded = true;
                after_space = false;
                continue;
            } else if (utf8::is_space(c)) {
                excluded = false;
            } else if (arabic::is_word_character(c)) {
                const std::size_t end = end_of_run(begin);
                take_words(begin, end, excluded);
                at = end;
            }
            after_space = utf8::is_space(c);
        }
    }

  private:
    std::size_t find(char32_t wanted, std::size_t at) const {
        while (at < text_.size()) {
            const std::size_t before = at;
            if (utf8::next(text_, at) == wanted) return before;
        }
        return text_.size();
    }
    // Up to white space or a quotation mark.
    std::size_t end_of_run(std::size_t at) const {
        while (at < text_.size()) {
            const std::size_t before = at;
            const char32_t c = utf8::next(text_, at);
            if (utf8::is_space(c) || closing_quote(c) || c == U'»') return before;
        }
        return text_.size();
    }

    std::vector<QueryWord> words(std::size_t begin, std::size_t end) {
        std::vector<QueryWord> out;
        const std::string_view part = std::string_view(text_).substr(begin, end - begin);
        arabic::for_each_name_part(part, [&](std::string_view word) {
            if (arabic::is_stop_word(word) || taken_ == kMostWords) return;
            QueryWord found{std::string(word), arabic::term_keys(word),
                            begin + static_cast<std::size_t>(word.data() - part.data())};
            if (found.keys.empty()) return;
            ++taken_;
            out.push_back(std::move(found));
        });
        return out;
    }

    void take_phrase(std::size_t begin, std::size_t end, bool excluded) {
        if (auto found = words(begin, end); !found.empty())
            query_.parts.push_back({std::move(found), excluded});
    }
    void take_words(std::size_t begin, std::size_t end, bool excluded) {
        std::size_t past = text_.npos;
        for (QueryWord& word : words(begin, end)) {
            // The second name of «عبدالله» stands right after the first, in the archive too.
            if (word.begin != past) query_.parts.push_back({{}, excluded});
            past = word.begin + word.text.size();
            query_.parts.back().words.push_back(std::move(word));
        }
    }

    Query& query_;
    const std::string& text_;
    std::size_t taken_ = 0;
};

}  // namespace

bool Query::asks() const {
    return std::any_of(parts.begin(), parts.end(), [](const QueryPart& part) { return !part.excluded; });
}

std::vector<const QueryWord*> Query::wanted() const {
    std::vector<const QueryWord*> out;
    for (const QueryPart& part : parts)
        if (!part.excluded)
            for (const QueryWord& word : part.words) out.push_back(&word);
    return out;
}

Query parse_query(std::string_view text) {
    Query query;
    query.text = utf8::trim(utf8::prefix(text, kLongestQuery));
    Parser(query).parse();
    return query;
}

}  // namespace warraq::search
