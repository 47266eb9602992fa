// Texts of one part again and again: whoever reads them in time that grows with their square, or a call
// deeper for each part, does not come to their end within a test's time limit.
#pragma once

#include <string>
#include <string_view>

namespace warraq::testing {

constexpr std::size_t kLarge = 1u << 20;  // bytes

inline std::string repeated(std::string_view part, std::size_t bytes = kLarge) {
    std::string out;
    out.reserve(bytes + part.size());
    while (out.size() < bytes) out += part;
    return out;
}

// An Arabic word that no other number makes.
inline std::string numbered_word(std::size_t number) {
    static constexpr std::string_view kLetters[] = {"ب", "ت", "ث", "ج", "ح", "خ", "د", "ر", "ز", "س",
                                                    "ش", "ص", "ض", "ط", "ع", "غ", "ف", "ق", "ك", "م"};
    std::string out;
    for (int i = 0; i < 5; ++i, number /= std::size(kLetters)) out += kLetters[number % std::size(kLetters)];
    return out;
}

// The same with a word of its own in each: "أحمد W، " with W for it.
inline std::string numbered(std::string_view part, std::size_t bytes = kLarge) {
    const auto at = part.find('W');
    std::string out;
    for (std::size_t i = 0; out.size() < bytes; ++i)
        out.append(part.substr(0, at)).append(numbered_word(i)).append(part.substr(at + 1));
    return out;
}

}  // namespace warraq::testing
