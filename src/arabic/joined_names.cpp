#include "arabic/joined_names.h"

#include <algorithm>
#include <initializer_list>

#include "arabic/letters.h"
#include "arabic/terms.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

bool has(const Letters& word, std::size_t from, std::initializer_list<char32_t> letters) {
    if (from + letters.size() > word.size) return false;
    return std::equal(letters.begin(), letters.end(), word.at.begin() + static_cast<std::ptrdiff_t>(from),
                      [](char32_t c, Letter letter) { return L(c) == letter; });
}

// Where the letter of that number begins.
std::size_t byte_of(std::string_view word, std::size_t letter) {
    std::size_t here = 0;
    for (std::size_t next = 0, passed = 0; next < word.size(); here = next)
        if (letter_of(utf8::next(word, next)) && passed++ == letter) return here;
    return here;
}

bool known(std::string_view word) {
    const Reading reading = term_keys(word).reading;
    return reading == Reading::Dictionary || reading == Reading::Name || reading == Reading::Given;
}
bool ordinary(std::string_view word) {
    return term_keys(word).reading == Reading::Dictionary;
}

// «عبد» or «أبو» at `from`, and what may follow it.
std::size_t after_first_name(std::string_view word, const Letters& letters, std::size_t from) {
    constexpr std::size_t kFirst = 3, kArticle = 2, kShortest = 2;
    const std::size_t second = from + kFirst;
    if (!has(letters, from, {U'ع', U'ب', U'د'}) && !has(letters, from, {U'ا', U'ب', U'و'})) return 0;
    if (has(letters, second, {U'ا', U'ل'}) && letters.size >= second + kArticle + kShortest)
        return byte_of(word, second);
    if (letters.size < second + kShortest + 1 || ordinary(word)) return 0;  // «أبواب»
    const std::size_t byte = byte_of(word, second);
    return known(word.substr(byte)) ? byte : 0;
}

// «الدين» or «الله» at the end.
std::size_t before_last_name(std::string_view word, const Letters& letters) {
    constexpr std::size_t kDin = 5, kAllah = 4, kShortest = 2;
    const bool din =
        letters.size >= kDin + kShortest && has(letters, letters.size - kDin, {U'ا', U'ل', U'د', U'ي', U'ن'});
    const bool allah =
        letters.size > kAllah + kShortest && has(letters, letters.size - kAllah, {U'ا', U'ل', U'ل', U'ه'});
    if ((!din && !allah) || ordinary(word)) return 0;  // «المجاهدين»
    const std::size_t second = byte_of(word, letters.size - (din ? kDin : kAllah));
    return known(word.substr(0, second)) ? second : 0;
}

}  // namespace

std::size_t second_name(std::string_view word) {
    constexpr std::size_t kShortest = 6 * 2;  // bytes of six letters
    if (word.size() < kShortest) return 0;
    const Letters letters = letters_of(word);
    if (!letters.fits) return 0;
    std::size_t from = 0;
    if (has(letters, 0, {U'و'}) || has(letters, 0, {U'ف'})) ++from;
    if (has(letters, from, {U'ب'}) || has(letters, from, {U'ل'}) || has(letters, from, {U'ك'})) ++from;
    for (const std::size_t at : {std::size_t{0}, from})
        if (const std::size_t second = after_first_name(word, letters, at)) return second;
    return before_last_name(word, letters);
}

}  // namespace warraq::arabic
