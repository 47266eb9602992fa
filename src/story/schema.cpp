#include "story/schema.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"
#include "base/web_address.h"
#include "story/media.h"

namespace warraq::story {
namespace {

using enum NodeKind;
using enum AttributeType;

constexpr NodeKind kBlocks[] = {Paragraph, Heading, List, Quote, Image, Table, Embed, Divider};
constexpr NodeKind kInline[] = {Text};
constexpr NodeKind kItems[] = {ListItem};
constexpr NodeKind kItemBlocks[] = {Paragraph, List};
constexpr NodeKind kParagraphs[] = {Paragraph};
constexpr NodeKind kRows[] = {TableRow};
constexpr NodeKind kCells[] = {TableCell};

constexpr AttributeRule kHeading[] = {{"level", Number, true, 2, 4}};
constexpr AttributeRule kList[] = {{"ordered", Flag}};
constexpr AttributeRule kQuote[] = {{"speaker"}};
constexpr AttributeRule kImage[] = {
    {"media", MediaName, true},        {"alt"}, {"caption"}, {"credit"}, {"width", Number, true, 1, 20000},
    {"height", Number, true, 1, 20000}};
constexpr AttributeRule kCell[] = {{"header", Flag}};
constexpr AttributeRule kEmbed[] = {{"url", WebAddress, true}, {"title"}, {"provider"}};

// In the order of NodeKind.
constexpr std::array kNodes = {
    NodeRule{Doc, "doc", kBlocks, false, {}},
    NodeRule{Paragraph, "paragraph", kInline, false, {}},
    NodeRule{Heading, "heading", kInline, true, kHeading},
    NodeRule{List, "list", kItems, true, kList},
    NodeRule{ListItem, "listItem", kItemBlocks, true, {}},
    NodeRule{Quote, "quote", kParagraphs, true, kQuote},
    NodeRule{Image, "image", {}, false, kImage},
    NodeRule{Table, "table", kRows, true, {}},
    NodeRule{TableRow, "tableRow", kCells, true, {}},
    NodeRule{TableCell, "tableCell", kParagraphs, false, kCell},
    NodeRule{Embed, "embed", {}, false, kEmbed},
    NodeRule{Divider, "divider", {}, false, {}},
    NodeRule{NodeKind::Text, "text", {}, false, {}},
};

constexpr std::array kMarks = {
    MarkRule{MarkKind::Strong, "strong", {}},
    MarkRule{MarkKind::Emphasis, "emphasis", {}},
    MarkRule{MarkKind::Link, "link", {"href", WebAddress, true}},
    MarkRule{MarkKind::Language, "language", {"lang", LanguageTag, true}},
};

constexpr std::size_t kLongestText = 100'000;
constexpr std::size_t kLongestAttribute = 4'000;

class TreeCheck {
  public:
    explicit TreeCheck(const BodyLimits& limits) : limits_(limits) {}

    Result<void> children(std::span<const Node> nodes, const NodeRule& parent, const std::string& path,
                          std::size_t depth) {
        if (depth > limits_.depth)
            return invalid(fmt::format("{}: nested deeper than {}", path, limits_.depth));
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            auto checked = node(nodes[i], parent, fmt::format("{}content[{}]", path, i), depth);
            if (!checked) return checked;
        }
        return {};
    }

  private:
    Result<void> node(const Node& node, const NodeRule& parent, const std::string& path, std::size_t depth) {
        const NodeRule& rule = rule_of(node.kind);
        if (++nodes_ > limits_.nodes)
            return invalid(fmt::format("{}: more than {} nodes", path, limits_.nodes));
        if (std::find(parent.children.begin(), parent.children.end(), node.kind) == parent.children.end())
            return invalid(fmt::format("{}: «{}» may not stand in «{}»", path, rule.name, parent.name));
        if (rule.needs_children && node.content.empty())
            return invalid(fmt::format("{}: «{}» is empty", path, rule.name));
        if (node.kind == NodeKind::Text) return text(node, path);
        for (const AttributeRule& wanted : rule.attributes) {
            const auto found = std::find_if(node.attributes.begin(), node.attributes.end(),
                                            [&](const Attribute& a) { return a.name == wanted.name; });
            if (found == node.attributes.end()) {
                if (wanted.required)
                    return invalid(fmt::format("{}.attrs.{}: is missing", path, wanted.name));
                continue;
            }
            if (auto ok = check_attribute(wanted, found->value); !ok)
                return invalid(fmt::format("{}.attrs.{}: {}", path, wanted.name, ok.error().message));
        }
        return children(node.content, rule, path + ".", depth + 1);
    }

    Result<void> text(const Node& node, const std::string& path) {
        if (node.text.empty()) return invalid(fmt::format("{}.text: is empty", path));
        if (node.text.size() > kLongestText)
            return invalid(fmt::format("{}.text: longer than {} bytes", path, kLongestText));
        if (!utf8::valid(node.text)) return invalid(fmt::format("{}.text: is not UTF-8", path));
        if (node.text.find('\0') != node.text.npos) return invalid(fmt::format("{}.text: holds a NUL", path));
        for (std::size_t i = 0; i < node.marks.size(); ++i) {
            const MarkRule& rule = rule_of(node.marks[i].kind);
            if (rule.attribute.name.empty()) continue;
            if (auto ok = check_attribute(rule.attribute, node.marks[i].value); !ok)
                return invalid(fmt::format("{}.marks[{}].attrs.{}: {}", path, i, rule.attribute.name,
                                           ok.error().message));
        }
        return {};
    }

    const BodyLimits& limits_;
    std::size_t nodes_ = 0;
};

}  // namespace

bool is_language_tag(std::string_view value) {
    return value.size() >= 2 && value.size() <= 35 &&
           std::ranges::all_of(value, [](char c) { return ascii::is_letter_or_digit(c) || c == '-'; });
}

const NodeRule& rule_of(NodeKind kind) {
    return kNodes[static_cast<std::size_t>(kind)];
}
const MarkRule& rule_of(MarkKind kind) {
    return kMarks[static_cast<std::size_t>(kind)];
}

const NodeRule* node_rule(std::string_view name) {
    const auto found =
        std::find_if(kNodes.begin(), kNodes.end(), [&](const NodeRule& r) { return r.name == name; });
    return found == kNodes.end() ? nullptr : &*found;
}

const MarkRule* mark_rule(std::string_view name) {
    const auto found =
        std::find_if(kMarks.begin(), kMarks.end(), [&](const MarkRule& r) { return r.name == name; });
    return found == kMarks.end() ? nullptr : &*found;
}

Result<void> check_attribute(const AttributeRule& rule, std::string_view value) {
    if (value.size() > kLongestAttribute)
        return invalid(fmt::format("longer than {} bytes", kLongestAttribute));
    if (!utf8::valid(value)) return invalid("is not UTF-8");
    if (value.find('\0') != value.npos) return invalid("holds a NUL");
    switch (rule.type) {
        case Words: return {};
        case Flag:
            if (value != "true" && value != "false") return invalid("is neither true nor false");
            return {};
        case Number: {
            const auto number = from_digits<int>(value);
            if (!number || *number < rule.min || *number > rule.max)
                return invalid(fmt::format("is not a whole number from {} to {}", rule.min, rule.max));
            return {};
        }
        case WebAddress:
            if (!is_link(value)) return invalid("is not an http, https, mailto or site address");
            return {};
        case MediaName:
            if (!is_media_name(value)) return invalid("is not the name of a media file");
            return {};
        case LanguageTag:
            if (!is_language_tag(value)) return invalid("is not a language tag");
            return {};
    }
    return {};
}

Result<void> check_tree(std::span<const Node> blocks, const BodyLimits& limits) {
    return TreeCheck(limits).children(blocks, rule_of(Doc), "", 1);
}

}  // namespace warraq::story
