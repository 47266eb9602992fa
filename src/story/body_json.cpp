// Body to and from ProseMirror's JSON. The only file of the room that knows a JSON library.
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "story/body.h"
#include "story/schema.h"

namespace warraq::story {
namespace {

using Json = nlohmann::json;

// The JSON nesting that a tree of the allowed depth can need: each node is an object in an array, attributes
// deeper.
constexpr int kNesting = 64;

Result<std::string> scalar(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>();
    if (value.is_boolean()) return std::string(value.get<bool>() ? "true" : "false");
    if (value.is_number_integer()) return value.dump();
    return invalid("is neither text, a whole number nor a flag");
}

class Reader {
  public:
    explicit Reader(const BodyLimits& limits) : limits_(limits) {}

    Result<std::vector<Node>> children(const Json& parent, const std::string& path, std::size_t depth) {
        std::vector<Node> nodes;
        const auto content = parent.find("content");
        if (content == parent.end() || content->is_null()) return nodes;
        if (!content->is_array()) return invalid(fmt::format("{}content: is not a list", path));
        if (depth > limits_.depth)
            return invalid(fmt::format("{}: nested deeper than {}", path, limits_.depth));
        nodes.reserve(content->size());
        for (std::size_t i = 0; i < content->size(); ++i) {
            auto child = node((*content)[i], fmt::format("{}content[{}]", path, i), depth);
            if (!child) return fail(child.error());
            nodes.push_back(std::move(*child));
        }
        return nodes;
    }

  private:
    Result<Node> node(const Json& json, const std::string& path, std::size_t depth) {
        if (++nodes_ > limits_.nodes)
            return invalid(fmt::format("{}: more than {} nodes", path, limits_.nodes));
        if (!json.is_object()) return invalid(fmt::format("{}: is not an object", path));
        const auto type = json.find("type");
        if (type == json.end() || !type->is_string())
            return invalid(fmt::format("{}.type: is missing", path));
        const NodeRule* rule = node_rule(type->get_ref<const std::string&>());
        if (!rule)
            return invalid(fmt::format("{}.type: «{}» is not a node of a story", path,
                                       type->get_ref<const std::string&>()));
        Node node;
        node.kind = rule->kind;
        if (rule->kind == NodeKind::Text) {
            const auto text = json.find("text");
            if (text == json.end() || !text->is_string())
                return invalid(fmt::format("{}.text: is missing", path));
            node.text = text->get_ref<const std::string&>();
            auto marks = read_marks(json, path);
            if (!marks) return fail(marks.error());
            node.marks = std::move(*marks);
            return node;
        }
        if (const auto attrs = json.find("attrs"); attrs != json.end() && !attrs->is_null()) {
            if (!attrs->is_object()) return invalid(fmt::format("{}.attrs: is not an object", path));
            for (const AttributeRule& wanted : rule->attributes) {
                const auto found = attrs->find(wanted.name);
                if (found == attrs->end() || found->is_null()) continue;
                auto value = scalar(*found);
                if (!value)
                    return invalid(fmt::format("{}.attrs.{}: {}", path, wanted.name, value.error().message));
                node.attributes.push_back({wanted.name, std::move(*value)});
            }
        }
        auto content = children(json, path + ".", depth + 1);
        if (!content) return fail(content.error());
        node.content = std::move(*content);
        return node;
    }

    Result<std::vector<Mark>> read_marks(const Json& json, const std::string& path) {
        std::vector<Mark> marks;
        const auto list = json.find("marks");
        if (list == json.end() || list->is_null()) return marks;
        if (!list->is_array() || list->size() > 8)
            return invalid(fmt::format("{}.marks: is not a short list", path));
        for (std::size_t i = 0; i < list->size(); ++i) {
            const Json& mark = (*list)[i];
            const auto type = mark.is_object() ? mark.find("type") : mark.end();
            const MarkRule* rule = nullptr;
            if (mark.is_object() && type != mark.end() && type->is_string())
                rule = mark_rule(type->get_ref<const std::string&>());
            if (!rule) return invalid(fmt::format("{}.marks[{}].type: is not a mark of a story", path, i));
            Mark made{rule->kind, {}};
            if (!rule->attribute.name.empty()) {
                const auto attrs = mark.find("attrs");
                const bool has =
                    attrs != mark.end() && attrs->is_object() && attrs->contains(rule->attribute.name);
                if (!has || !attrs->at(std::string(rule->attribute.name)).is_string())
                    return invalid(
                        fmt::format("{}.marks[{}].attrs.{}: is missing", path, i, rule->attribute.name));
                made.value = attrs->at(std::string(rule->attribute.name)).get<std::string>();
            }
            marks.push_back(std::move(made));
        }
        return marks;
    }

    const BodyLimits& limits_;
    std::size_t nodes_ = 0;
};

// Writing is by hand: it runs for every import and save, and needs no tree in between.
void write_attribute(std::string& out, const AttributeRule& rule, std::string_view value) {
    append_json_string(out, rule.name);
    out += ':';
    if (rule.type == AttributeType::Number || rule.type == AttributeType::Flag)
        out += value;
    else
        append_json_string(out, value);
}

void write_node(std::string& out, const Node& node);

void write_content(std::string& out, const std::vector<Node>& content) {
    out += ",\"content\":[";
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (i) out += ',';
        write_node(out, content[i]);
    }
    out += ']';
}

void write_marks(std::string& out, const std::vector<Mark>& marks) {
    out += ",\"marks\":[";
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const MarkRule& rule = rule_of(marks[i].kind);
        if (i) out += ',';
        out += "{\"type\":";
        append_json_string(out, rule.name);
        if (!rule.attribute.name.empty()) {
            out += ",\"attrs\":{";
            write_attribute(out, rule.attribute, marks[i].value);
            out += '}';
        }
        out += '}';
    }
    out += ']';
}

void write_node(std::string& out, const Node& node) {
    const NodeRule& rule = rule_of(node.kind);
    out += "{\"type\":";
    append_json_string(out, rule.name);
    if (!node.attributes.empty()) {
        out += ",\"attrs\":{";
        bool first = true;
        for (const AttributeRule& attribute : rule.attributes) {
            const auto found = std::find_if(node.attributes.begin(), node.attributes.end(),
                                            [&](const Attribute& a) { return a.name == attribute.name; });
            if (found == node.attributes.end()) continue;
            if (!first) out += ',';
            first = false;
            write_attribute(out, attribute, found->value);
        }
        out += '}';
    }
    if (node.kind == NodeKind::Text) {
        out += ",\"text\":";
        append_json_string(out, node.text);
        if (!node.marks.empty()) write_marks(out, node.marks);
    } else if (!node.content.empty()) {
        write_content(out, node.content);
    }
    out += '}';
}

}  // namespace

Result<Body> Body::from_json(std::string_view json, const BodyLimits& limits) {
    if (json.size() > limits.bytes)
        return invalid(fmt::format("the body is larger than {} bytes", limits.bytes));
    bool too_deep = false;
    const auto watch = [&](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kNesting;
        return !too_deep;
    };
    const Json parsed = Json::parse(json, watch, /*allow_exceptions=*/false);
    if (too_deep) return invalid(fmt::format("nested deeper than {}", limits.depth));
    if (parsed.is_discarded()) return invalid("the body is not JSON");
    if (!parsed.is_object() || parsed.value("type", Json()) != "doc") return invalid("type: is not «doc»");
    auto blocks = Reader(limits).children(parsed, "", 1);
    if (!blocks) return fail(blocks.error());
    return from_nodes(std::move(*blocks), limits);
}

std::string Body::to_json() const {
    std::string out = "{\"type\":\"doc\"";
    if (!blocks_.empty()) write_content(out, blocks_);
    return out += '}';
}

}  // namespace warraq::story
