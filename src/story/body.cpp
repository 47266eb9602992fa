#include "story/body.h"

#include <algorithm>
#include <unicode/uchar.h>

#include "base/number.h"
#include "base/utf8.h"
#include "story/schema.h"

namespace warraq::story {
namespace {

void append_line(std::string& out, std::string_view line) {
    if (line.empty()) return;
    if (!out.empty()) out += '\n';
    out += line;
}

std::string inline_text(const Node& node) {
    std::string text;
    for (const Node& run : node.content) text += run.text;
    return text;
}

void append_text(std::string& out, const Node& node) {
    switch (node.kind) {
        case NodeKind::Paragraph:
        case NodeKind::Heading: append_line(out, inline_text(node)); break;
        case NodeKind::Image: append_line(out, node.attribute("caption")); break;
        case NodeKind::Embed: append_line(out, node.attribute("title")); break;
        default:
            for (const Node& child : node.content) append_text(out, child);
    }
}

}  // namespace

std::string_view Node::attribute(std::string_view name) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const Attribute& a) { return a.name == name; });
    return found == attributes.end() ? std::string_view{} : std::string_view{found->value};
}

int Node::number(std::string_view name) const {
    return from_digits<int>(attribute(name)).value_or(0);
}

bool Node::flag(std::string_view name) const {
    return attribute(name) == "true";
}

Node text_node(std::string text, std::vector<Mark> marks) {
    Node node;
    node.kind = NodeKind::Text;
    node.text = std::move(text);
    node.marks = std::move(marks);
    return node;
}

Node paragraph(std::string text) {
    Node node;
    node.content.push_back(text_node(std::move(text)));
    return node;
}

Body Body::from_paragraphs(std::span<const std::string> paragraphs) {
    Body body;
    for (const std::string& text : paragraphs) {
        const auto trimmed = utf8::trim(text);
        if (!trimmed.empty()) body.blocks_.push_back(paragraph(std::string(trimmed)));
    }
    return body;
}

Result<Body> Body::from_nodes(std::vector<Node> blocks, const BodyLimits& limits) {
    if (auto checked = check_tree(blocks, limits); !checked) return fail(checked.error());
    Body body;
    body.blocks_ = std::move(blocks);
    return body;
}

std::string Body::plain_text() const {
    std::string text;
    for (const Node& block : blocks_) append_text(text, block);
    return text;
}

std::size_t Body::word_count() const {
    return count_words(plain_text());
}

std::size_t count_words(std::string_view text) {
    std::size_t words = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<UChar32>(utf8::next(text, at));
        const bool letter = c < 0x80 ? (std::isalnum(c) != 0)
                                     : u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) || c == 0x0640;
        words += letter && !inside;
        inside = letter;
    }
    return words;
}

int reading_minutes(std::size_t words) {
    constexpr std::size_t kWordsAMinute = 180;
    return static_cast<int>(std::max<std::size_t>(1, (words + kWordsAMinute / 2) / kWordsAMinute));
}

}  // namespace warraq::story
