// A stranger's HTML as gumbo's tree: built only where it is shallow enough, and freed without deep recursion.
#include "wordpress/html_tree.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "wordpress/html_nesting.h"

namespace warraq::wordpress {
namespace {

constexpr int kDeepestTree = 1'500;  // elements in each other, all counted; readers walk them on the stack

// All that stands in `root`, without walking it on the stack; `depth`: of elements in each other.
std::vector<GumboNode*> nodes_within(const GumboNode& root, int& depth) {
    std::vector<GumboNode*> level(children_of(root).begin(), children_of(root).end()), all = level;
    for (depth = 0; !level.empty(); ++depth) {
        std::vector<GumboNode*> next;
        for (const GumboNode* node : level)
            if (is_element(*node))
                next.insert(next.end(), children_of(*node).begin(), children_of(*node).end());
        all.insert(all.end(), next.begin(), next.end());
        level = std::move(next);
    }
    return all;
}

// Gumbo frees a tree as deep as it goes, on the stack: a deep one becomes flat first.
void flatten(GumboNode& root) {
    int depth = 0;
    const std::vector<GumboNode*> nodes = nodes_within(root, depth);
    if (depth <= kDeepestTree) return;
    auto* const data = static_cast<void**>(std::malloc(nodes.size() * sizeof(void*)));  // which gumbo frees
    if (!data) return;
    std::copy(nodes.begin(), nodes.end(), data);
    for (GumboNode* node : nodes)
        if (is_element(*node)) node->v.element.children.length = 0;
    GumboVector& children = root.v.element.children;
    std::free(children.data);
    children = {data, static_cast<unsigned>(nodes.size()), static_cast<unsigned>(nodes.size())};
}

HtmlTree parse(std::string_view html) {
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    return HtmlTree(gumbo_parse_with_options(&options, html.data(), html.size()));
}

}  // namespace

void FreeHtmlTree::operator()(GumboOutput* output) const {
    flatten(*output->root);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
}

HtmlTree parse_html(std::string_view html) {
    if (is_too_much(html)) return nullptr;
    HtmlTree tree = parse(html);
    int depth = 0;
    (void)nodes_within(*tree->root, depth);
    return depth <= kDeepestTree ? std::move(tree) : nullptr;
}

std::string without_tags(std::string_view html) {
    std::string out;
    bool in_tag = false;
    for (const char c : html) {
        if (c == '<') in_tag = true;
        if (!in_tag) out += c;
        if (c == '>' && in_tag) {
            in_tag = false;
            out += ' ';
        }
    }
    return out;
}

std::string name_of(const GumboElement& element) {
    if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
    GumboStringPiece piece = element.original_tag;
    gumbo_tag_from_original_text(&piece);
    std::string name(piece.data ? piece.data : "", piece.data ? piece.length : 0);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return ascii::lower(c); });
    return name;
}

std::string_view attribute(const GumboElement& element, const char* name) {
    const GumboAttribute* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view(found->value) : std::string_view();
}

bool has_class(const GumboElement& element, std::string_view name) {
    const auto classes = attribute(element, "class");
    for (std::size_t at = classes.find(name); at != classes.npos; at = classes.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || classes[at - 1] == ' ') && (end == classes.size() || classes[end] == ' '))
            return true;
    }
    return false;
}

}  // namespace warraq::wordpress
