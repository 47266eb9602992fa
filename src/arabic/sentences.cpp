#include "arabic/sentences.h"

#include <algorithm>
#include <array>

#include "arabic/fold.h"
#include "base/number.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

bool is_stop(char32_t c) {
    return c == '.' || c == '!' || c == '?' || c == U'؟' || c == U'…' || c == U'۔';
}

bool closes(char32_t c) {
    return c == '"' || c == U'”' || c == U'»' || c == ')' || c == ']' || c == U'’' || c == '\'';
}

constexpr std::array<std::string_view, 6> kAbbreviations = {"أ.د", "ص.ب", "ق.م", "ب.م", "إلخ", "ا.د"};

// Does the text before a full stop end in a title or an initial rather than in a word?
bool ends_in_abbreviation(std::string_view before) {
    for (const auto abbreviation : kAbbreviations)
        if (before.ends_with(abbreviation)) return true;
    std::size_t start = before.size();
    int letters = 0;
    while (start > 0 && letters < 2) {
        std::size_t previous = start - 1;
        while (previous > 0 && (static_cast<unsigned char>(before[previous]) & 0xC0) == 0x80) --previous;
        std::size_t at = previous;
        const char32_t c = utf8::next(before, at);
        if (!is_word_character(c)) break;
        if (c >= '0' && c <= '9') return false;
        ++letters;
        start = previous;
    }
    return letters == 1;
}

// The quotations of one line. A stop within one ends no sentence, unless the quotation closes right after.
// One of several hundred words is no sentence's, and a straight mark without its pair says nothing.
class Quotations {
  public:
    void find(std::string_view text, std::size_t line, std::size_t line_end) {
        constexpr std::size_t kLongest = 900;
        constexpr std::size_t kNone = static_cast<std::size_t>(-1);
        all_.clear();
        next_ = farthest_ = 0;
        std::size_t guillemet = kNone, curly = kNone, straight = kNone;
        const auto close = [&](std::size_t& open, std::size_t at) {
            if (open != kNone && at - open <= kLongest) all_.push_back({open, at});
            open = kNone;
        };
        for (std::size_t at = line; at < line_end;) {
            const std::size_t here = at;
            switch (utf8::next(text, at)) {
                case U'«': guillemet = here; break;
                case U'»': close(guillemet, here); break;
                case U'“': curly = here; break;
                case U'”': close(curly, here); break;
                case '"':
                    if (straight == kNone)
                        straight = here;
                    else
                        close(straight, here);
                    break;
                default: break;
            }
        }
        std::sort(all_.begin(), all_.end(),
                  [](const Quotation& a, const Quotation& b) { return a.begin < b.begin; });
    }

    // Does one that holds the stop at `stop` still go on after `end`? Asked from stop to stop along the line.
    bool go_on(std::size_t stop, std::size_t end) {
        for (; next_ < all_.size() && all_[next_].begin < stop; ++next_)
            farthest_ = std::max(farthest_, all_[next_].end);
        return stop < farthest_ && farthest_ >= end;
    }

  private:
    struct Quotation {
        std::size_t begin = 0, end = 0;
    };
    std::vector<Quotation> all_;  // by their beginnings
    std::size_t next_ = 0;        // the first that begins after the stop that was asked for last …
    std::size_t farthest_ = 0;    // … and how far those before it reach
};

// «1. » at a line's start counts, it says nothing.
bool is_list_number(std::string_view before) {
    before = utf8::trim(before);
    constexpr std::size_t kLongest = 3;
    return !before.empty() && before.size() <= kLongest && only_digits(before);
}

}  // namespace

std::vector<std::string_view> sentences(std::string_view paragraph) {
    std::vector<std::string_view> out;
    std::size_t start = 0;    // of the sentence
    std::size_t content = 0;  // its first character that is no white space, once it was looked for
    const auto take = [&](std::size_t end) {
        const auto sentence = utf8::trim(paragraph.substr(start, end - start));
        if (!sentence.empty()) out.push_back(sentence);
        start = content = end;
    };
    // What the sentence says before `here`, without the white space that it begins with.
    const auto before = [&](std::size_t here) {
        while (content < here) {
            std::size_t after = content;
            if (!utf8::is_space(utf8::next(paragraph, after))) break;
            content = after;
        }
        return paragraph.substr(std::min(content, here), here - std::min(content, here));
    };
    Quotations quotations;
    std::size_t line_end = 0;
    for (std::size_t at = 0; at < paragraph.size();) {
        if (at >= line_end) {
            line_end = std::min(paragraph.find('\n', at), paragraph.size() - 1) + 1;
            quotations.find(paragraph, at, line_end);
        }
        const std::size_t here = at;
        const char32_t c = utf8::next(paragraph, at);
        if (c == '\n') {
            take(at);
            continue;
        }
        if (!is_stop(c)) continue;
        std::size_t end = at;
        bool several = false;
        while (end < paragraph.size()) {
            std::size_t after = end;
            const char32_t next = utf8::next(paragraph, after);
            if (!is_stop(next) && !closes(next)) break;
            several = several || is_stop(next);
            end = after;
        }
        std::size_t after = end;
        const bool at_end = end == paragraph.size() || utf8::is_space(utf8::next(paragraph, after));
        at = end;
        if (!at_end) continue;
        if (quotations.go_on(here, end)) continue;
        if (c == '.' && !several &&
            (ends_in_abbreviation(paragraph.substr(0, here)) || is_list_number(before(here))))
            continue;
        take(end);
    }
    take(paragraph.size());
    return out;
}

}  // namespace warraq::arabic
