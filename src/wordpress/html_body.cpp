#include "wordpress/html_body.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <gumbo.h>
#include <memory>

#include "base/utf8.h"
#include "wordpress/html_nesting.h"

namespace warraq::wordpress {
namespace {

using story::Mark;
using story::MarkKind;
using story::Node;
using story::NodeKind;

constexpr int kDeepestTree = 1'500;  // elements in each other, all counted; this file walks them on the stack
constexpr int kDeepestList = 4;      // lists in lists: as deep as a body may be
constexpr std::size_t kLongestText = 90'000;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_element(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

std::span<GumboNode* const> children_of(const GumboNode& node) {
    const GumboVector& children = node.v.element.children;
    return {reinterpret_cast<GumboNode* const*>(children.data), children.length};
}

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

struct GumboFree {
    void operator()(GumboOutput* output) const {
        flatten(*output->root);
        gumbo_destroy_output(&kGumboDefaultOptions, output);
    }
};
using Parsed = std::unique_ptr<GumboOutput, GumboFree>;

Parsed parse(std::string_view html) {
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    return Parsed(gumbo_parse_with_options(&options, html.data(), html.size()));
}

// Nothing where elements stand in each other beyond all measure.
Parsed parse_shallow(std::string_view html) {
    if (is_too_much(html)) return nullptr;
    Parsed parsed = parse(html);
    int depth = 0;
    (void)nodes_within(*parsed->root, depth);
    return depth <= kDeepestTree ? std::move(parsed) : nullptr;
}

std::string name_of(const GumboElement& element) {
    if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
    GumboStringPiece piece = element.original_tag;
    gumbo_tag_from_original_text(&piece);
    std::string name(piece.data ? piece.data : "", piece.data ? piece.length : 0);
    std::transform(name.begin(), name.end(), name.begin(), lower);
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

// What a browser does not show, whatever it holds.
bool is_unseen(std::string_view name) {
    return is_one_of(name, {"script",   "style",  "noscript", "template", "head",    "title",   "meta",
                            "link",     "base",   "svg",      "math",     "param",   "source",  "track",
                            "datalist", "select", "textarea", "canvas",   "noembed", "noframes"});
}

bool is_block(std::string_view name) {
    return is_one_of(name, {"p",        "div",    "section",    "article", "header", "footer",  "aside",
                            "main",     "nav",    "form",       "address", "center", "details", "summary",
                            "fieldset", "legend", "figcaption", "dl",      "dt",     "dd",      "hgroup",
                            "body",     "html",   "li",         "caption", "tr",     "option",  "marquee"});
}

bool is_web_address(std::string_view address) {
    return address.starts_with("https://") || address.starts_with("http://");
}

bool leads_to_page(std::string_view address) {
    return is_web_address(address) || address.starts_with('/');
}

// «https://www.youtube.com/embed/ID?x» shows in a frame what «https://www.youtube.com/watch?v=ID» shows as a
// page.
std::string page_of_player(std::string_view address) {
    std::string out(address.starts_with("//") ? "https:" + std::string(address) : std::string(address));
    constexpr std::string_view kEmbed = "/embed/";
    const auto at = out.find(kEmbed);
    if (out.find("youtube") != out.npos && at != out.npos) {
        auto id = out.substr(at + kEmbed.size());
        id.resize(std::min(id.find_first_of("?&/"), id.size()));
        if (!id.empty() && id != "videoseries") return "https://www.youtube.com/watch?v=" + id;
    }
    return out;
}

std::string host_of(std::string_view address) {
    const auto start = address.find("://");
    if (start == address.npos) return {};
    auto host = address.substr(start + 3);
    host = host.substr(0, std::min(host.find_first_of("/?#:"), host.size()));
    if (host.starts_with("www.")) host.remove_prefix(4);
    return std::string(host);
}

class Converter {
  public:
    explicit Converter(const HtmlImport& how) : how_(how) {}

    std::vector<Node> convert(const GumboOutput& parsed) {
        Sink top{NodeKind::Doc, {}};
        children(*parsed.root, top);
        flush(top);
        settle(top);
        return std::move(top.blocks);
    }

  private:
    // Where blocks go: the document, or a node that takes fewer kinds.
    struct Sink {
        NodeKind kind;
        std::vector<Node> blocks;
    };

    void changed(std::string_view kind) const {
        if (how_.changed) how_.changed(kind);
    }

    // --- blocks

    static bool takes(NodeKind sink, NodeKind block) {
        if (block == NodeKind::Paragraph || sink == NodeKind::Doc) return true;
        return sink == NodeKind::ListItem && block == NodeKind::List;
    }

    void put(Node block, Sink& sink) {
        if (takes(sink.kind, block.kind)) {
            sink.blocks.push_back(std::move(block));
            return;
        }
        switch (block.kind) {
            case NodeKind::Image:
            case NodeKind::Embed:
            case NodeKind::Table:  // they stand after the block that cannot hold them
                hoisted_.push_back(std::move(block));
                return;
            case NodeKind::Divider: return;
            case NodeKind::Heading:
                block.kind = NodeKind::Paragraph;
                block.attributes.clear();
                put(std::move(block), sink);
                return;
            default:
                for (Node& part : block.content) put(std::move(part), sink);
        }
    }

    // What was hoisted out of a block of the document stands after it.
    void settle(Sink& sink) {
        if (sink.kind != NodeKind::Doc) return;
        for (Node& block : std::exchange(hoisted_, {})) sink.blocks.push_back(std::move(block));
    }

    // Ends the paragraph that is being written.
    void flush(Sink& sink) {
        auto content = take_line();
        if (content.empty()) return;
        // An address alone on its line is shown as what it leads to.
        if (sink.kind == NodeKind::Doc && content.size() == 1 && is_web_address(content[0].text) &&
            content[0].text.find(' ') == std::string::npos &&
            (content[0].marks.empty() ||
             (content[0].marks.size() == 1 && content[0].marks[0].value == content[0].text))) {
            if (auto shown = card_to(content[0].text, content[0].text))
                put(std::move(*shown), sink);
            else
                put(story::paragraph(content[0].text), sink);
            return;
        }
        Node node;
        node.kind = NodeKind::Paragraph;
        node.content = std::move(content);
        put(std::move(node), sink);
    }

    std::vector<Node> take_line() {
        auto line = std::exchange(line_, {});
        while (!line.empty()) {
            std::string& text = line.back().text;
            while (!text.empty() && text.back() == ' ') text.pop_back();
            if (!text.empty()) break;
            line.pop_back();
        }
        if (std::all_of(line.begin(), line.end(),
                        [](const Node& run) { return utf8::trim(run.text).empty(); }))
            line.clear();
        return line;
    }

    // What is inside as one line of text, whatever blocks it holds.
    std::vector<Node> line_of(const GumboNode& node) {
        auto outer = std::exchange(line_, {});
        const bool outer_mode = std::exchange(one_line_, true);
        Sink nowhere{NodeKind::TableCell, {}};
        children(node, nowhere);
        auto content = take_line();
        one_line_ = outer_mode;
        line_ = std::move(outer);
        return content;
    }
    std::string words_of(const GumboNode& node) {
        std::string text;
        for (const Node& run : line_of(node)) text += run.text;
        return text;
    }

    Node card(std::string address, std::string title) const {
        Node node;
        node.kind = NodeKind::Embed;
        std::string provider = host_of(address);
        node.attributes.push_back({"url", std::move(address)});
        if (!title.empty()) node.attributes.push_back({"title", std::move(title)});
        if (!provider.empty()) node.attributes.push_back({"provider", std::move(provider)});
        return node;
    }

    static Node picture_node(const story::Image& image) {
        Node node;
        node.kind = NodeKind::Image;
        node.attributes.push_back({"media", image.media});
        node.attributes.push_back({"alt", image.alt});
        if (!image.caption.empty()) node.attributes.push_back({"caption", image.caption});
        if (!image.credit.empty()) node.attributes.push_back({"credit", image.credit});
        node.attributes.push_back({"width", std::to_string(image.width)});
        node.attributes.push_back({"height", std::to_string(image.height)});
        return node;
    }

    // A card whose address is one that a body takes.
    std::optional<Node> card_to(std::string_view address, std::string title) const {
        const auto led = link_to(page_of_player(address));
        if (!led || !leads_to_page(*led)) return std::nullopt;
        return card(*led, title == *led ? std::string() : std::move(title));
    }

    // In place of a picture that is not at hand.
    void put_missing(std::string_view address, std::string_view words, Sink& sink) {
        changed("picture that is not at hand");
        if (const auto led = link_to(address); led && is_web_address(*led))
            put_in_between(card(*led, fmt::format("صورة{}{}", words.empty() ? "" : ": ", words)), sink);
    }

    std::optional<std::string> link_to(std::string_view address) const {
        address = utf8::trim(address);
        std::string clean;
        for (const char c : address) {  // as browsers do: tabs and line ends go, spaces are encoded
            if (c == '\t' || c == '\n' || c == '\r') continue;
            if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\')
                clean += fmt::format("%{:02X}", static_cast<unsigned char>(c));
            else
                clean += c;
        }
        if (clean.empty() || clean.size() > 3'000 || !utf8::valid(clean)) return std::nullopt;
        if (clean.starts_with("//")) clean = "https:" + clean;
        auto led = how_.link ? how_.link(clean) : std::optional(clean);
        if (led && !story::is_web_address(*led)) led.reset();
        return led;
    }

    // --- text

    void write(std::string_view text) {
        const bool collapse = !pre_ || one_line_;
        std::string run;
        const auto last_is_space = [&] {
            if (!run.empty()) return run.back() == ' ';
            return line_.empty() || line_.back().text.ends_with(' ');
        };
        for (std::size_t at = 0; at < text.size();) {
            const char32_t c = utf8::next(text, at);
            if (c == 0 || c == 0xFEFF || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
                (c >= 0x7F && c < 0xA0))
                continue;
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                if (!last_is_space())
                    run += ' ';
                else if (!collapse && c == ' ')
                    run += "\xC2\xA0";
                continue;
            }
            utf8::append(run, c);
            if (run.size() > kLongestText) add_run(std::exchange(run, {}));
        }
        add_run(std::move(run));
    }

    void add_run(std::string run) {
        if (run.empty()) return;
        if (!line_.empty() && line_.back().marks == marks_ &&
            line_.back().text.size() + run.size() < kLongestText)
            line_.back().text += run;
        else
            line_.push_back(story::text_node(std::move(run), marks_));
    }

    void text(std::string_view text, Sink& sink) {
        if (one_line_ || (!how_.line_breaks && !pre_)) return write(text);
        // Each line is a paragraph: of a classic text, and of what is set as it was typed.
        std::size_t start = 0;
        while (true) {
            const auto end = std::min(text.find('\n', start), text.size());
            write(text.substr(start, end - start));
            if (end == text.size()) return;
            flush(sink);
            start = end + 1;
        }
    }

    // --- elements

    void children(const GumboNode& node, Sink& sink) {
        for (const GumboNode* child : children_of(node)) {
            switch (child->type) {
                case GUMBO_NODE_TEXT:
                case GUMBO_NODE_WHITESPACE:
                case GUMBO_NODE_CDATA: text(child->v.text.text, sink); break;
                case GUMBO_NODE_ELEMENT:
                case GUMBO_NODE_TEMPLATE: element(*child, sink); break;
                default: break;
            }
        }
    }

    void with_mark(Mark mark, const GumboNode& node, Sink& sink) {
        const bool present =
            std::any_of(marks_.begin(), marks_.end(), [&](const Mark& m) { return m.kind == mark.kind; });
        if (!present) marks_.push_back(std::move(mark));
        children(node, sink);
        if (!present) marks_.pop_back();
    }

    void element(const GumboNode& node, Sink& sink) {
        const GumboElement& it = node.v.element;
        const std::string name = name_of(it);
        if (is_unseen(name)) {
            if (is_one_of(name, {"script", "svg", "math", "select", "textarea", "canvas"})) changed(name);
            return;
        }
        if (name == "br") {
            if (one_line_) return write(" ");
            if (!line_.empty()) changed("line break");
            return flush(sink);
        }
        if (name == "wbr") return;
        if (is_one_of(name, {"b", "strong"})) return with_mark({MarkKind::Strong, {}}, node, sink);
        if (is_one_of(name, {"i", "em"})) return with_mark({MarkKind::Emphasis, {}}, node, sink);
        if (name == "a") return link(node, sink);
        if (name == "img" || name == "image") return picture(it, sink);
        if (name == "warraq-embed") return put_in_between(card_of(it, {}), sink);
        if (name == "warraq-gallery") return gallery(it, sink);
        if (is_one_of(name, {"iframe", "embed", "video", "audio", "object"})) return player(node, name, sink);
        if (name == "q") {
            write("“");
            children(node, sink);
            return write("”");
        }
        if (one_line_) {
            // Blocks in a line are set apart by a space.
            const bool apart = is_block(name) || is_one_of(name, {"td", "th"});
            if (apart) write(" ");
            children(node, sink);
            if (apart) write(" ");
            return;
        }
        if (name == "hr") {
            flush(sink);
            Node rule;
            rule.kind = NodeKind::Divider;
            put(std::move(rule), sink);
            return;
        }
        if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6')
            return heading(node, name[1] - '0', sink);
        if (is_one_of(name, {"ul", "ol", "menu", "dir"})) return list(node, name == "ol", sink);
        if (name == "blockquote") return quote(node, sink);
        if (name == "table") return table(node, sink);
        if (name == "figure") return figure(node, sink);
        if (is_one_of(name, {"pre", "listing", "xmp", "plaintext"})) {
            changed("preformatted text");
            flush(sink);
            const bool outer = std::exchange(pre_, true);
            children(node, sink);
            flush(sink);
            pre_ = outer;
            return settle(sink);
        }
        if (name == "dt") {
            flush(sink);
            with_mark({MarkKind::Strong, {}}, node, sink);
            return flush(sink);
        }
        if (is_block(name)) {
            flush(sink);
            children(node, sink);
            flush(sink);
            return settle(sink);
        }
        if (is_one_of(name, {"del", "s", "strike", "sub", "sup", "code", "kbd", "samp", "tt", "u", "ins",
                             "small", "big", "abbr", "acronym", "mark", "var", "button", "input"}))
            changed(name);
        if (const auto language = attribute(it, "lang"); name == "span" && is_language(language))
            return with_mark({MarkKind::Language, std::string(language)}, node, sink);
        children(node, sink);
    }

    static bool is_language(std::string_view tag) {
        return tag.size() >= 2 && tag.size() <= 35 &&
               std::all_of(tag.begin(), tag.end(),
                           [](unsigned char c) { return std::isalnum(c) || c == '-'; });
    }

    void link(const GumboNode& node, Sink& sink) {
        const auto address = attribute(node.v.element, "href");
        if (address.empty()) return children(node, sink);
        const auto led = link_to(address);
        if (!led) {
            changed("link without an address");
            return children(node, sink);
        }
        // Buttons in a row have nothing between them but their looks.
        if (!line_.empty() && std::any_of(line_.back().marks.begin(), line_.back().marks.end(),
                                          [](const Mark& mark) { return mark.kind == MarkKind::Link; }))
            write(" ");
        with_mark({MarkKind::Link, *led}, node, sink);
    }

    // A block in the middle of a text: what was written before it is a paragraph.
    void put_in_between(std::optional<Node> block, Sink& sink) {
        if (!block) return;
        if (!one_line_) flush(sink);
        put(std::move(*block), sink);
    }

    std::optional<Node> card_of(const GumboElement& it, const std::string& title) {
        for (const char* name : {"url", "src", "data", "data-src"})
            if (const auto address = attribute(it, name); !address.empty())
                if (auto made = card_to(address, title)) return made;
        return std::nullopt;
    }

    void player(const GumboNode& node, std::string_view name, Sink& sink) {
        auto made = card_of(node.v.element, std::string(attribute(node.v.element, "title")));
        if (!made)
            for (const GumboNode* child : children_of(node)) {
                if (!is_element(*child)) continue;
                const std::string inner = name_of(child->v.element);
                if (is_one_of(inner, {"source", "embed", "iframe", "a"}))
                    made = card_of(child->v.element, {});
                if (made) break;
            }
        changed(fmt::format("player ({})", name));
        if (!made) return;
        put_in_between(std::move(made), sink);
    }

    void picture(const GumboElement& it, Sink& sink) {
        const auto alt = attribute(it, "alt");
        if (has_class(it, "wp-smiley") || has_class(it, "emoji")) return write(alt);
        std::string_view source = attribute(it, "src");
        // Pages that load pictures late keep the address beside.
        for (const char* late : {"data-src", "data-lazy-src", "data-orig-file"})
            if (source.empty() || source.starts_with("data:")) source = attribute(it, late);
        if (source.empty() || source.starts_with("data:")) return;
        auto found = how_.picture ? how_.picture(source) : std::nullopt;
        if (found) {
            if (!alt.empty()) found->alt = alt;
            return put_in_between(picture_node(*found), sink);
        }
        put_missing(source, alt, sink);
    }

    void gallery(const GumboElement& it, Sink& sink) {
        if (!how_.gallery) return;
        for (auto& [image, address, caption] : how_.gallery(attribute(it, "ids"))) {
            if (image)
                put_in_between(picture_node(*image), sink);
            else
                put_missing(address, caption, sink);
        }
    }

    void heading(const GumboNode& node, int level, Sink& sink) {
        flush(sink);
        auto content = line_of(node);
        if (content.empty()) return settle(sink);
        if (level > 4) changed("heading below the fourth level");
        Node block;
        block.kind = NodeKind::Heading;
        block.attributes.push_back({"level", std::to_string(std::clamp(level, 2, 4))});
        block.content = std::move(content);
        put(std::move(block), sink);
        settle(sink);
    }

    void list(const GumboNode& node, bool ordered, Sink& sink) {
        flush(sink);
        Node block;
        block.kind = NodeKind::List;
        block.attributes.push_back({"ordered", ordered ? "true" : "false"});
        ++list_depth_;
        for (const GumboNode* child : children_of(node)) {
            if (child->type == GUMBO_NODE_COMMENT || child->type == GUMBO_NODE_WHITESPACE) continue;
            Sink item{NodeKind::ListItem, {}};
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
        if (block.content.empty()) return settle(sink);
        if (list_depth_ >= kDeepestList) {
            changed("list in lists, deeper than the fourth");
            for (Node& entry : block.content)
                for (Node& part : entry.content) put(std::move(part), sink);
        } else {
            put(std::move(block), sink);
        }
        settle(sink);
    }

    void quote(const GumboNode& node, Sink& sink) {
        flush(sink);
        Sink inside{NodeKind::Quote, {}};
        std::string speaker;
        quoted(node, inside, speaker);
        flush(inside);
        if (!inside.blocks.empty()) {
            Node block;
            block.kind = NodeKind::Quote;
            if (!speaker.empty()) block.attributes.push_back({"speaker", std::move(speaker)});
            block.content = std::move(inside.blocks);
            put(std::move(block), sink);
        } else if (!speaker.empty()) {
            put(story::paragraph(std::move(speaker)), sink);
        }
        settle(sink);
    }

    // The quote's blocks; the last <cite> or <footer> among them is its speaker.
    void quoted(const GumboNode& node, Sink& inside, std::string& speaker) {
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

    void table(const GumboNode& node, Sink& sink) {
        flush(sink);
        Node block;
        block.kind = NodeKind::Table;
        rows(node, block, sink);
        if (!block.content.empty()) put(std::move(block), sink);
        settle(sink);
    }

    void rows(const GumboNode& node, Node& block, Sink& sink) {
        for (const GumboNode* child : children_of(node)) {
            if (!is_element(*child)) continue;
            const std::string name = name_of(child->v.element);
            if (is_one_of(name, {"thead", "tbody", "tfoot"})) {
                rows(*child, block, sink);
            } else if (name == "caption") {
                if (auto content = line_of(*child); !content.empty()) {
                    Node caption;
                    caption.kind = NodeKind::Paragraph;
                    caption.content = std::move(content);
                    put(std::move(caption), sink);
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
                    Sink inside{NodeKind::TableCell, {}};
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

    // A picture and what is written under it, or whatever else somebody put in a frame.
    void figure(const GumboNode& node, Sink& sink) {
        flush(sink);
        std::vector<Node> caption;
        Sink inside{NodeKind::Doc, {}};
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
        for (Node& block : inside.blocks) put(std::move(block), sink);
        if (!caption.empty()) {
            Node paragraph;
            paragraph.kind = NodeKind::Paragraph;
            paragraph.content = std::move(caption);
            put(std::move(paragraph), sink);
        }
        settle(sink);
    }

    const HtmlImport& how_;
    std::vector<Node> line_;  // of the paragraph that is being written
    std::vector<Mark> marks_;
    std::vector<Node> hoisted_;
    bool one_line_ = false, pre_ = false;
    int list_depth_ = 0;
};

// Without its tags, where they are too many for a parser.
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

}  // namespace

std::vector<Node> blocks_from_html(std::string_view html, const HtmlImport& how) {
    if (const Parsed parsed = parse_shallow(html)) return Converter(how).convert(*parsed);
    if (how.changed) how.changed("tags in each other beyond all measure");
    return Converter(how).convert(*parse(without_tags(html)));
}

namespace {

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
