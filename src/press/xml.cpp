#include "press/xml.h"

#include "base/markup.h"

namespace warraq::press {

void Xml::text(std::string_view text) {
    append_escaped(out_, allowed_in_xml(text));
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
