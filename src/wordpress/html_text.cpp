#include "wordpress/html_text.h"

#include <algorithm>

#include "wordpress/html_body.h"

namespace warraq::wordpress {
namespace {

using story::Node;
using story::NodeKind;

void append_words(const Node& node, std::string& out) {
    if (node.kind == NodeKind::Text) {
        out += node.text;
        return;
    }
    const bool begins_line = node.kind != NodeKind::ListItem && !out.empty() && out.back() != '\n';
    if (begins_line) out += '\n';
    if (node.kind == NodeKind::Embed) out += node.attribute("url");
    for (const Node& child : node.content) append_words(child, out);
}

}  // namespace

std::string lines_from_html(std::string_view html) {
    std::string out;
    for (const Node& block : blocks_from_html(html, {.line_breaks = true})) append_words(block, out);
    return out;
}

std::string text_from_html(std::string_view html) {
    std::string out = lines_from_html(html);
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

}  // namespace warraq::wordpress
