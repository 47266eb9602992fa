#include "base/percent.h"

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

}  // namespace

std::string encode_path(std::string_view path) {
    return percent_encoded(path, "?#%");
}
std::string encode_address(std::string_view address) {
    return percent_encoded(address, "");
}

std::string encode_value(std::string_view value) {
    return percent_encoded(value, "?#%&=+/;'");
}

}  // namespace warraq::percent
