// What editors paste, tidied: a list of proposed edits.
//
//     for (const Edit& edit : tidy("قال  \"نعم\" , ثم مضى..."))   // one space, « », the Arabic comma, «…»
//
// Debris of word processors and the web (zero-width characters, soft hyphens, private symbols, presentation
// forms, Persian ی and ک), spaces (doubled, at the ends, before a mark, missing after one, inside brackets
// and quotation marks), Latin marks in Arabic text, straight quotation marks, hyphens that stand for dashes,
// tatweel, dots, and no-break spaces between a number and what it counts. Addresses (with «://», «www.» or
// «@») are left alone. Pure; thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "arabic/edit.h"

namespace warraq::arabic {

enum class Quotes { Guillemets, Curly, AsWritten };

struct TypographyOptions {
    Quotes quotes = Quotes::Guillemets;
    bool no_break_spaces = true;
};

// Of one paragraph. Applying the edits and asking again proposes nothing more.
std::vector<Edit> tidy(std::string_view paragraph, const TypographyOptions& options = {});

}  // namespace warraq::arabic
