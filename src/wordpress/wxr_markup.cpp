#include "wordpress/wxr_markup.h"

#include <fmt/format.h>

#include "base/markup.h"

namespace warraq::wordpress {

std::string xml_escaped(std::string_view text) {
    return escaped(allowed_in_xml(text, " "), kMarkupQuoted);
}

// A section may not hold its own end: there, one ends and another begins.
std::string cdata(std::string_view given) {
    const std::string allowed = allowed_in_xml(given, " ");
    const std::string_view text = allowed;
    std::string out = "<![CDATA[";
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at).starts_with("]]>")) {
            out += "]]]]><![CDATA[>";
            at += 2;
            continue;
        }
        out += text[at];
    }
    return out + "]]>";
}

std::string element(std::string_view name, std::string_view value) {
    return fmt::format("<{0}>{1}</{0}>\n", name, value);
}

}  // namespace warraq::wordpress
