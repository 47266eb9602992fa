#include "arabic/sentences.h"

#include <array>

#include "arabic/fold.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

bool is_stop(char32_t c) {
    return c == '.' || c == '!' || c == '?' || c == U'؟' || c == U'…' || c == U'۔';
}

bool closes(char32_t c) {
    return c == '"' || c == U'”' || c == U'»' || c == ')' || c == ']' || c == U'’' || c == '\'';
}

constexpr std::array<std::string_view, 6> kAbbreviations = {"أ.د", "ص.ب", "ق.م", "ب.م", "إلخ", "ا.د"};

// Does the text before a full stop end in a title or an initial rather than in a word?
bool ends_in_abbreviation(std::string_view before) {
    for (const auto abbreviation : kAbbreviations)
        if (before.ends_with(abbreviation)) return true;
    std::size_t start = before.size();
    int letters = 0;
    while (start > 0 && letters < 2) {
        std::size_t previous = start - 1;
        while (previous > 0 && (static_cast<unsigned char>(before[previous]) & 0xC0) == 0x80) --previous;
        std::size_t at = previous;
        const char32_t c = utf8::next(before, at);
        if (!is_word_character(c)) break;
        if (c >= '0' && c <= '9') return false;
        ++letters;
        start = previous;
    }
    return letters == 1;
}

}  // namespace

std::vector<std::string_view> sentences(std::string_view paragraph) {
    std::vector<std::string_view> out;
    std::size_t start = 0;
    const auto take = [&](std::size_t end) {
        const auto sentence = utf8::trim(paragraph.substr(start, end - start));
        if (!sentence.empty()) out.push_back(sentence);
        start = end;
    };
    for (std::size_t at = 0; at < paragraph.size();) {
        const std::size_t here = at;
        const char32_t c = utf8::next(paragraph, at);
        if (c == '\n') {
            take(at);
            continue;
        }
        if (!is_stop(c)) continue;
        std::size_t end = at;
        bool several = false;
        while (end < paragraph.size()) {
            std::size_t after = end;
            const char32_t next = utf8::next(paragraph, after);
            if (!is_stop(next) && !closes(next)) break;
            several = several || is_stop(next);
            end = after;
        }
        std::size_t after = end;
        const bool at_end = end == paragraph.size() || utf8::is_space(utf8::next(paragraph, after));
        at = end;
        if (!at_end) continue;
        if (c == '.' && !several && ends_in_abbreviation(paragraph.substr(0, here))) continue;
        take(end);
    }
    take(paragraph.size());
    return out;
}

}  // namespace warraq::arabic
