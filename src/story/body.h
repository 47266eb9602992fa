// A story's body: a closed, typed tree, never HTML. Its JSON is ProseMirror's, so the editor and the server
// share it.
//
//     Result<Body> body = Body::from_json(R"({"type":"doc","content":[{"type":"paragraph",
//         "content":[{"type":"text","text":"نص","marks":[{"type":"strong"}]}]}]})");
//     std::string text = body->plain_text();
//
// Values; immutable once made, so safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace warraq::story {

enum class NodeKind : std::uint8_t {
    Doc,
    Paragraph,
    Heading,  // level 2 to 4
    List,     // ordered or not
    ListItem,
    Quote,  // speaker
    Image,  // media, alt, caption, credit, width, height
    Table,
    TableRow,
    TableCell,  // header or not
    Embed,      // url, title, provider: a link card
    Divider,
    Text,
};

enum class MarkKind : std::uint8_t {
    Strong,
    Emphasis,
    Link,      // href
    Language,  // lang, a BCP 47 tag
};

struct Attribute {
    std::string_view name;  // from the schema's table, so it lives for ever
    std::string value;      // numbers and booleans in their JSON spelling
    bool operator==(const Attribute&) const = default;
};

struct Mark {
    MarkKind kind;
    std::string value;  // href or lang; empty for the others
    bool operator==(const Mark&) const = default;
};

struct Node {
    NodeKind kind = NodeKind::Paragraph;
    std::vector<Attribute> attributes;
    std::vector<Node> content;
    std::string text;         // Text only
    std::vector<Mark> marks;  // Text only

    std::string_view attribute(std::string_view name) const;  // empty when absent
    int number(std::string_view name) const;                  // 0 when absent
    bool flag(std::string_view name) const;
    bool operator==(const Node&) const = default;
};

// What a body may hold. The path in an error reads like "content[2].content[0].marks[1].attrs.href".
struct BodyLimits {
    std::size_t bytes = 1u << 20;  // of JSON
    std::size_t nodes = 20'000;
    std::size_t depth = 12;  // of nodes below the document
};

class Body {
  public:
    Body() = default;  // an empty document

    // Error: Invalid, with the node's path and the rule that it breaks.
    static Result<Body> from_json(std::string_view json, const BodyLimits& limits = {});
    // One paragraph a string; white space around is dropped, empty ones are left out. Malformed UTF-8 is the
    // caller's to refuse.
    static Body from_paragraphs(std::span<const std::string> paragraphs);

    // Checked already by whoever built the nodes by hand (the demo, the importers): used by from_json's
    // callers too.
    static Result<Body> from_nodes(std::vector<Node> blocks, const BodyLimits& limits = {});

    std::string to_json() const;

    const std::vector<Node>& blocks() const { return blocks_; }
    bool empty() const { return blocks_.empty(); }

    // Blocks on lines of their own, without captions' markup; what search, digest and feeds read.
    std::string plain_text() const;
    std::size_t word_count() const;

    bool operator==(const Body&) const = default;

  private:
    std::vector<Node> blocks_;
};

// Words of any script: runs of letters, marks and digits.
std::size_t count_words(std::string_view text);

// Whole minutes, at least one, at 180 words a minute: silent reading of Arabic news is slower than English's
// 240 because short vowels are left to the reader (Brysbaert 2019, "How many words do we read per minute?",
// gives 181).
int reading_minutes(std::size_t words);

// "ar", "zh-Hant": two to 35 ASCII letters, digits and hyphens.
bool is_language_tag(std::string_view value);

Node text_node(std::string text, std::vector<Mark> marks = {});
Node paragraph(std::string text);

}  // namespace warraq::story
