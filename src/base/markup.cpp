#include "base/markup.h"

namespace warraq {

void append_escaped(std::string& out, std::string_view text, std::string_view signs) {
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string_view entity;
        switch (text[at]) {
            case '&': entity = "&amp;"; break;
            case '<': entity = "&lt;"; break;
            case '>': entity = "&gt;"; break;
            case '"': entity = "&quot;"; break;
            case '\'': entity = "&#39;"; break;
            default: continue;
        }
        if (signs.find(text[at]) == signs.npos) continue;
        out.append(text, plain, at - plain);
        out += entity;
        plain = at + 1;
    }
    out.append(text, plain);
}

std::string escaped(std::string_view text, std::string_view signs) {
    std::string out;
    append_escaped(out, text, signs);
    return out;
}

std::string allowed_in_xml(std::string_view text, std::string_view instead) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            out += c;
        else
            out += instead;
    }
    for (const std::string_view forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
        for (auto at = out.find(forbidden); at != out.npos; at = out.find(forbidden, at))
            out.erase(at, forbidden.size());
    return out;
}

}  // namespace warraq
