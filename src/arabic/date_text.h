// A text in which dates are looked for: its tokens, and the day that its dates are resolved against. Internal
// to dates.h's implementation; belongs to one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "arabic/date_words.h"
#include "arabic/dates.h"
#include "arabic/hijri.h"

namespace warraq::arabic {

// What a rule finds at a token.
struct DateMatch {
    std::size_t end = 0;  // one past the last token; 0 for none
    DateSpan value;
};

struct DateText {
    DateText(std::string_view text, Instant published)
        : tokens(tokens_of(text)), today(std::chrono::floor<std::chrono::days>(published)), date(today) {}

    bool has(std::size_t i) const { return i < tokens.size(); }
    bool is(std::size_t i, Key word) const { return has(i) && tokens[i].key == word; }
    bool is_year(std::size_t i) const {
        return has(i) && tokens[i].number >= 1200 && tokens[i].number <= 2200;
    }
    // There is a token after `i`, and nothing that breaks the text between them.
    bool next_to(std::size_t i) const { return has(i + 1) && !tokens[i].breaks; }

    int this_year() const { return static_cast<int>(date.year()); }
    int this_month() const { return static_cast<int>(static_cast<unsigned>(date.month())); }

    // Made for the first date that needs it: it is dear.
    const Hijri& hijri() const {
        if (!hijri_) hijri_.emplace();
        return *hijri_;
    }

    std::vector<Token> tokens;
    const std::chrono::sys_days today;
    const std::chrono::year_month_day date;

  private:
    mutable std::optional<Hijri> hijri_;
};

}  // namespace warraq::arabic
