// The body's schema as one table: which node may stand in which, with what attributes. Read by the JSON
// parser and by from_nodes, so that both refuse the same trees.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "story/body.h"

namespace warraq::story {

enum class AttributeType { Words, Number, Flag, WebAddress, MediaName, LanguageTag };

struct AttributeRule {
    std::string_view name;
    AttributeType type = AttributeType::Words;
    bool required = false;
    int min = 0, max = 0;  // Number only
};

struct NodeRule {
    NodeKind kind;
    std::string_view name;  // ProseMirror's "type"
    std::span<const NodeKind> children;
    bool needs_children = false;
    std::span<const AttributeRule> attributes;
};

struct MarkRule {
    MarkKind kind;
    std::string_view name;
    AttributeRule attribute;  // empty name: none
};

const NodeRule& rule_of(NodeKind kind);
const NodeRule* node_rule(std::string_view name);  // nullptr: no such node
const MarkRule& rule_of(MarkKind kind);
const MarkRule* mark_rule(std::string_view name);

// Is `value` fit for `rule`? The message says what is wanted.
Result<void> check_attribute(const AttributeRule& rule, std::string_view value);

// Walks a tree built by hand under the same rules and limits as JSON.
Result<void> check_tree(std::span<const Node> blocks, const BodyLimits& limits);

}  // namespace warraq::story
