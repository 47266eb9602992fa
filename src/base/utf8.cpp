#include "base/utf8.h"

#include <unicode/utf8.h>

namespace warraq::utf8 {

bool valid(std::string_view text) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    const auto size = static_cast<std::int64_t>(text.size());
    for (std::int64_t at = 0; at < size;) {
        UChar32 c = 0;
        U8_NEXT(bytes, at, size, c);
        if (c < 0) return false;
    }
    return true;
}

char32_t next_of_many(std::string_view text, std::size_t& at) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    UChar32 c = 0;
    std::size_t end = at;
    U8_NEXT(bytes, end, text.size(), c);
    if (c < 0) {
        ++at;
        return 0xFFFD;
    }
    at = end;
    return static_cast<char32_t>(c);
}

void append(std::string& out, char32_t code_point) {
    unsigned char bytes[U8_MAX_LENGTH];
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, static_cast<UChar32>(code_point));
    out.append(reinterpret_cast<const char*>(bytes), size);
}

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next(text, at);
    return count;
}

std::string_view prefix(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

bool is_space(char32_t c) {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000 || c == 0xFEFF;
}

std::string_view trim(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t after = begin;
        if (!is_space(next(text, after))) break;
        begin = after;
    }
    std::size_t end = text.size();
    while (end > begin) {
        std::size_t before = end - 1;
        while (before > begin && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
        std::size_t at = before;
        if (!is_space(next(text, at))) break;
        end = before;
    }
    return text.substr(begin, end - begin);
}

}  // namespace warraq::utf8
