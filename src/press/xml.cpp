#include "press/xml.h"

#include "press/html.h"

namespace warraq::press {

void Xml::text(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 || c == '\n' || c == '\t') clean += c;
    }
    // U+FFFE and U+FFFF, the two other characters that XML forbids.
    for (const std::string_view forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
        for (auto at = clean.find(forbidden); at != clean.npos; at = clean.find(forbidden, at))
            clean.erase(at, forbidden.size());
    append_escaped(out_, clean);
}

void Xml::start(std::string_view name, Attributes attributes) {
    out_ += '<';
    out_ += name;
    for (const auto& [key, value] : attributes) {
        out_ += ' ';
        out_ += key;
        out_ += "=\"";
        text(value);
        out_ += '"';
    }
}

Xml& Xml::open(std::string_view name, Attributes attributes) {
    start(name, attributes);
    out_ += ">\n";
    open_.emplace_back(name);
    return *this;
}

Xml& Xml::close() {
    out_ += "</" + open_.back() + ">\n";
    open_.pop_back();
    return *this;
}

Xml& Xml::element(std::string_view name, std::string_view content, Attributes attributes) {
    start(name, attributes);
    out_ += '>';
    text(content);
    out_ += "</";
    out_ += name;
    out_ += ">\n";
    return *this;
}

Xml& Xml::empty(std::string_view name, Attributes attributes) {
    start(name, attributes);
    out_ += "/>\n";
    return *this;
}

std::string Xml::finish() {
    while (!open_.empty()) close();
    return std::move(out_);
}

}  // namespace warraq::press
