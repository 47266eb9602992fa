// The walk through elements and text: marks, links, pictures and players.
#include "wordpress/html_body.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/web_address.h"
#include "wordpress/html_converter.h"
#include "wordpress/html_links.h"
#include "wordpress/html_names.h"

namespace warraq::wordpress {

using story::Mark;
using story::MarkKind;
using story::Node;
using story::NodeKind;

namespace {

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

}  // namespace

std::vector<Node> HtmlConverter::convert(const GumboOutput& parsed) {
    BlockPlace top{NodeKind::Doc, {}};
    children(*parsed.root, top);
    flush(top);
    placement_.settle(top);
    return std::move(top.blocks);
}

void HtmlConverter::flush(BlockPlace& place) {
    auto content = line_.take();
    if (content.empty()) return;
    // An address alone on its line is shown as what it leads to.
    if (place.kind == NodeKind::Doc && content.size() == 1 && has_web_scheme(content[0].text) &&
        content[0].text.find(' ') == std::string::npos &&
        (content[0].marks.empty() ||
         (content[0].marks.size() == 1 && content[0].marks[0].value == content[0].text))) {
        if (auto shown = card_to(content[0].text, content[0].text))
            placement_.put(std::move(*shown), place);
        else
            placement_.put(story::paragraph(content[0].text), place);
        return;
    }
    Node node;
    node.kind = NodeKind::Paragraph;
    node.content = std::move(content);
    placement_.put(std::move(node), place);
}

std::vector<Node> HtmlConverter::line_of(const GumboNode& node) {
    auto outer = line_.set_aside();
    const bool outer_mode = std::exchange(one_line_, true);
    BlockPlace nowhere{NodeKind::TableCell, {}};
    children(node, nowhere);
    auto content = line_.take();
    one_line_ = outer_mode;
    line_.restore(std::move(outer));
    return content;
}

std::string HtmlConverter::words_of(const GumboNode& node) {
    std::string text;
    for (const Node& run : line_of(node)) text += run.text;
    return text;
}

std::optional<Node> HtmlConverter::card_to(std::string_view address, std::string title) const {
    const auto led = link_to(page_of_player(address));
    if (!led || !(has_web_scheme(*led) || led->starts_with('/'))) return std::nullopt;
    return embed_node(*led, title == *led ? std::string() : std::move(title));
}

void HtmlConverter::put_missing(std::string_view address, std::string_view words, BlockPlace& place) {
    changed("picture that is not at hand");
    if (const auto led = link_to(address); led && has_web_scheme(*led))
        put_in_between(embed_node(*led, fmt::format("صورة{}{}", words.empty() ? "" : ": ", words)), place);
}

std::optional<std::string> HtmlConverter::link_to(std::string_view address) const {
    auto led = clean_address(address);
    if (led && how_.link) led = how_.link(*led);
    return led && is_link(*led) ? led : std::nullopt;
}

void HtmlConverter::text(std::string_view text, BlockPlace& place) {
    if (one_line_ || (!how_.line_breaks && !pre_)) return write(text);
    // Each line is a paragraph: of a classic text, and of what is set as it was typed.
    std::size_t start = 0;
    while (true) {
        const auto end = std::min(text.find('\n', start), text.size());
        write(text.substr(start, end - start));
        if (end == text.size()) return;
        flush(place);
        start = end + 1;
    }
}

void HtmlConverter::children(const GumboNode& node, BlockPlace& place) {
    for (const GumboNode* child : children_of(node)) {
        switch (child->type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE:
            case GUMBO_NODE_CDATA: text(child->v.text.text, place); break;
            case GUMBO_NODE_ELEMENT:
            case GUMBO_NODE_TEMPLATE: element(*child, place); break;
            default: break;
        }
    }
}

void HtmlConverter::with_mark(Mark mark, const GumboNode& node, BlockPlace& place) {
    const bool is_new = line_.set_mark(std::move(mark));
    children(node, place);
    if (is_new) line_.end_mark();
}

void HtmlConverter::element(const GumboNode& node, BlockPlace& place) {
    const GumboElement& it = node.v.element;
    const std::string name = name_of(it);
    if (is_unseen(name)) {
        if (is_one_of(name, {"script", "svg", "math", "select", "textarea", "canvas"})) changed(name);
        return;
    }
    if (name == "br") {
        if (one_line_) return write(" ");
        if (!line_.empty()) changed("line break");
        return flush(place);
    }
    if (name == "wbr") return;
    if (is_one_of(name, {"b", "strong"})) return with_mark({MarkKind::Strong, {}}, node, place);
    if (is_one_of(name, {"i", "em"})) return with_mark({MarkKind::Emphasis, {}}, node, place);
    if (name == "a") return link(node, place);
    if (name == "img" || name == "image") return picture(it, place);
    if (name == "warraq-embed") return put_in_between(card_of(it, {}), place);
    if (name == "warraq-gallery") return gallery(it, place);
    if (is_one_of(name, {"iframe", "embed", "video", "audio", "object"})) return player(node, name, place);
    if (name == "q") {
        write("“");
        children(node, place);
        return write("”");
    }
    if (one_line_) {
        // Blocks in a line are set apart by a space.
        const bool apart = is_block(name) || is_one_of(name, {"td", "th"});
        if (apart) write(" ");
        children(node, place);
        if (apart) write(" ");
        return;
    }
    if (name == "hr") {
        flush(place);
        Node rule;
        rule.kind = NodeKind::Divider;
        placement_.put(std::move(rule), place);
        return;
    }
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6')
        return heading(node, name[1] - '0', place);
    if (is_one_of(name, {"ul", "ol", "menu", "dir"})) return list(node, name == "ol", place);
    if (name == "blockquote") return quote(node, place);
    if (name == "table") return table(node, place);
    if (name == "figure") return figure(node, place);
    if (is_one_of(name, {"pre", "listing", "xmp", "plaintext"})) {
        changed("preformatted text");
        flush(place);
        const bool outer = std::exchange(pre_, true);
        children(node, place);
        flush(place);
        pre_ = outer;
        return placement_.settle(place);
    }
    if (name == "dt") {
        flush(place);
        with_mark({MarkKind::Strong, {}}, node, place);
        return flush(place);
    }
    if (is_block(name)) {
        flush(place);
        children(node, place);
        flush(place);
        return placement_.settle(place);
    }
    if (is_one_of(name, {"del", "s", "strike", "sub", "sup", "code", "kbd", "samp", "tt", "u", "ins", "small",
                         "big", "abbr", "acronym", "mark", "var", "button", "input"}))
        changed(name);
    if (const auto language = attribute(it, "lang"); name == "span" && story::is_language_tag(language))
        return with_mark({MarkKind::Language, std::string(language)}, node, place);
    children(node, place);
}

void HtmlConverter::link(const GumboNode& node, BlockPlace& place) {
    const auto address = attribute(node.v.element, "href");
    if (address.empty()) return children(node, place);
    const auto led = link_to(address);
    if (!led) {
        changed("link without an address");
        return children(node, place);
    }
    // Buttons in a row have nothing between them but their looks.
    if (line_.ends_in_link()) write(" ");
    with_mark({MarkKind::Link, *led}, node, place);
}

void HtmlConverter::put_in_between(std::optional<Node> block, BlockPlace& place) {
    if (!block) return;
    if (!one_line_) flush(place);
    placement_.put(std::move(*block), place);
}

std::optional<Node> HtmlConverter::card_of(const GumboElement& it, const std::string& title) {
    for (const char* name : {"url", "src", "data", "data-src"})
        if (const auto address = attribute(it, name); !address.empty())
            if (auto made = card_to(address, title)) return made;
    return std::nullopt;
}

void HtmlConverter::player(const GumboNode& node, std::string_view name, BlockPlace& place) {
    auto made = card_of(node.v.element, std::string(attribute(node.v.element, "title")));
    if (!made)
        for (const GumboNode* child : children_of(node)) {
            if (!is_element(*child)) continue;
            const std::string inner = name_of(child->v.element);
            if (is_one_of(inner, {"source", "embed", "iframe", "a"})) made = card_of(child->v.element, {});
            if (made) break;
        }
    changed(fmt::format("player ({})", name));
    if (!made) return;
    put_in_between(std::move(made), place);
}

void HtmlConverter::picture(const GumboElement& it, BlockPlace& place) {
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
        return put_in_between(image_node(*found), place);
    }
    put_missing(source, alt, place);
}

void HtmlConverter::gallery(const GumboElement& it, BlockPlace& place) {
    if (!how_.gallery) return;
    for (auto& [image, address, caption] : how_.gallery(attribute(it, "ids"))) {
        if (image)
            put_in_between(image_node(*image), place);
        else
            put_missing(address, caption, place);
    }
}

std::vector<Node> blocks_from_html(std::string_view html, const HtmlImport& how) {
    if (const HtmlTree tree = parse_html(html)) return HtmlConverter(how).convert(*tree);
    if (how.changed) how.changed("tags in each other beyond all measure");
    const std::string words = without_tags(html);
    return HtmlConverter(how).convert(*parse_html(words));
}

}  // namespace warraq::wordpress
