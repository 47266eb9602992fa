#include "press/html.h"

#include <algorithm>
#include <fmt/format.h>
#include <unicode/uscript.h>

#include "base/markup.h"
#include "base/utf8.h"
#include "story/address.h"

namespace warraq::press {
namespace {

using story::MarkKind;
using story::Node;
using story::NodeKind;

enum class Class { Latin, Digit, Neutral, Other };

Class class_of(char32_t c) {
    if (c < 0x80) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Class::Latin;
        if (c >= '0' && c <= '9') return Class::Digit;
        return c == '\n' ? Class::Other : Class::Neutral;
    }
    if (c == 0x2013 || c == 0x2019 || c == 0x00A0 || c == 0x20AC || c == 0x00B0 || c == 0x066A)
        return Class::Neutral;
    if (c < 0x0370 || (c >= 0x1E00 && c < 0x2000)) {
        UErrorCode error = U_ZERO_ERROR;
        return uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_LATIN ? Class::Latin
                                                                                   : Class::Other;
    }
    if (c >= 0x0370 && c < 0x0530) return Class::Latin;  // Greek and Cyrillic run the same way
    return Class::Other;
}

// Marks that belong to a number or a name on their own side: «3.9%», «+971», «C++», «$5».
bool joins_before(char32_t c) {
    return c == '+' || c == '$' || c == '#' || c == '@' || c == 0x20AC;
}
bool joins_after(char32_t c) {
    return c == '%' || c == '+' || c == 0x00B0 || c == '$' || c == 0x20AC;
}

// The run of Latin letters, or the number of several parts, that starts at `at`.
struct Run {
    bool worth_an_isolate = false;
    // Where it ends; where there is none that is worth it, none begins before here either.
    std::size_t end = 0;
};
Run run_at(std::string_view text, std::size_t at) {
    std::size_t end = at, scan = at, looked_at = at;
    bool latin = false, composed = false, any = false;
    bool gap = false;
    while (scan < text.size()) {
        looked_at = scan;
        const char32_t c = utf8::next(text, scan);
        const Class kind = class_of(c);
        if (kind == Class::Other) break;
        if (kind == Class::Neutral) {
            if (!any && !joins_before(c)) break;
            if (c == '"' || c == '(' || c == ')' || c == '[' || c == ']' || c == '<' || c == '>') break;
            if (!any) composed = true;
            if (any && joins_after(c) && end + 1 + static_cast<std::size_t>(c == ' ') >= scan - 1) {
                composed = true;
                if (!gap) end = scan;
            }
            gap = true;
        } else {
            latin = latin || kind == Class::Latin;
            composed = composed || (any && gap);
            any = true;
            gap = false;
            end = scan;
        }
        looked_at = scan;
    }
    // What failed was digits alone, then marks alone: a later beginning among them comes to no more.
    if (!any || !(latin || composed)) return {false, looked_at};
    return {true, end};
}

template <class Emit>
void with_isolates(std::string& out, std::string_view text, Emit emit) {
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        // Arabic's two-byte letters begin with D8 to DB: the common case is decided by one byte.
        if (byte >= 0xD8 && byte <= 0xDB) {
            at += 2;
            continue;
        }
        const Run run = byte == ' ' ? Run{false, at} : run_at(text, at);
        if (!run.worth_an_isolate) {
            if (run.end > at)
                at = run.end;
            else
                utf8::next(text, at);
            continue;
        }
        emit(out, text.substr(plain, at - plain));
        out += "<bdi dir=\"ltr\">";
        emit(out, text.substr(at, run.end - at));
        out += "</bdi>";
        at = plain = run.end;
    }
    emit(out, text.substr(std::min(plain, text.size())));
}

void append_inline(std::string& out, std::string_view text) {
    with_isolates(out, text, [](std::string& to, std::string_view part) { append_escaped(to, part); });
}

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    append_escaped(out, value);
    out += '"';
}

void append_text(std::string& out, const Node& run) {
    std::string_view closing[8];
    std::size_t open = 0;
    for (const story::Mark& mark : run.marks) {
        if (open == std::size(closing)) break;
        switch (mark.kind) {
            case MarkKind::Strong:
                out += "<strong>";
                closing[open++] = "</strong>";
                break;
            case MarkKind::Emphasis:
                out += "<em>";
                closing[open++] = "</em>";
                break;
            case MarkKind::Link:
                out += "<a";
                append_attribute(out, "href", mark.value);
                if (!mark.value.starts_with('/')) out += " rel=\"noopener\"";
                out += '>';
                closing[open++] = "</a>";
                break;
            case MarkKind::Language:
                out += "<bdi";
                append_attribute(out, "lang", mark.value);
                out += '>';
                closing[open++] = "</bdi>";
                break;
        }
    }
    append_inline(out, run.text);
    while (open > 0) out += closing[--open];
}

void append_block(std::string& out, const Node& node);

void append_children(std::string& out, const Node& node) {
    for (const Node& child : node.content) append_block(out, child);
}

void append_picture(std::string& out, const Node& node) {
    const auto media = node.attribute("media");
    const auto append_sizes = [&](const std::string& sizes) {
        append_attribute(out, "srcset", sizes);
        append_attribute(out, "sizes", "(min-width: 48rem) 46rem, 100vw");
    };
    out += "<figure class=\"picture\">";
    const auto avif = story::picture_sizes(media, node.number("width"), story::PictureKind::Avif);
    if (!avif.empty()) {
        out += "<picture><source type=\"image/avif\"";
        append_sizes(avif);
        out += '>';
    }
    out += "<img loading=\"lazy\" decoding=\"async\"";
    append_attribute(out, "src", story::media_address(media));
    if (const auto sizes = story::picture_sizes(media, node.number("width")); !sizes.empty())
        append_sizes(sizes);
    append_attribute(out, "width", node.attribute("width"));
    append_attribute(out, "height", node.attribute("height"));
    append_attribute(out, "alt", node.attribute("alt"));
    out += avif.empty() ? ">" : "></picture>";
    if (const auto caption = node.attribute("caption"), credit = node.attribute("credit");
        !caption.empty() || !credit.empty()) {
        out += "<figcaption>";
        append_inline(out, caption);
        if (!credit.empty()) {
            out += " <span class=\"credit\">";
            append_inline(out, credit);
            out += "</span>";
        }
        out += "</figcaption>";
    }
    out += "</figure>";
}

void append_element(std::string& out, std::string_view tag, const Node& node) {
    out += '<';
    out += tag;
    out += '>';
    append_children(out, node);
    out += "</";
    out += tag;
    out += '>';
}

void append_block(std::string& out, const Node& node) {
    switch (node.kind) {
        case NodeKind::Text: append_text(out, node); break;
        case NodeKind::Paragraph: append_element(out, "p", node); break;
        case NodeKind::Heading: {
            static constexpr std::string_view kTags[] = {"h2", "h3", "h4"};
            append_element(out, kTags[std::min(2, std::max(0, node.number("level") - 2))], node);
            break;
        }
        case NodeKind::List: append_element(out, node.flag("ordered") ? "ol" : "ul", node); break;
        case NodeKind::ListItem: append_element(out, "li", node); break;
        case NodeKind::Quote:
            out += "<figure class=\"quote\"><blockquote>";
            append_children(out, node);
            out += "</blockquote>";
            if (const auto speaker = node.attribute("speaker"); !speaker.empty()) {
                out += "<figcaption>";
                append_inline(out, speaker);
                out += "</figcaption>";
            }
            out += "</figure>";
            break;
        case NodeKind::Image: append_picture(out, node); break;
        case NodeKind::Table:
            // Reachable by keyboard, because a wide one scrolls.
            out += "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"جدول\"><table>";
            append_children(out, node);
            out += "</table></div>";
            break;
        case NodeKind::TableRow: append_element(out, "tr", node); break;
        case NodeKind::TableCell: append_element(out, node.flag("header") ? "th" : "td", node); break;
        case NodeKind::Embed: {
            const auto title = node.attribute("title");
            out += "<p class=\"embed\"><a rel=\"noopener\"";
            append_attribute(out, "href", node.attribute("url"));
            out += '>';
            append_inline(out, title.empty() ? node.attribute("url") : title);
            out += "</a>";
            if (const auto provider = node.attribute("provider"); !provider.empty()) {
                out += " <span>";
                append_inline(out, provider);
                out += "</span>";
            }
            out += "</p>";
            break;
        }
        case NodeKind::Divider: out += "<hr>"; break;
        case NodeKind::Doc: append_children(out, node); break;
    }
}

}  // namespace

SafeHtml inline_html(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 64);
    append_inline(out, text);
    return SafeHtml(std::move(out));
}

SafeHtml lines_html(std::string_view text) {
    std::string out;
    with_isolates(out, text, [](std::string& to, std::string_view part) {
        std::size_t start = 0;
        while (true) {
            const auto end = std::min(part.find('\n', start), part.size());
            append_escaped(to, part.substr(start, end - start));
            if (end == part.size()) return;
            to += "<br>";
            start = end + 1;
        }
    });
    return SafeHtml(std::move(out));
}

SafeHtml marked_html(std::string_view text, std::span<const Span> marks) {
    std::string out;
    out.reserve(text.size() + 16 * marks.size() + 64);
    std::size_t next = 0;  // the first mark that does not end before the piece
    // Marks go inside isolates: two isolates in a row would stand in the wrong order.
    with_isolates(out, text, [&](std::string& to, std::string_view piece) {
        if (piece.empty()) return;
        const auto at = static_cast<std::size_t>(piece.data() - text.data());
        std::size_t done = 0;
        while (next < marks.size() && marks[next].second <= at) ++next;
        for (std::size_t i = next; i < marks.size() && marks[i].first < at + piece.size(); ++i) {
            const auto& [from, until] = marks[i];
            const std::size_t begin = std::max(from, at + done), end = std::min(until, at + piece.size());
            if (begin >= end) continue;
            append_escaped(to, piece.substr(done, begin - at - done));
            to += "<mark>";
            append_escaped(to, piece.substr(begin - at, end - begin));
            to += "</mark>";
            done = end - at;
        }
        append_escaped(to, piece.substr(done));
    });
    return SafeHtml(std::move(out));
}

SafeHtml json_ld_html(std::string json) {
    std::string out;
    out.reserve(json.size());
    for (const char c : json) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '&')
            out += "\\u0026";
        else
            out += c;
    }
    return SafeHtml(std::move(out));
}

SafeHtml body_html(const story::Body& body) {
    std::string out;
    out.reserve(16 * 1024);
    for (const Node& block : body.blocks()) append_block(out, block);
    return SafeHtml(std::move(out));
}

}  // namespace warraq::press
