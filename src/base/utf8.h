// UTF-8 as the rest of the house needs it: validity, code points one by one, and safe cutting.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace warraq::utf8 {

// True when every byte belongs to a well-formed sequence (no overlong forms, surrogates or values over
// U+10FFFF).
bool valid(std::string_view text);

// The code point at `at`, which moves past it. A malformed byte reads as U+FFFD and moves one byte.
char32_t next_of_many(std::string_view text, std::size_t& at);  // next()'s way for what is longer or broken
inline char32_t next(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) {
        ++at;
        return first;
    }
    if (first >= 0xC2 && first <= 0xDF && at + 1 < text.size()) {  // two bytes: all of Arabic
        const auto second = static_cast<unsigned char>(text[at + 1]);
        if ((second & 0xC0) == 0x80) {
            at += 2;
            return static_cast<char32_t>((first & 0x1F) << 6 | (second & 0x3F));
        }
    }
    return next_of_many(text, at);
}

void append(std::string& out, char32_t code_point);

// How many code points; malformed bytes count one each.
std::size_t length(std::string_view text);

// The longest prefix of at most `max_bytes` bytes that cuts no sequence in two.
std::string_view prefix(std::string_view text, std::size_t max_bytes);

// Without white space (Unicode's White_Space and the zero-width characters) at both ends.
std::string_view trim(std::string_view text);

bool is_space(char32_t c);

}  // namespace warraq::utf8
