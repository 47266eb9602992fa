// The common slips of a newsroom in a hurry, each with its place and a proposal.
//
//     proofread("اعلن رئيس إتحاد المدينه")   // أعلن, اتحاد, المدينة
//
// Meant to be shown as one types, so it says only what it is nearly sure of: words that a table knows to be
// misspelt (src/arabic/tables/slips.tsv), a hamza on the alef of a form that has none («إنتخابات»), ى for ي
// at the end of an adjective, ه for ة after an article, a word written twice, a «و» apart from its word,
// brackets and quotation marks left open. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arabic/edit.h"

namespace warraq::arabic {

enum class Slip { Hamza, Spelling, AlefMaqsura, TehMarbuta, Repeated, LooseWaw, Unclosed };
std::string_view to_string(Slip slip);  // "hamza" …

struct Hint : Edit {  // for Unclosed the replacement is what stands there: a person decides
    Slip slip = Slip::Spelling;
};

// Of one paragraph, in the order of the text.
std::vector<Hint> proofread(std::string_view paragraph);

}  // namespace warraq::arabic
