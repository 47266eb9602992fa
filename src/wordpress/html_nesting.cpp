#include "wordpress/html_nesting.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "wordpress/html_names.h"

namespace warraq::wordpress {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

// Nothing stands in these.
bool is_void(std::string_view name) {
    return is_one_of(name, {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                            "param", "source", "track", "wbr"});
}
// The next of the same kind closes these by itself.
bool is_closed_by_next(std::string_view name) {
    return is_one_of(name, {"p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option"});
}
// What a parser opens again after the block that ended it.
bool is_stress(std::string_view name) {
    return is_one_of(name, {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike",
                            "strong", "tt", "u"});
}
// What the tag that ends something else never reaches beyond.
bool is_border(std::string_view name) {
    return is_one_of(name, {"table",  "caption", "marquee", "object",   "applet",   "template",  "button",
                            "select", "svg",     "math",    "script",   "style",    "textarea",  "title",
                            "xmp",    "iframe",  "noembed", "noframes", "noscript", "plaintext", "frameset"});
}
// What ends only these, and within them nothing that stands around them.
bool is_block(std::string_view name) {
    return is_border(name) ||
           is_one_of(name, {"address", "article", "aside",   "blockquote", "body",       "center", "details",
                            "dir",     "div",     "dl",      "fieldset",   "figcaption", "figure", "footer",
                            "form",    "h1",      "h2",      "h3",         "h4",         "h5",     "h6",
                            "header",  "hgroup",  "html",    "listing",    "main",       "menu",   "nav",
                            "ol",      "pre",     "section", "summary",    "ul"});
}

// Tags as HTML's tokenizer finds them: not those within comments and attributes.
class Tags {
  public:
    explicit Tags(std::string_view html) : html_(html) {}

    struct Tag {
        std::string name;  // in small letters, its beginning
        bool closing = false;
    };
    bool next(Tag& tag) {
        while ((at_ = html_.find('<', at_)) != html_.npos) {
            const std::size_t open = at_++;
            tag.closing = peek() == '/';
            if (tag.closing) ++at_;
            if (ascii::is_letter(peek())) return read_tag(tag);
            if (html_.substr(open).starts_with("<!--"))
                skip_comment(open + 4);
            else if (tag.closing || peek() == '!' || peek() == '?')
                at_ = html_.find('>', at_);  // nothing that a parser knows, up to there
        }
        return false;
    }

    // Of one tag so far, those that the text's end leaves open too.
    std::size_t most_attributes() const { return most_attributes_; }

  private:
    char peek() const { return at_ < html_.size() ? html_[at_] : '\0'; }

    // False where the text ends within it: then it is none.
    bool read_tag(Tag& tag) {
        constexpr std::size_t kLongest = 20;
        tag.name.clear();
        std::size_t attributes = 0;
        for (; at_ < html_.size() && !is_blank(peek()) && peek() != '/' && peek() != '>'; ++at_)
            if (tag.name.size() < kLongest) tag.name += ascii::lower(peek());
        while (at_ < html_.size() && peek() != '>') {
            if (is_blank(peek()) || peek() == '/') {
                ++at_;
                continue;
            }
            skip_attribute();
            most_attributes_ = std::max(most_attributes_, ++attributes);
        }
        return at_ < html_.size();
    }
    void skip_attribute() {
        ++at_;  // an «=» may begin a name
        while (at_ < html_.size() && !is_blank(peek()) && peek() != '/' && peek() != '>' && peek() != '=')
            ++at_;
        while (is_blank(peek())) ++at_;
        if (peek() != '=') return;
        ++at_;
        while (is_blank(peek())) ++at_;
        if (const char quote = peek(); quote == '"' || quote == '\'') {
            at_ = std::min(html_.find(quote, at_ + 1), html_.size());
            if (at_ < html_.size()) ++at_;
            return;
        }
        while (at_ < html_.size() && !is_blank(peek()) && peek() != '>') ++at_;
    }
    void skip_comment(std::size_t from) {
        const auto rest = html_.substr(std::min(from, html_.size()));
        if (rest.starts_with(">") || rest.starts_with("->")) {
            at_ = from;
            return;
        }
        at_ = std::min(html_.find("--", from), html_.size());
        while (at_ < html_.size() && !html_.substr(at_).starts_with("-->") &&
               !html_.substr(at_).starts_with("--!>"))
            at_ = std::min(html_.find("--", at_ + 1), html_.size());
    }

    std::string_view html_;
    std::size_t at_ = 0;
    std::size_t most_attributes_ = 0;
};

// The elements that are open, at least.
class OpenElements {
  public:
    void open(std::string_view name) {
        if (name == "a" || name == "nobr") take_out(name);  // a second one ends the first
        names_.emplace_back(name);
        if (is_stress(name)) ++stressed_;
    }
    void close(std::string_view name) {
        if (is_stress(name)) return take_out(name);
        const auto end = ended_by(name);
        while (names_.size() > end) {
            if (is_stress(names_.back())) --stressed_;
            names_.pop_back();
        }
    }
    int depth() const { return static_cast<int>(names_.size()); }
    std::int64_t stressed() const { return stressed_; }

  private:
    // How many stay open when the last of that name is closed; all where none can be reached.
    std::size_t ended_by(std::string_view name) const {
        const bool block = is_block(name);
        for (std::size_t i = names_.size(); i-- > 0;) {
            if (names_[i] == name) return i;
            if (block ? is_border(names_[i]) : is_block(names_[i])) break;
        }
        return names_.size();
    }
    // Without what stands in it.
    void take_out(std::string_view name) {
        for (std::size_t i = names_.size(); i-- > 0 && !is_border(names_[i]);)
            if (names_[i] == name) {
                names_.erase(names_.begin() + static_cast<std::ptrdiff_t>(i));
                --stressed_;
                return;
            }
    }

    std::vector<std::string> names_;
    std::int64_t stressed_ = 0;
};

}  // namespace

bool is_too_much(std::string_view html) {
    constexpr std::int64_t kMostWork = 2'000'000, kFewStressed = 20;
    constexpr std::size_t kMostAttributes = 1'000;  // of one tag: each is held against all before it
    OpenElements elements;
    std::int64_t tags = 0, most_stressed = 0;
    Tags all(html);
    for (Tags::Tag tag; all.next(tag);) {
        ++tags;
        if (is_void(tag.name) || is_closed_by_next(tag.name)) continue;
        if (tag.closing)
            elements.close(tag.name);
        else
            elements.open(tag.name);
        if (elements.depth() > kDeepestHtml) return true;
        most_stressed = std::max(most_stressed, elements.stressed());
    }
    if (all.most_attributes() > kMostAttributes) return true;
    return most_stressed > kFewStressed && most_stressed * tags > kMostWork;
}

}  // namespace warraq::wordpress
