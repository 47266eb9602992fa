// Body to and from ProseMirror's JSON. The only file of the room that knows a JSON library.
#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <simdjson.h>

#include "base/json_text.h"
#include "story/body.h"
#include "story/schema.h"

namespace warraq::story {
namespace {

namespace dom = simdjson::dom;

// The JSON nesting that a tree of the allowed depth can need: each node is an object in an array, attributes
// deeper.
constexpr std::size_t kNesting = 64;
// Bodies up to this size share the buffers of their thread's parser; a larger one's are given back.
constexpr std::size_t kUsualBytes = 128 * 1024;

// What the object holds by that name; nothing where it is null or not there.
std::optional<dom::element> member(const dom::object& object, std::string_view name) {
    dom::element value;
    if (object.at_key(name).get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
    return value;
}

std::optional<std::string_view> text_of(const std::optional<dom::element>& value) {
    std::string_view text;
    if (!value || value->get(text) != simdjson::SUCCESS) return std::nullopt;
    return text;
}

std::optional<dom::object> object_of(const std::optional<dom::element>& value) {
    dom::object object;
    if (!value || value->get(object) != simdjson::SUCCESS) return std::nullopt;
    return object;
}

Result<std::string> scalar(const dom::element& value) {
    switch (value.type()) {
        case dom::element_type::STRING: return std::string(std::string_view(value));
        case dom::element_type::BOOL: return std::string(bool(value) ? "true" : "false");
        case dom::element_type::INT64: return std::to_string(std::int64_t(value));
        case dom::element_type::UINT64: return std::to_string(std::uint64_t(value));
        default: return invalid("is neither text, a whole number nor a flag");
    }
}

class Reader {
  public:
    explicit Reader(const BodyLimits& limits) : limits_(limits) {}

    Result<std::vector<Node>> children(const dom::object& parent, const std::string& path,
                                       std::size_t depth) {
        std::vector<Node> nodes;
        const auto content = member(parent, "content");
        if (!content) return nodes;
        dom::array list;
        if (content->get(list) != simdjson::SUCCESS)
            return invalid(fmt::format("{}content: is not a list", path));
        if (depth > limits_.depth)
            return invalid(fmt::format("{}: nested deeper than {}", path, limits_.depth));
        nodes.reserve(std::min(list.size(), limits_.nodes));
        for (const dom::element& element : list) {
            auto child = node(element, fmt::format("{}content[{}]", path, nodes.size()), depth);
            if (!child) return fail(child.error());
            nodes.push_back(std::move(*child));
        }
        return nodes;
    }

  private:
    Result<Node> node(const dom::element& element, const std::string& path, std::size_t depth) {
        if (++nodes_ > limits_.nodes)
            return invalid(fmt::format("{}: more than {} nodes", path, limits_.nodes));
        const auto json = object_of(element);
        if (!json) return invalid(fmt::format("{}: is not an object", path));
        const auto type = text_of(member(*json, "type"));
        if (!type) return invalid(fmt::format("{}.type: is missing", path));
        const NodeRule* rule = node_rule(*type);
        if (!rule) return invalid(fmt::format("{}.type: «{}» is not a node of a story", path, *type));
        Node node;
        node.kind = rule->kind;
        if (rule->kind == NodeKind::Text) {
            const auto text = text_of(member(*json, "text"));
            if (!text) return invalid(fmt::format("{}.text: is missing", path));
            node.text = *text;
            auto marks = read_marks(*json, path);
            if (!marks) return fail(marks.error());
            node.marks = std::move(*marks);
            return node;
        }
        if (const auto given = member(*json, "attrs")) {
            const auto attributes = object_of(given);
            if (!attributes) return invalid(fmt::format("{}.attrs: is not an object", path));
            for (const AttributeRule& wanted : rule->attributes) {
                const auto found = member(*attributes, wanted.name);
                if (!found) continue;
                auto value = scalar(*found);
                if (!value)
                    return invalid(fmt::format("{}.attrs.{}: {}", path, wanted.name, value.error().message));
                node.attributes.push_back({wanted.name, std::move(*value)});
            }
        }
        auto content = children(*json, path + ".", depth + 1);
        if (!content) return fail(content.error());
        node.content = std::move(*content);
        return node;
    }

    Result<std::vector<Mark>> read_marks(const dom::object& json, const std::string& path) {
        std::vector<Mark> marks;
        const auto given = member(json, "marks");
        if (!given) return marks;
        dom::array list;
        if (given->get(list) != simdjson::SUCCESS || list.size() > 8)
            return invalid(fmt::format("{}.marks: is not a short list", path));
        for (const dom::element& element : list) {
            const auto mark = object_of(element);
            const auto type = mark ? text_of(member(*mark, "type")) : std::nullopt;
            const MarkRule* rule = type ? mark_rule(*type) : nullptr;
            if (!rule)
                return invalid(
                    fmt::format("{}.marks[{}].type: is not a mark of a story", path, marks.size()));
            Mark made{rule->kind, {}};
            if (!rule->attribute.name.empty()) {
                const auto attributes = object_of(member(*mark, "attrs"));
                const auto value =
                    attributes ? text_of(member(*attributes, rule->attribute.name)) : std::nullopt;
                if (!value)
                    return invalid(fmt::format("{}.marks[{}].attrs.{}: is missing", path, marks.size(),
                                               rule->attribute.name));
                made.value = *value;
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
    // Keeps what it parses into until the next body, so that a usual one allocates nothing of its own.
    thread_local dom::parser usual;
    dom::parser large;
    dom::parser& parser = json.size() <= kUsualBytes ? usual : large;
    simdjson::error_code error = simdjson::SUCCESS;
    if (!parser.capacity()) error = parser.allocate(std::max(json.size(), kUsualBytes), kNesting);
    dom::element parsed;
    if (error == simdjson::SUCCESS) error = parser.parse(json.data(), json.size()).get(parsed);
    if (error == simdjson::DEPTH_ERROR) return invalid(fmt::format("nested deeper than {}", limits.depth));
    if (error != simdjson::SUCCESS) return invalid("the body is not JSON");
    const auto document = object_of(parsed);
    if (!document || text_of(member(*document, "type")) != "doc") return invalid("type: is not «doc»");
    auto blocks = Reader(limits).children(*document, "", 1);
    if (!blocks) return fail(blocks.error());
    return from_nodes(std::move(*blocks), limits);
}

std::string Body::to_json() const {
    std::string out = "{\"type\":\"doc\"";
    if (!blocks_.empty()) write_content(out, blocks_);
    return out += '}';
}

}  // namespace warraq::story
