#include "digest/point_writer.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "digest/grammar.h"
#include "digest/quote_marks.h"

namespace warraq::digest {
namespace {

void append_gap(std::string& out, std::string_view gap) {
    for (const char c : gap) {
        if (c == '#' || c == '[' || c == ']' || c == '\n' || c == '\r') continue;
        const char shown = c == '_' || c == '\t' ? ' ' : c;
        if (shown == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += shown;
    }
}

void trim_end(std::string& out) {
    static constexpr std::array<std::string_view, 9> kTrailing = {" ", "،", ",", ".", "؛",
                                                                  ":", "-", "–", "…"};
    for (bool again = true; again && !out.empty();) {
        again = false;
        for (const auto mark : kTrailing)
            if (out.ends_with(mark)) {
                out.resize(out.size() - mark.size());
                again = true;
            }
    }
    const auto begin = out.find_first_not_of(" ");
    if (begin != std::string::npos && begin > 0) out.erase(0, begin);
}

}  // namespace

void PointWriter::write(const Draft& draft, Candidate& candidate) const {
    std::string& out = candidate.text;
    std::size_t& count = candidate.words;
    const std::size_t end = candidate.last;
    bool first = true, open_bracket = false;
    for (std::size_t i = draft.first; i <= end; ++i) {
        const WordOf& word = words_[i];
        std::string_view shown = word.text;
        if (first) {
            shown.remove_prefix(draft.cut);
            if (draft.drop_dual) shown.remove_suffix(2);
        }
        if (!first && asides_.in_this_respect(i, end)) {
            i += 2;
            continue;
        }
        // «، اليوم السبت،» and «(34 عاما)» go.
        if (word.bracket_before) open_bracket = true;
        std::size_t dropped = asides_.passing_date(draft.first, i, end);
        if (dropped == i && draft.shortened) dropped = asides_.past_dropped(draft.first, i, end);
        if (dropped != i) {
            while (out.ends_with(' ')) out.pop_back();
            // «قال المتحدث، أحمد علي، في بيان، إن»: the second comma closes the name.
            if (out.ends_with("،") && !clauses_.is_apposed(draft.first, i - 1)) out.resize(out.size() - 2);
            if (words_[dropped - 1].after == After::Colon && dropped <= end)
                append_gap(out, gap_after(dropped - 1, end));
            else if (!out.empty())
                out += ' ';
            // Of two commas around it none stays; of one after a bare date, that one.
            if (!out.empty() && words_[i - 1].after != After::Comma &&
                words_[dropped - 1].after == After::Comma && dropped <= end)
                out.insert(out.size() - 1, "،");
            i = dropped - 1;
            continue;
        }
        if (open_bracket) {
            if (gap_after(i, end).find(')') != std::string_view::npos) {
                open_bracket = false;
                const auto rest = gap_after(i, end);
                append_gap(out, rest.substr(rest.find(')') + 1));
            }
            continue;
        }
        if (is(word.key, kPairOfPeople) && !pair_.empty() && word.text.starts_with("ال")) {
            out += pair_;
            count += 2;
        } else {
            out += shown;
            candidate.kept.push_back(i);
            ++count;
        }
        if (first && !draft.subject.empty()) {
            out += ' ';
            out += draft.subject;
            count +=
                1 + static_cast<std::size_t>(std::count(draft.subject.begin(), draft.subject.end(), ' '));
        }
        first = false;
        if (i < end) {
            auto gap = gap_after(i, end);
            if (words_[i + 1].bracket_before && gap.find('(') != gap.npos) gap = gap.substr(0, gap.find('('));
            append_gap(out, gap);
        }
    }
    append_closing(out, end);
    trim_end(out);
    if (const char* mark = strictness_ == Strictness::Less ? closing_for(out) : nullptr) out += mark;
    if (out.empty() || !balanced(out))
        out.clear();
    else
        out += '.';
}

std::string_view PointWriter::gap_after(std::size_t i, std::size_t end) const {
    const std::size_t from = words_[i].end();
    const std::size_t to = i < end ? words_[i + 1].at : from;
    return std::string_view(story_.text).substr(from, to - from);
}

void PointWriter::append_closing(std::string& out, std::size_t end) const {
    const std::string_view closed = with_closing(story_.text, words_[end].text);
    for (std::size_t at = words_[end].text.size(); at < closed.size();) {
        const std::size_t from = at;
        const char32_t c = utf8::next(closed, at);
        if (c == U'»' || c == U'”' || c == '"') out += closed.substr(from, at - from);
    }
}

}  // namespace warraq::digest
