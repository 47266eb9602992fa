#include "arabic/words.h"

#include <algorithm>
#include <unicode/uchar.h>

#include "arabic/fold.h"
#include "arabic/letters.h"
#include "arabic/tables.h"
#include "base/table.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

enum class Kind : std::uint8_t { Other, Arabic, Latin, Digit, Within };

Kind kind_of(char32_t c) {
    if (c < 0x80) {
        if (c >= '0' && c <= '9') return Kind::Digit;
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? Kind::Latin : Kind::Other;
    }
    if (c >= 0x0620 && c <= 0x064A) return c == 0x0640 ? Kind::Within : Kind::Arabic;
    if (is_mark(c)) return Kind::Within;
    if ((c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9)) return Kind::Digit;
    if ((c >= 0x200C && c <= 0x200F) || c == 0x2060 || c == 0xAD || c == 0xFEFF) return Kind::Within;
    if (!is_word_character(c)) return Kind::Other;
    switch (u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_WORD_BREAK)) {
        case U_WB_NUMERIC: return Kind::Digit;
        case U_WB_EXTEND:
        case U_WB_FORMAT: return Kind::Within;
        default:
            return (c >= 0x0600 && c <= 0x06FF) || (c >= 0xFB50 && c <= 0xFEFC) ? Kind::Arabic : Kind::Latin;
    }
}

bool joins_digits(char32_t c) {
    return c == '.' || c == ',' || c == U'٫' || c == U'٬';
}
bool joins_latin(char32_t c) {
    return c == '.' || c == '\'' || c == U'’';
}

}  // namespace

std::string_view next_word(std::string_view text, std::size_t& at) {
    std::size_t start = text.size(), end = text.size();
    Kind last = Kind::Other;
    int run = 0;  // letters of the same kind in a row
    while (at < text.size()) {
        const std::size_t here = at;
        const char32_t c = utf8::next(text, at);
        const Kind kind = kind_of(c);
        if (kind == Kind::Within) {
            if (start != text.size()) end = at;
            continue;
        }
        if (kind != Kind::Other) {
            if (start == text.size()) start = here;
            run = kind == last ? run + 1 : 1;
            last = kind;
            end = at;
            continue;
        }
        if (start == text.size()) continue;
        // Does what stands here join the word to what follows?
        std::size_t after = at;
        const Kind next = after < text.size() ? kind_of(utf8::next(text, after)) : Kind::Other;
        bool joins = (last == Kind::Digit && next == Kind::Digit && joins_digits(c)) ||
                     (last == Kind::Latin && next == Kind::Latin && joins_latin(c));
        if (last == Kind::Arabic && next == Kind::Arabic && c == '.' && run == 1) {
            const Kind further = after < text.size() ? kind_of(utf8::next(text, after)) : Kind::Other;
            joins = further != Kind::Arabic && further != Kind::Within;
        }
        if (!joins) {
            at = here;
            return text.substr(start, end - start);
        }
        last = Kind::Other;
    }
    return text.substr(start, end - start);
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> out;
    constexpr std::size_t kBytesAWord = 10;
    out.reserve(text.size() / kBytesAWord);
    for_each_word(text, [&](std::string_view word) { out.push_back(word); });
    return out;
}

bool is_stop_word(std::string_view word) {
    return is_stop_word(key_of(word));
}

bool is_stop_word(Key key) {
    static const std::vector<Key> kStopWords = [] {
        std::vector<Key> keys;
        for_each_row(tables::stop_words, [&](auto fields) {
            for (const auto each : split(fields[0], ' ')) keys.push_back(key_of(each));
        });
        std::sort(keys.begin(), keys.end());
        return keys;
    }();
    return key == 0 ? false : std::binary_search(kStopWords.begin(), kStopWords.end(), key);
}

}  // namespace warraq::arabic
