#include "wordpress/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "base/markup.h"

namespace warraq::wordpress {
namespace {

bool is_name_char(char c) {
    return ascii::is_letter_or_digit(c) || c == '_' || c == '-';
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// As an attribute's value; entities that stand in it stay what they are.
std::string quoted(std::string_view text) {
    return escaped(text, "<>\"");
}

struct Shortcode {
    std::string_view name;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::string_view inside;  // between it and its closing one
    bool closed = false;      // it has one
    std::size_t end = 0;      // in the text, after all of it

    std::string_view attribute(std::string_view wanted) const {
        for (const auto& [key, value] : attributes)
            if (key == wanted) return value;
        return {};
    }
};

// key="value", key='value', key=value and values alone, up to the «]». False where there is none.
bool read_attributes(std::string_view text, std::size_t& at, Shortcode& code, bool& self_closing) {
    constexpr std::size_t kLongest = 4'000;
    const std::size_t limit = std::min(text.size(), at + kLongest);
    while (at < limit) {
        while (at < limit && is_space(text[at])) ++at;
        if (at >= limit) return false;
        if (text[at] == ']') {
            ++at;
            return true;
        }
        if (text[at] == '/' && at + 1 < limit && text[at + 1] == ']') {
            self_closing = true;
            at += 2;
            return true;
        }
        std::size_t start = at;
        while (at < limit && is_name_char(text[at])) ++at;
        std::string key(text.substr(start, at - start));
        if (at < limit && text[at] == '=' && !key.empty()) {
            ++at;
        } else {
            at = start;
            key.clear();
        }
        std::string value;
        if (at < limit && (text[at] == '"' || text[at] == '\'')) {
            const auto quote = text[at++];
            const auto close = text.substr(0, limit).find(quote, at);
            if (close == text.npos) return false;
            value = text.substr(at, close - at);
            at = close + 1;
        } else {
            start = at;
            while (at < limit && !is_space(text[at]) && text[at] != ']' && text[at] != '[') ++at;
            if (at == start) return false;
            value = text.substr(start, at - start);
        }
        code.attributes.emplace_back(std::move(key), std::move(value));
    }
    return false;
}

bool may_enclose(std::string_view name) {
    return name == "caption" || name == "wp_caption" || name == "embed" || name == "audio" ||
           name == "video" || name == "playlist" || name == "gallery";
}

// Where each kind of closing shortcode stands next: each part of a text is looked through once for it, not
// once for each that opens.
class Closings {
  public:
    explicit Closings(std::string_view text) : text_(text) {}
    // The first at or after `at`, which does not go back; npos for none.
    std::size_t next(std::string_view name, std::size_t at) {
        auto [known, is_new] = next_.try_emplace(name, 0);
        std::size_t& where = known->second;
        if (is_new || where < at) where = text_.find(fmt::format("[/{}]", name), at);
        return where;
    }

  private:
    std::string_view text_;
    std::map<std::string_view, std::size_t> next_;
};

// The shortcode that begins with the «[» at `at`.
std::optional<Shortcode> read_shortcode(std::string_view text, std::size_t at, Closings& closings) {
    Shortcode code;
    std::size_t end = at + 1;
    while (end < text.size() && is_name_char(text[end])) ++end;
    code.name = text.substr(at + 1, end - at - 1);
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || c == '_' || c == '-' || (c >= '0' && c <= '9');
    };
    if (code.name.empty() || code.name.front() < 'a' || code.name.front() > 'z' ||
        !std::all_of(code.name.begin(), code.name.end(), letter))
        return std::nullopt;
    bool self_closing = false;
    if (!read_attributes(text, end, code, self_closing)) return std::nullopt;
    code.end = end;
    if (self_closing || !may_enclose(code.name)) return code;
    const auto close = closings.next(code.name, end);
    if (close == text.npos) return code;
    // One that opens before the closing one has it for itself.
    const auto next = text.substr(0, close).find(fmt::format("[{}", code.name), end);
    if (next == text.npos) {
        code.inside = text.substr(end, close - end);
        code.closed = true;
        code.end = close + code.name.size() + 3;  // «[/», «]»
    }
    return code;
}

// The picture, with the link around it, and the words after it.
std::string caption(const Shortcode& code) {
    const auto inside = code.inside;
    auto split = inside.find("<img");
    if (split == inside.npos) return std::string(inside);
    split = std::min(inside.find('>', split), inside.size() - 1) + 1;
    auto after = split;
    while (after < inside.size() && is_space(inside[after])) ++after;
    if (inside.substr(after).starts_with("</a>")) split = after + 4;
    const auto words = inside.substr(split);
    const auto old = code.attribute("caption");
    return fmt::format("<figure>{}<figcaption>{}</figcaption></figure>", inside.substr(0, split),
                       words.find_first_not_of(" \t\r\n") == words.npos ? old : words);
}

std::string player(const Shortcode& code) {
    for (const auto& [key, value] : code.attributes) {
        const bool source = key == "src" || key == "mp3" || key == "m4a" || key == "ogg" || key == "wav" ||
                            key == "wma" || key == "mp4" || key == "m4v" || key == "webm" || key == "ogv" ||
                            key == "flv" || key == "wmv";
        if (source || (key.empty() && value.find("://") != std::string::npos))
            return fmt::format("<warraq-embed url=\"{}\"></warraq-embed>", quoted(value));
    }
    return {};
}

std::string address_of(const Shortcode& code) {
    std::string address(code.closed ? code.inside : code.attribute("src"));
    std::erase_if(address, is_space);
    return fmt::format("<warraq-embed url=\"{}\"></warraq-embed>", quoted(address));
}

// The element in its place; nothing for one that is not known.
std::optional<std::string> element_of(const Shortcode& code) {
    if (code.name == "caption" || code.name == "wp_caption") return caption(code);
    if (code.name == "gallery" || code.name == "playlist")
        return fmt::format("<warraq-gallery ids=\"{}\"></warraq-gallery>",
                           quoted(code.attribute(code.attribute("ids").empty() ? "include" : "ids")));
    if (code.name == "embed") return address_of(code);
    if (code.name == "audio" || code.name == "video") return player(code);
    return std::nullopt;
}

// Blocks that hold nothing, because WordPress makes them when the page is asked for.
void tell_made_blocks(std::string_view content, const std::function<void(std::string_view)>& left_out) {
    constexpr std::string_view kOpening = "<!-- wp:";
    std::size_t next = content.npos;
    for (std::size_t at = content.find(kOpening); at != content.npos; at = next) {
        next = content.find(kOpening, at + 1);
        // Up to the next one: none holds another.
        const auto end = content.substr(0, next).find("-->", at);
        if (end == content.npos) continue;
        const auto inside = content.substr(at + kOpening.size(), end - at - kOpening.size());
        if (!inside.ends_with('/')) continue;
        const auto name = inside.substr(0, std::min(inside.find_first_of(" /{"), inside.size()));
        if (name != "nextpage" && name != "more" && name != "spacer" && name != "separator")
            left_out(fmt::format("block «{}»", name));
    }
}

}  // namespace

bool has_blocks(std::string_view content) {
    return content.find("<!-- wp:") != content.npos;
}

std::string html_from_wordpress(std::string_view content,
                                const std::function<void(std::string_view)>& left_out) {
    tell_made_blocks(content, left_out);
    if (content.find("<!--nextpage-->") != content.npos) left_out("pages of a post, which are one page now");
    std::string out;
    out.reserve(content.size());
    Closings closings(content);
    std::size_t plain = 0;
    for (std::size_t at = content.find('['); at != content.npos; at = content.find('[', at)) {
        const bool escaped_code = at + 1 < content.size() && content[at + 1] == '[';
        const auto code = read_shortcode(content, escaped_code ? at + 1 : at, closings);
        if (!code) {
            ++at;
            continue;
        }
        if (escaped_code && code->end < content.size() && content[code->end] == ']') {  // [[x]] shows «[x]»
            out.append(content, plain, at - plain);
            out.append(content, at + 1, code->end - at - 1);
            at = plain = code->end + 1;
            continue;
        }
        const auto element = element_of(*code);
        if (!element) {
            left_out(fmt::format("shortcode [{}], which stays as text", code->name));
            ++at;
            continue;
        }
        out.append(content, plain, at - plain);
        out += *element;
        at = plain = code->end;
    }
    out.append(content, plain);
    return out;
}

}  // namespace warraq::wordpress
