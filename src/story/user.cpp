#include "story/user.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

namespace warraq::story {
namespace {

constexpr std::size_t kMostLetters = 100;

bool is_fit(char32_t c) {
    static constexpr std::u32string_view kSigns = U"._-@+";
    return u_isalnum(static_cast<UChar32>(c)) || kSigns.find(c) != kSigns.npos;
}

}  // namespace

Result<std::string> login_of(std::string_view text) {
    const auto trimmed = utf8::trim(text);
    UErrorCode error = U_ZERO_ERROR;
    const auto* folding = icu::Normalizer2::getNFKCCasefoldInstance(error);
    if (U_FAILURE(error)) return unavailable("ICU has no case folding");
    std::string login;
    if (utf8::valid(trimmed) && trimmed.size() <= 4 * kMostLetters)
        folding
            ->normalize(icu::UnicodeString::fromUTF8({trimmed.data(), static_cast<int>(trimmed.size())}),
                        error)
            .toUTF8String(login);
    const std::size_t letters = utf8::length(login);
    bool fit = letters >= 2 && letters <= kMostLetters;
    for (std::size_t at = 0; fit && at < login.size();) fit = is_fit(utf8::next(login, at));
    if (!fit) return invalid("a login has 2 to 100 letters, digits and signs of . _ - @ +");
    return login;
}

Result<std::string> user_name_of(std::string_view text) {
    const auto trimmed = utf8::trim(text);
    const bool fit = utf8::valid(trimmed) && !trimmed.empty() && utf8::length(trimmed) <= kMostLetters &&
                     trimmed.find_first_of("\r\n\t") == trimmed.npos;
    if (!fit) return invalid("a name has 1 to 100 letters");
    return std::string(trimmed);
}

}  // namespace warraq::story
