#include "search/snippet.h"

#include <algorithm>
#include <bit>

#include "arabic/joined_names.h"
#include "arabic/sentences.h"
#include "base/utf8.h"

namespace warraq::search {
namespace {

using arabic::Key;

constexpr std::string_view kGap = "…";

// The query's keys, with the word that each belongs to.
class Wanted {
  public:
    explicit Wanted(const Query& query) {
        std::uint32_t word = 0;
        for (const QueryWord* wanted : query.wanted()) {
            for (const Key key : wanted->keys) keys_.push_back({key, word});
            ++word;
        }
    }
    // A bit for each word of the query that `word` is.
    std::uint32_t words(std::string_view word) const {
        if (arabic::is_stop_word(word)) return 0;
        std::uint32_t found = 0;
        for (const Key key : arabic::term_keys(word))
            for (const auto& [wanted, number] : keys_)
                if (wanted == key) found |= 1u << number;
        return found;
    }

  private:
    std::vector<std::pair<Key, std::uint32_t>> keys_;
};

struct Sentence {
    std::string_view text;
    std::uint32_t found = 0;
    std::vector<Span> marks;
};

Sentence read_sentence(std::string_view text, const Wanted& wanted) {
    Sentence sentence{text, 0, {}};
    arabic::for_each_name_part(text, [&](std::string_view word) {
        const std::uint32_t found = wanted.words(word);
        if (!found) return;
        sentence.found |= found;
        const auto begin = static_cast<std::size_t>(word.data() - text.data());
        sentence.marks.push_back({begin, begin + word.size()});
    });
    return sentence;
}

// The byte after at most `letters` code points from `at`.
std::size_t forward(std::string_view text, std::size_t at, std::size_t letters) {
    while (letters-- > 0 && at < text.size()) utf8::next(text, at);
    return at;
}

// A sentence that is too long, cut at words around its first marks.
void append_cut(Snippet& out, const Sentence& sentence, std::size_t letters) {
    constexpr std::size_t kLeadIn = 40;  // letters before the first mark
    std::size_t begin = 0;
    if (!sentence.marks.empty()) {
        const std::string_view before = sentence.text.substr(0, sentence.marks.front().first);
        const std::size_t length = utf8::length(before);
        if (utf8::length(sentence.text.substr(0, sentence.marks.back().second)) > letters &&
            length > kLeadIn) {
            begin = forward(sentence.text, 0, length - kLeadIn);
            const std::size_t space = sentence.text.find(' ', begin);
            begin = space == sentence.text.npos || space >= sentence.marks.front().first
                        ? sentence.marks.front().first
                        : space + 1;
        }
    }
    std::size_t end = forward(sentence.text, begin, letters);
    if (end < sentence.text.size()) {
        const std::size_t space = sentence.text.rfind(' ', end);
        if (space != sentence.text.npos && space > begin) end = space;
        while (end > begin && (sentence.text.substr(0, end).ends_with("،") || sentence.text[end - 1] == ' '))
            end -= sentence.text[end - 1] == ' ' ? 1 : 2;
    }
    if (begin > 0) out.text += kGap;
    const std::size_t shift = out.text.size();
    out.text += sentence.text.substr(begin, end - begin);
    if (end < sentence.text.size()) out.text += kGap;
    for (const auto& [from, to] : sentence.marks)
        if (from >= begin && to <= end) out.marks.push_back({from - begin + shift, to - begin + shift});
}

}  // namespace

std::vector<Span> matches(std::string_view text, const Query& query) {
    return read_sentence(text, Wanted(query)).marks;
}

Snippet snippet_of(std::string_view text, const Query& query, std::size_t letters) {
    constexpr std::size_t kMostSentences = 60;  // further down hardly anybody looks
    const Wanted wanted(query);
    std::vector<Sentence> sentences;
    std::size_t best = 0;
    int best_score = -1;
    const auto all = static_cast<int>(query.wanted().size());
    for (std::size_t at = 0; at < text.size() && sentences.size() < kMostSentences;) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        for (const std::string_view sentence : arabic::sentences(text.substr(at, end - at))) {
            sentences.push_back(read_sentence(sentence, wanted));
            const int score = std::popcount(sentences.back().found);
            if (score > best_score) {
                best_score = score;
                best = sentences.size() - 1;
            }
        }
        at = end + 1;
        if (best_score >= all) break;
    }
    Snippet out;
    if (sentences.empty()) return out;
    std::size_t left = letters;
    for (std::size_t i = best; i < sentences.size(); ++i) {
        const std::size_t length = utf8::length(sentences[i].text);
        if (i > best && length > left) break;
        if (i > best) out.text += ' ';
        if (length > left) {
            append_cut(out, sentences[i], letters);
            break;
        }
        const std::size_t shift = out.text.size();
        out.text += sentences[i].text;
        for (const auto& [from, to] : sentences[i].marks) out.marks.push_back({from + shift, to + shift});
        left -= length;
    }
    return out;
}

}  // namespace warraq::search
