#include "digest/words_of.h"

#include "arabic/words.h"
#include "base/utf8.h"
#include "digest/openings.h"

namespace warraq::digest {
namespace {

using arabic::L;
using arabic::Letter;

// A stop before a closing quote ends the sentence all the same; a comma before a dash is a comma.
int strength(After after) {
    switch (after) {
        case After::Line: return 7;
        case After::Stop: return 6;
        case After::Comma: return 5;
        case After::Dash: return 4;
        case After::Colon: return 3;
        case After::Quote: return 2;
        case After::Bracket: return 1;
        case After::Space: return 0;
    }
    return 0;
}

bool opens(char32_t c) {
    return c == '(' || c == '[' || c == U'«' || c == U'“' || c == U'‘';
}

After mark_of(char32_t c) {
    switch (c) {
        case '\n': return After::Line;
        case '.':
        case '!':
        case '?':
        case U'؟':
        case U'…': return After::Stop;
        case U'،':
        case ',':
        case U'؛':
        case ';': return After::Comma;
        case ':': return After::Colon;
        case '(':
        case ')':
        case '[':
        case ']': return After::Bracket;
        case '"':
        case U'«':
        case U'»':
        case U'“':
        case U'”':
        case '\'':
        case U'‘':
        case U'’': return After::Quote;
        case '-':
        case U'–':
        case U'—':
        case U'ـ': return After::Dash;
        default: return After::Space;
    }
}

// What lies between two words: its strongest mark, and whether something opens before the next word.
void read_gap(std::string_view gap, WordOf* before, WordOf* next) {
    After after = After::Space;
    for (std::size_t at = 0; at < gap.size();) {
        const char32_t c = utf8::next(gap, at);
        const After mark = mark_of(c);
        if (mark == After::Space) continue;
        if (next && (opens(c) || c == '"' || c == '\''))
            (mark == After::Bracket ? next->bracket_before : next->quote_before) = true;
        if (strength(mark) > strength(after)) after = mark;
    }
    if (before) before->after = after;
}

}  // namespace

std::vector<WordOf> words_of(std::string_view text, arabic::TermMemory* memory) {
    std::vector<WordOf> out;
    constexpr std::size_t kBytesAWord = 11;
    out.reserve(text.size() / kBytesAWord + 8);
    std::size_t gap_from = 0;
    arabic::for_each_word(text, [&](std::string_view word) {
        WordOf made;
        made.text = word;
        made.at = static_cast<std::uint32_t>(word.data() - text.data());
        const arabic::Letters letters = arabic::letters_of(word);
        if (letters.fits && letters.size > 0 && letters.size <= arabic::kLongestKey)
            made.key = arabic::key_of(letters.at.data(), letters.size);
        made.terms = memory ? memory->keys_of(word, letters) : arabic::term_keys(word, letters);
        made.conjunction = conjunction_bytes(word, made.key, made.terms);
        made.bare = made.conjunction ? arabic::key_of(word.substr(made.conjunction)) : made.key;
        made.content = letters.size != 1 && !arabic::is_stop_word(made.key);
        const auto gap = text.substr(gap_from, made.at - gap_from);
        read_gap(gap, out.empty() ? nullptr : &out.back(), &made);
        gap_from = made.end();
        out.push_back(std::move(made));
    });
    if (!out.empty()) {
        read_gap(text.substr(gap_from), &out.back(), nullptr);
        out.back().after = After::Line;
    }
    return out;
}

namespace {

bool begins_with_particle(std::string_view text) {
    for (const std::string_view particle : {"و", "ف", "ب", "ل", "ك"})
        if (text.starts_with(particle)) return true;
    return false;
}

}  // namespace

BareForms bare_forms(const WordOf& word) {
    BareForms out;
    if (word.key == 0 || !begins_with_particle(word.text)) return out;
    std::array<Letter, arabic::kLongestKey> letters{};
    std::size_t size = 0;
    for (int shift = 55; shift >= 0; shift -= 5)
        if (const auto c = static_cast<Letter>(word.key >> shift & 31)) letters[size++] = c;
    const auto add = [&](std::size_t cut, bool article) {
        if (size < cut + 2 || out.count == out.forms.size()) return;
        Key key = arabic::key_of(letters.data() + cut, size - cut);
        if (article) key |= Key{L(U'ا')} << (5 * (size - cut));
        std::size_t bytes = 0;
        for (std::size_t passed = 0; bytes < word.text.size() && passed < cut;)
            if (arabic::letter_of(utf8::next(word.text, bytes))) ++passed;
        out.forms[out.count++] = {key, static_cast<std::uint8_t>(bytes)};
    };
    const auto joins = [](Letter c) { return c == L(U'و') || c == L(U'ف'); };
    const auto governs = [](Letter c) { return c == L(U'ب') || c == L(U'ل') || c == L(U'ك'); };
    std::size_t cut = 0;
    if (size > 2 && joins(letters[0])) add(++cut, false);
    if (size > cut + 2 && governs(letters[cut])) {
        const bool lam = letters[cut] == L(U'ل');
        ++cut;
        if (lam && letters[cut] == L(U'ل') && size - cut < arabic::kLongestKey) add(cut, true);
        add(cut, false);
    }
    return out;
}

}  // namespace warraq::digest
