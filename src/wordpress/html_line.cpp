#include "wordpress/html_line.h"

#include <algorithm>

#include "base/utf8.h"

namespace warraq::wordpress {

using story::Mark;
using story::MarkKind;
using story::Node;

constexpr std::size_t kLongestText = 90'000;  // bytes of a run; a body takes 100 000

void HtmlLine::write(std::string_view text, bool keep_spaces) {
    std::string run;
    const auto last_is_space = [&] {
        if (!run.empty()) return run.back() == ' ';
        return runs_.empty() || runs_.back().text.ends_with(' ');
    };
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = utf8::next(text, at);
        if (c == 0 || c == 0xFEFF || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
            (c >= 0x7F && c < 0xA0))
            continue;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            if (!last_is_space())
                run += ' ';
            else if (keep_spaces && c == ' ')
                run += "\xC2\xA0";
            continue;
        }
        utf8::append(run, c);
        if (run.size() > kLongestText) add_run(std::exchange(run, {}));
    }
    add_run(std::move(run));
}

void HtmlLine::add_run(std::string run) {
    if (run.empty()) return;
    if (!runs_.empty() && runs_.back().marks == marks_ &&
        runs_.back().text.size() + run.size() < kLongestText)
        runs_.back().text += run;
    else
        runs_.push_back(story::text_node(std::move(run), marks_));
}

std::vector<Node> HtmlLine::take() {
    auto line = std::exchange(runs_, {});
    while (!line.empty()) {
        std::string& text = line.back().text;
        while (!text.empty() && text.back() == ' ') text.pop_back();
        if (!text.empty()) break;
        line.pop_back();
    }
    if (std::ranges::all_of(line, [](const Node& run) { return utf8::trim(run.text).empty(); })) line.clear();
    return line;
}

bool HtmlLine::ends_in_link() const {
    return !runs_.empty() && std::ranges::any_of(runs_.back().marks, [](const Mark& mark) {
        return mark.kind == MarkKind::Link;
    });
}

bool HtmlLine::set_mark(Mark mark) {
    if (std::ranges::any_of(marks_, [&](const Mark& set) { return set.kind == mark.kind; })) return false;
    marks_.push_back(std::move(mark));
    return true;
}

}  // namespace warraq::wordpress
