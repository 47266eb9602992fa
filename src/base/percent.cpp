#include "base/percent.h"

#include <array>

#include "base/utf8.h"

namespace warraq::percent {
namespace {

std::string percent_encoded(std::string_view text, std::string_view also_encoded) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() * 3);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte > 0x20 && byte < 0x7F && c != '"' && c != '<' && c != '>' && c != '`' &&
                           c != '{' && c != '}' && c != '^' && also_encoded.find(c) == also_encoded.npos;
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    return out;
}

constexpr auto kHexDigits = [] {
    std::array<signed char, 256> table{};
    table.fill(-1);
    constexpr std::string_view kLower = "0123456789abcdef", kUpper = "0123456789ABCDEF";
    for (std::size_t i = 0; i < 16; ++i)
        for (const char c : {kLower[i], kUpper[i]})
            table[static_cast<unsigned char>(c)] = static_cast<signed char>(i);
    return table;
}();

int hex_digit(char c) {
    return kHexDigits[static_cast<unsigned char>(c)];
}

}  // namespace

std::string encode_path(std::string_view path) {
    return percent_encoded(path, "?#%");
}
std::string encode_address(std::string_view address) {
    return percent_encoded(address, "");
}

std::string encode_slug(std::string_view slug) {
    std::string out = encode_path(slug);
    for (std::size_t at = out.find('%'); at != out.npos; at = out.find('%', at + 1))
        for (const std::size_t digit : {at + 1, at + 2})
            if (digit < out.size() && out[digit] >= 'A' && out[digit] <= 'F')
                out[digit] = static_cast<char>(out[digit] - 'A' + 'a');
    return out;
}

int escaped_byte(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size()) return -1;
    const int high = hex_digit(text[at + 1]), low = hex_digit(text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int byte = text[at] == '%' ? escaped_byte(text, at) : -1;
        if (byte < 0) {
            out += text[at];
            continue;
        }
        out += static_cast<char>(byte);
        at += 2;
    }
    return utf8::valid(out) ? out : std::string(text);
}

std::string encode_value(std::string_view value) {
    return percent_encoded(value, "?#%&=+/;'");
}

}  // namespace warraq::percent
