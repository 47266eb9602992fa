#include "arabic/typography.h"

#include <optional>
#include <string>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <utility>

#include "arabic/fold.h"
#include "arabic/letters.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

constexpr char32_t kNoBreak = 0xA0;

// One character of the paragraph and what stands in its place so far; empty text is a character dropped.
struct Glyph {
    std::size_t begin = 0, end = 0;
    std::u32string text;
    bool fixed = false;  // within an address
    bool none() const { return text.empty(); }
    char32_t first() const { return text.empty() ? 0 : text.front(); }
    char32_t last() const { return text.empty() ? 0 : text.back(); }
};

bool is_arabic(char32_t c) {
    return letter_of(c) != 0 || is_mark(c);
}
bool is_digit(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9);
}
bool is_blank(char32_t c) {
    return c == ' ' || c == '\t' || c == kNoBreak || c == 0x2009 || c == 0x202F || c == 0x2002 || c == 0x2003;
}
bool is_debris(char32_t c) {
    return c == 0x200B || c == 0xFEFF || c == 0xAD || c == 0xFFFC || c == 0x2060 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0xE000 && c <= 0xF8FF) ||
           (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
}
bool opens(char32_t c) {
    return c == '(' || c == '[' || c == U'«' || c == U'“';
}
bool closes(char32_t c) {
    return c == ')' || c == ']' || c == U'»' || c == U'”';
}
bool is_mark_after_word(char32_t c) {
    return c == U'،' || c == U'؛' || c == U'؟' || c == '!' || c == ':' || c == '.' || c == U'…';
}

class Tidier {
  public:
    Tidier(std::string_view text, const TypographyOptions& options) : text_(text), options_(options) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = at;
            const char32_t c = utf8::next(text, at);
            glyphs_.push_back({begin, at, std::u32string(1, c), false});
        }
        link_neighbours();
        fix_addresses();
    }

    // One rule makes room for another («، ،» is «،،» is «،»): all of them, until none finds anything.
    std::vector<Edit> edits() {
        constexpr int kMostRounds = 20;
        for (int round = 0; round < kMostRounds; ++round) {
            const auto before = shown();
            drop_debris();
            marks_to_arabic();
            dots();
            dashes();
            quotes();
            spaces();
            if (options_.no_break_spaces) no_breaks();
            if (shown() == before) break;
            settle();
        }
        return collect();
    }

  private:
    std::u32string shown() const {
        std::u32string out;
        for (const Glyph& glyph : glyphs_) out += glyph.text;
        return out;
    }

    // A glyph a character again: what was dropped goes with its neighbour, what was put in stands by itself.
    void settle() {
        std::vector<Glyph> settled;
        for (const Glyph& glyph : glyphs_) {
            if (glyph.none()) {
                if (settled.empty())
                    settled.push_back(glyph);
                else
                    settled.back().end = glyph.end;
                continue;
            }
            const bool alone = settled.size() == 1 && settled.front().none();
            const std::size_t begin = alone ? settled.front().begin : glyph.begin;
            if (alone) settled.clear();
            settled.push_back({begin, glyph.end, glyph.text.substr(0, 1), glyph.fixed});
            for (std::size_t i = 1; i < glyph.text.size(); ++i)
                settled.push_back({glyph.end, glyph.end, glyph.text.substr(i, 1), glyph.fixed});
        }
        glyphs_ = std::move(settled);
        for (Glyph& glyph : glyphs_) glyph.fixed = false;
        link_neighbours();
        fix_addresses();
    }

    // Words that hold «://», «www.» or «@» are addresses.
    void fix_addresses() {
        for (std::size_t i = 0; i < glyphs_.size();) {
            std::size_t end = i;
            std::u32string word;
            while (end < glyphs_.size() && !is_blank(glyphs_[end].first()) && glyphs_[end].first() != '\n')
                word += glyphs_[end++].text;
            if (word.find(U"://") != word.npos || word.starts_with(U"www.") || word.find('@') != word.npos)
                for (std::size_t k = i; k < end; ++k) glyphs_[k].fixed = true;
            i = end + 1;
        }
    }

    void link_neighbours() {
        const std::size_t size = glyphs_.size();
        before_.resize(size);
        after_.resize(size);
        for (std::size_t i = 0; i < size; ++i) {
            before_[i] = i == 0 ? kNone : i - 1;
            after_[i] = i + 1 == size ? kNone : i + 1;
        }
    }
    // The nearest glyph that is still there along `links`; kNone at the end. A glyph that was dropped stays
    // so, and the way past it is kept: a run of them is walked once, not from each of its neighbours.
    std::size_t nearest(std::size_t i, std::vector<std::size_t>& links) const {
        std::size_t found = links[i];
        while (found != kNone && glyphs_[found].none()) found = links[found];
        for (std::size_t at = i; links[at] != found;) at = std::exchange(links[at], found);
        return found;
    }
    std::size_t left_of(std::size_t i) const { return nearest(i, before_); }
    std::size_t right_of(std::size_t i) const { return nearest(i, after_); }

    // The nearest character that is still there, before or after `i`; 0 at the ends.
    char32_t before(std::size_t i) const {
        const std::size_t at = left_of(i);
        return at == kNone ? 0 : glyphs_[at].last();
    }
    char32_t after(std::size_t i) const {
        const std::size_t at = right_of(i);
        return at == kNone ? 0 : glyphs_[at].first();
    }
    char32_t before_blanks(std::size_t i) const {
        std::size_t at = left_of(i);
        while (at != kNone && is_blank(glyphs_[at].last())) at = left_of(at);
        return at == kNone ? 0 : glyphs_[at].last();
    }

    void drop_debris() {
        UErrorCode status = U_ZERO_ERROR;
        const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
        std::size_t past_tatweel = 0;
        for (std::size_t i = 0; i < glyphs_.size(); ++i) {
            Glyph& glyph = glyphs_[i];
            if (glyph.fixed) continue;
            const char32_t c = glyph.first();
            if (is_debris(c)) {
                glyph.text.clear();
            } else if (c == U'ی' || c == U'ې') {
                glyph.text = U"ي";
            } else if (c == U'ک') {
                glyph.text = U"ك";
            } else if (c == 0x0640) {
                // A decoration within a word; «هـ» for the Hijri year keeps it.
                if (past_tatweel <= i) past_tatweel = i + 1;
                while (past_tatweel < glyphs_.size() && glyphs_[past_tatweel].first() == 0x0640)
                    ++past_tatweel;
                const bool inside = past_tatweel < glyphs_.size() &&
                                    is_arabic(glyphs_[past_tatweel].first()) && is_arabic(before(i));
                if (inside) glyph.text.clear();
            } else if (U_SUCCESS(status) && ((c >= 0xFB50 && c <= 0xFDF9 && c != 0xFD3E && c != 0xFD3F) ||
                                             (c >= 0xFE70 && c <= 0xFEFC))) {
                const icu::UnicodeString letters =
                    nfkc->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
                glyph.text.clear();
                for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1))
                    glyph.text += static_cast<char32_t>(letters.char32At(at));
            }
        }
    }

    void marks_to_arabic() {
        for (std::size_t i = 0; i < glyphs_.size(); ++i) {
            Glyph& glyph = glyphs_[i];
            if (glyph.fixed || glyph.none()) continue;
            const char32_t c = glyph.first();
            if (c != ',' && c != ';' && c != '?') continue;
            const char32_t word = before_blanks(i);
            const bool arabic = is_arabic(word) || closes(word) || word == '"' || word == U'،';
            if (!arabic || is_digit(after(i))) continue;
            glyph.text = c == ',' ? U"،" : c == ';' ? U"؛" : U"؟";
        }
        // «،،» is one.
        for (std::size_t i = 1; i < glyphs_.size(); ++i)
            if (!glyphs_[i].fixed && glyphs_[i].first() == U'،' && before(i) == U'،') glyphs_[i].text.clear();
    }

    void dots() {
        for (std::size_t i = 0; i < glyphs_.size();) {
            std::size_t end = i;
            while (end < glyphs_.size() && glyphs_[end].first() == '.' && !glyphs_[end].fixed) ++end;
            constexpr std::size_t kEllipsis = 3;
            if (end - i >= kEllipsis) {
                glyphs_[i].text = U"…";
                for (std::size_t k = i + 1; k < end; ++k) glyphs_[k].text.clear();
            }
            i = std::max(end, i + 1);
        }
    }

    void dashes() {
        for (std::size_t i = 0; i < glyphs_.size(); ++i) {
            Glyph& glyph = glyphs_[i];
            if (glyph.fixed || glyph.none()) continue;
            const char32_t c = glyph.first();
            const bool doubled = c == '-' && i + 1 < glyphs_.size() && glyphs_[i + 1].first() == '-';
            if (doubled) {
                glyph.text = U"–";
                for (std::size_t k = i + 1; k < glyphs_.size() && glyphs_[k].first() == '-'; ++k)
                    glyphs_[k].text.clear();
            } else if ((c == '-' || c == 0x0640) && is_blank(before(i)) && is_blank(after(i))) {
                glyph.text = U"–";
            }
        }
    }

    void quotes() {
        if (options_.quotes == Quotes::AsWritten) return;
        std::vector<std::size_t> straight;
        for (std::size_t i = 0; i < glyphs_.size(); ++i)
            if (!glyphs_[i].fixed && glyphs_[i].first() == '"') {
                // An inch or a second: 5" is no quotation.
                straight.push_back(i);
            }
        if (straight.size() % 2 != 0) return;  // which one is missing is not ours to guess
        const bool guillemets = options_.quotes == Quotes::Guillemets;
        for (std::size_t k = 0; k < straight.size(); ++k)
            glyphs_[straight[k]].text = k % 2 == 0 ? (guillemets ? U"«" : U"“") : (guillemets ? U"»" : U"”");
    }

    void spaces() {
        std::size_t mark = 0;  // past the blanks after the one that is looked at
        for (std::size_t i = 0; i < glyphs_.size(); ++i) {
            Glyph& glyph = glyphs_[i];
            if (glyph.fixed || glyph.none() || !is_blank(glyph.first())) continue;
            const char32_t previous = before(i), next = after(i);
            const bool at_end = previous == 0 || next == 0 || previous == '\n' || next == '\n';
            if (mark <= i) mark = i + 1;
            while (mark < glyphs_.size() && (glyphs_[mark].none() || is_blank(glyphs_[mark].first()))) ++mark;
            const char32_t beyond = mark < glyphs_.size() ? glyphs_[mark].first() : 0;
            const bool before_mark =
                (is_mark_after_word(beyond) && !stands_for_itself(mark)) || closes(beyond);
            if (at_end || is_blank(previous) || before_mark || opens(previous)) {
                // Of two blanks the no-break one stays.
                if (is_blank(previous) && glyph.first() == kNoBreak) replace_before(i);
                glyph.text.clear();
            } else if (glyph.first() == '\t') {
                glyph.text = U" ";
            }
        }
        for (std::size_t i = 0; i < glyphs_.size(); ++i) {
            Glyph& glyph = glyphs_[i];
            if (glyph.fixed || glyph.none()) continue;
            const char32_t c = glyph.last(), next = after(i);
            if (opens(c) && follows_word(i)) {
                glyph.text.insert(0, 1, U' ');
                continue;
            }
            const bool needs = c == U'،' || c == U'؛' || c == U'؟' || closes(c);
            if (needs && next < 0x3000 && is_arabic(next) && letter_of(next)) glyph.text += U' ';
        }
    }
    // «.NET» and the like: a mark with something right behind it that is no blank.
    bool stands_for_itself(std::size_t mark) const {
        if (glyphs_[mark].first() != '.') return false;
        const char32_t next = after(mark);
        return next != 0 && !is_blank(next) && next != '\n' && !closes(next) && next != '"' && next != '.';
    }
    // The letters right before `i` make a word of two or more: «و«لا»» joins, «قال«لا»» does not.
    bool follows_word(std::size_t i) const {
        std::size_t letters = 0;
        for (std::size_t at = left_of(i); at != kNone && letters < 2; at = left_of(at), ++letters)
            if (!letter_of(glyphs_[at].last())) return false;
        return letters == 2;
    }
    void replace_before(std::size_t i) {
        const std::size_t at = left_of(i);
        if (at != kNone && !glyphs_[at].fixed) glyphs_[at].text = std::u32string(1, kNoBreak);
    }

    // «20 مليون» stays on one line, «د. أحمد» too.
    void no_breaks() {
        for (std::size_t i = 1; i + 1 < glyphs_.size(); ++i) {
            Glyph& glyph = glyphs_[i];
            if (glyph.fixed || glyph.text != U" ") continue;
            const char32_t previous = before(i), next = after(i);
            const bool counted = is_digit(previous) && (letter_of(next) || next == '%' || next == U'٪');
            const bool titled = previous == '.' && i >= 2 && letter_of(next) && is_title(i);
            if (counted || titled) glyph.text = std::u32string(1, kNoBreak);
        }
    }
    bool is_title(std::size_t i) const {
        const Glyph& letter = glyphs_[i - 2];
        const bool alone = i == 2 || is_blank(glyphs_[i - 3].last()) || opens(glyphs_[i - 3].last());
        return alone && (letter.text == U"د" || letter.text == U"أ" || letter.text == U"م");
    }

    std::vector<Edit> collect() const {
        std::vector<Edit> out;
        for (const Glyph& glyph : glyphs_) {
            std::string replacement;
            for (const char32_t c : glyph.text) utf8::append(replacement, c);
            if (replacement == text_.substr(glyph.begin, glyph.end - glyph.begin)) continue;
            if (!out.empty() && out.back().end == glyph.begin) {
                out.back().end = glyph.end;
                out.back().replacement += replacement;
            } else {
                out.push_back({glyph.begin, glyph.end, std::move(replacement)});
            }
        }
        for (Edit& edit : out) shrink(edit);
        return out;
    }

    // Without the characters that both ends of the edit leave as they are.
    void shrink(Edit& edit) const {
        const auto source = text_.substr(edit.begin, edit.end - edit.begin);
        std::size_t of_source = 0, of_replacement = 0;
        while (of_source < source.size() && of_replacement < edit.replacement.size()) {
            std::size_t next = of_source, next_replacement = of_replacement;
            if (utf8::next(source, next) != utf8::next(edit.replacement, next_replacement)) break;
            of_source = next;
            of_replacement = next_replacement;
        }
        edit.begin += of_source;
        edit.replacement.erase(0, of_replacement);
    }

    std::string_view text_;
    TypographyOptions options_;
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<Glyph> glyphs_;
    mutable std::vector<std::size_t> before_,
        after_;  // links between neighbours, made shorter as they are used
};

}  // namespace

std::vector<Edit> tidy(std::string_view paragraph, const TypographyOptions& options) {
    return Tidier(paragraph, options).edits();
}

}  // namespace warraq::arabic
