// Headings, lists, quotes, tables and figures: elements that become a block of their own.
#include <algorithm>

#include "wordpress/html_converter.h"
#include "wordpress/html_names.h"

namespace warraq::wordpress {

using story::Node;
using story::NodeKind;

constexpr int kDeepestList = 4;  // lists in lists: as deep as a body may be

void HtmlConverter::heading(const GumboNode& node, int level, BlockPlace& place) {
    flush(place);
    auto content = line_of(node);
    if (content.empty()) return placement_.settle(place);
    if (level > 4) changed("heading below the fourth level");
    Node block;
    block.kind = NodeKind::Heading;
    block.attributes.push_back({"level", std::to_string(std::clamp(level, 2, 4))});
    block.content = std::move(content);
    placement_.put(std::move(block), place);
    placement_.settle(place);
}

void HtmlConverter::list(const GumboNode& node, bool ordered, BlockPlace& place) {
    flush(place);
    Node block;
    block.kind = NodeKind::List;
    block.attributes.push_back({"ordered", ordered ? "true" : "false"});
    ++list_depth_;
    for (const GumboNode* child : children_of(node)) {
        if (child->type == GUMBO_NODE_COMMENT || child->type == GUMBO_NODE_WHITESPACE) continue;
        BlockPlace item{NodeKind::ListItem, {}};
        if (is_element(*child) && name_of(child->v.element) == "li")
            children(*child, item);
        else if (is_element(*child))
            element(*child, item);  // a list that stands beside the items
        else
            text(child->v.text.text, item);
        flush(item);
        if (item.blocks.empty()) continue;
        Node entry;
        entry.kind = NodeKind::ListItem;
        entry.content = std::move(item.blocks);
        block.content.push_back(std::move(entry));
    }
    --list_depth_;
    if (block.content.empty()) return placement_.settle(place);
    if (list_depth_ >= kDeepestList) {
        changed("list in lists, deeper than the fourth");
        for (Node& entry : block.content)
            for (Node& part : entry.content) placement_.put(std::move(part), place);
    } else {
        placement_.put(std::move(block), place);
    }
    placement_.settle(place);
}

void HtmlConverter::quote(const GumboNode& node, BlockPlace& place) {
    flush(place);
    BlockPlace inside{NodeKind::Quote, {}};
    std::string speaker;
    quoted(node, inside, speaker);
    flush(inside);
    if (!inside.blocks.empty()) {
        Node block;
        block.kind = NodeKind::Quote;
        if (!speaker.empty()) block.attributes.push_back({"speaker", std::move(speaker)});
        block.content = std::move(inside.blocks);
        placement_.put(std::move(block), place);
    } else if (!speaker.empty()) {
        placement_.put(story::paragraph(std::move(speaker)), place);
    }
    placement_.settle(place);
}

void HtmlConverter::quoted(const GumboNode& node, BlockPlace& inside, std::string& speaker) {
    for (const GumboNode* child : children_of(node)) {
        if (!is_element(*child)) {
            if (child->type != GUMBO_NODE_COMMENT) text(child->v.text.text, inside);
            continue;
        }
        const std::string name = name_of(child->v.element);
        if (speaker.empty() && is_one_of(name, {"cite", "footer"})) {
            flush(inside);
            speaker = words_of(*child);
        } else {
            element(*child, inside);
        }
    }
}

void HtmlConverter::table(const GumboNode& node, BlockPlace& place) {
    flush(place);
    Node block;
    block.kind = NodeKind::Table;
    rows(node, block, place);
    if (!block.content.empty()) placement_.put(std::move(block), place);
    placement_.settle(place);
}

void HtmlConverter::rows(const GumboNode& node, Node& block, BlockPlace& place) {
    for (const GumboNode* child : children_of(node)) {
        if (!is_element(*child)) continue;
        const std::string name = name_of(child->v.element);
        if (is_one_of(name, {"thead", "tbody", "tfoot"})) {
            rows(*child, block, place);
        } else if (name == "caption") {
            if (auto content = line_of(*child); !content.empty()) {
                Node caption;
                caption.kind = NodeKind::Paragraph;
                caption.content = std::move(content);
                placement_.put(std::move(caption), place);
            }
        } else if (name == "tr") {
            Node row;
            row.kind = NodeKind::TableRow;
            for (const GumboNode* cell : children_of(*child)) {
                if (!is_element(*cell)) continue;
                const std::string kind = name_of(cell->v.element);
                if (kind != "td" && kind != "th") continue;
                if (!attribute(cell->v.element, "colspan").empty() ||
                    !attribute(cell->v.element, "rowspan").empty())
                    changed("table cell over several");
                BlockPlace inside{NodeKind::TableCell, {}};
                children(*cell, inside);
                flush(inside);
                Node made;
                made.kind = NodeKind::TableCell;
                made.attributes.push_back({"header", kind == "th" ? "true" : "false"});
                made.content = std::move(inside.blocks);
                row.content.push_back(std::move(made));
            }
            if (!row.content.empty()) block.content.push_back(std::move(row));
        }
    }
}

void HtmlConverter::figure(const GumboNode& node, BlockPlace& place) {
    flush(place);
    std::vector<Node> caption;
    BlockPlace inside{NodeKind::Doc, {}};
    const auto walk = [&](auto& self, const GumboNode& of) -> void {
        for (const GumboNode* child : children_of(of)) {
            if (!is_element(*child)) {
                if (child->type != GUMBO_NODE_COMMENT) text(child->v.text.text, inside);
                continue;
            }
            const std::string name = name_of(child->v.element);
            if (name == "figcaption" && caption.empty())
                caption = line_of(*child);
            else if (is_one_of(name, {"div", "span"}))
                self(self, *child);
            else
                element(*child, inside);
        }
    };
    walk(walk, node);
    flush(inside);
    if (inside.blocks.size() == 1 && inside.blocks[0].kind == NodeKind::Image &&
        inside.blocks[0].attribute("caption").empty()) {
        std::string words;
        for (const Node& run : caption) {
            words += run.text;
            if (!run.marks.empty()) changed("link or stress in a caption");
        }
        if (words.size() <= 3'900) {
            if (!words.empty()) inside.blocks[0].attributes.push_back({"caption", std::move(words)});
            caption.clear();
        }
    }
    for (Node& block : inside.blocks) placement_.put(std::move(block), place);
    if (!caption.empty()) {
        Node paragraph;
        paragraph.kind = NodeKind::Paragraph;
        paragraph.content = std::move(caption);
        placement_.put(std::move(paragraph), place);
    }
    placement_.settle(place);
}

}  // namespace warraq::wordpress
