#include "digest/quote_marks.h"

#include <string>

#include "base/utf8.h"

namespace warraq::digest {
namespace {

bool closes_next(std::string_view rest) {
    return rest.starts_with("»") || rest.starts_with("”") || rest.starts_with("\"");
}

}  // namespace

void Marks::count(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        switch (utf8::next(text, at)) {
            case U'«': ++guillemets; break;
            case U'»': --guillemets; break;
            case U'“': ++curly; break;
            case U'”': --curly; break;
            case '(': ++brackets; break;
            case ')': --brackets; break;
            case '"': ++straight; break;
            default: break;
        }
    }
}

bool balanced(std::string_view text) {
    Marks marks;
    marks.count(text);
    return marks.balanced();
}

const char* closing_for(std::string_view text) {
    for (const char* mark : {"\"", "»", "”"})
        if (!balanced(text) && balanced(std::string(text) + mark)) return mark;
    return nullptr;
}

std::string_view with_closing(std::string_view text, std::string_view slice) {
    std::size_t end = static_cast<std::size_t>(slice.data() - text.data()) + slice.size();
    while (end < text.size()) {
        std::size_t after = end;
        const char32_t c = utf8::next(text, after);
        if (c == U'»' || c == U'”' || c == ')' || c == '"')
            end = after;
        else if ((c == '.' || c == U'،' || c == ',') && after < text.size() &&
                 closes_next(text.substr(after)))
            end = after;
        else
            break;
    }
    const auto begin = static_cast<std::size_t>(slice.data() - text.data());
    return text.substr(begin, end - begin);
}

}  // namespace warraq::digest
