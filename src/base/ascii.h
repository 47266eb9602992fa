// ASCII letters as protocols and markup know them, whatever the locale: bytes of other letters stay as they
// are.
//
//     ascii::lower("Example.ORG")                            // "example.org"
//     ascii::equal_ignoring_case("Chunked", "chunked")       // true
//
// Pure; thread-safe.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace warraq::ascii {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
    return out;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

// Without spaces and tabs at both ends: what HTTP calls optional white space.
constexpr std::string_view trim_blanks(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

constexpr bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

}  // namespace warraq::ascii
