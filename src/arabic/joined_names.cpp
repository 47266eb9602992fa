#include "arabic/joined_names.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "arabic/fold.h"
#include "arabic/letters.h"
#include "arabic/terms.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

struct Parts {
    static constexpr std::size_t kMost = Letters::kMost;
    std::array<Letter, kMost> at{};
    std::array<std::size_t, kMost> byte{};  // where each stands in the word
    std::size_t size = 0;

    bool has(std::size_t from, std::initializer_list<char32_t> letters) const {
        if (from + letters.size() > size) return false;
        return std::equal(letters.begin(), letters.end(), at.begin() + static_cast<std::ptrdiff_t>(from),
                          [](char32_t c, Letter letter) { return L(c) == letter; });
    }
};

// Empty for what has other letters, or too many.
Parts parts_of(std::string_view word) {
    Parts out;
    for (std::size_t next = 0; next < word.size();) {
        const std::size_t here = next;
        const char32_t c = utf8::next(word, next);
        const Letter letter = letter_of(c);
        if (!letter && (is_word_character(c) && !is_mark(c))) return {};
        if (!letter) continue;
        if (out.size == Parts::kMost) return {};
        out.at[out.size] = letter;
        out.byte[out.size++] = here;
    }
    return out;
}

bool known(std::string_view word) {
    const Reading reading = term_keys(word).reading;
    return reading == Reading::Dictionary || reading == Reading::Name || reading == Reading::Given;
}
bool ordinary(std::string_view word) {
    return term_keys(word).reading == Reading::Dictionary;
}

// «عبد» or «أبو» at `from`, and what may follow it.
std::size_t after_first_name(std::string_view word, const Parts& parts, std::size_t from) {
    constexpr std::size_t kFirst = 3, kArticle = 2, kShortest = 2;
    const std::size_t second = from + kFirst;
    if (!parts.has(from, {U'ع', U'ب', U'د'}) && !parts.has(from, {U'ا', U'ب', U'و'})) return 0;
    if (parts.has(second, {U'ا', U'ل'}) && parts.size >= second + kArticle + kShortest)
        return parts.byte[second];
    if (parts.size < second + kShortest + 1 || ordinary(word)) return 0;  // «أبواب»
    return known(word.substr(parts.byte[second])) ? parts.byte[second] : 0;
}

// «الدين» or «الله» at the end.
std::size_t before_last_name(std::string_view word, const Parts& parts) {
    constexpr std::size_t kDin = 5, kAllah = 4, kShortest = 2;
    const bool din =
        parts.size >= kDin + kShortest && parts.has(parts.size - kDin, {U'ا', U'ل', U'د', U'ي', U'ن'});
    const bool allah =
        parts.size > kAllah + kShortest && parts.has(parts.size - kAllah, {U'ا', U'ل', U'ل', U'ه'});
    if ((!din && !allah) || ordinary(word)) return 0;  // «المجاهدين»
    const std::size_t second = parts.byte[parts.size - (din ? kDin : kAllah)];
    return known(word.substr(0, second)) ? second : 0;
}

}  // namespace

std::size_t second_name(std::string_view word) {
    constexpr std::size_t kShortest = 6 * 2;  // bytes of six letters
    if (word.size() < kShortest) return 0;
    const Parts parts = parts_of(word);
    std::size_t from = 0;
    if (parts.has(0, {U'و'}) || parts.has(0, {U'ف'})) ++from;
    if (parts.has(from, {U'ب'}) || parts.has(from, {U'ل'}) || parts.has(from, {U'ك'})) ++from;
    for (const std::size_t at : {std::size_t{0}, from})
        if (const std::size_t second = after_first_name(word, parts, at)) return second;
    return before_last_name(word, parts);
}

}  // namespace warraq::arabic
