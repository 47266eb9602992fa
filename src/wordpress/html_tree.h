// A stranger's HTML as gumbo's tree, and how its elements are read. What is nested beyond measure is refused
// before it is parsed, so that whoever walks the tree may do so on the stack. Internal to the room; pure.
//
//     const HtmlTree tree = parse_html(html);          // `html` outlives the tree
//     for (const GumboNode* child : children_of(*tree->root)) …
#pragma once

#include <gumbo.h>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace warraq::wordpress {

struct FreeHtmlTree {
    void operator()(GumboOutput* output) const;
};
using HtmlTree = std::unique_ptr<GumboOutput, FreeHtmlTree>;

// What a browser would make of it within <body>; nullptr where elements are nested beyond all measure.
HtmlTree parse_html(std::string_view html);

// Its text with a space for each tag: what is left of HTML that parse_html() refuses, which takes this.
std::string without_tags(std::string_view html);

inline bool is_element(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

// Of an element.
inline std::span<GumboNode* const> children_of(const GumboNode& node) {
    const GumboVector& children = node.v.element.children;
    return {reinterpret_cast<GumboNode* const*>(children.data), children.length};
}

std::string name_of(const GumboElement& element);                           // in small letters
std::string_view attribute(const GumboElement& element, const char* name);  // empty: it has none
bool has_class(const GumboElement& element, std::string_view name);

}  // namespace warraq::wordpress
