#include "desk/auth/password_rules.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <unordered_set>
#include <vector>
#include <zxcvbn.h>

#include "base/ascii.h"
#include "base/table.h"
#include "base/utf8.h"
#include "desk/problem.h"
#include "desk/tables.h"

namespace warraq::desk {
namespace {

constexpr double kLeastBits = 33;                           // about 10^10 guesses
constexpr std::size_t kShortestWord = 3, kLeastBeside = 6;  // letters
constexpr std::size_t kMostWords = 100;
// Bytes that are weighed: zxcvbn's work grows faster than its text. What follows makes it no easier to guess.
constexpr std::size_t kWeighed = 200;

bool is_common(const std::string& password) {
    static const auto kCommon = [] {
        std::unordered_set<std::string_view> all;
        for_each_row(tables::common_passwords, [&](auto fields) { all.insert(fields[0]); });
        return all;
    }();
    return kCommon.contains(ascii::lower(password));
}

const std::vector<std::string>& context_words() {
    static const auto kWords = [] {
        std::vector<std::string> all;
        for_each_row(tables::context_words, [&](auto fields) { all.emplace_back(fields[0]); });
        return all;
    }();
    return kWords;
}

// "salma@example.org" is guessed whole, and by each of its parts.
void add_words(std::string_view text, std::vector<std::string>& words) {
    const auto add = [&](std::string_view word) {
        if (words.size() < kMostWords && utf8::length(word) >= kShortestWord)
            words.push_back(ascii::lower(word));
    };
    add(text);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_of(" @.-_:/\t\n", at), text.size());
        add(text.substr(at, end - at));
        at = end + 1;
    }
}

std::vector<std::string> known_words(std::span<const std::string> about) {
    std::vector<std::string> words;
    for (const std::string& text : about) add_words(text, words);
    words.insert(words.end(), context_words().begin(), context_words().end());
    return words;
}

double bits_of(const std::string& password, const std::vector<std::string>& words) {
    std::vector<const char*> known;
    known.reserve(words.size() + 1);
    for (const std::string& word : words) known.push_back(word.c_str());
    known.push_back(nullptr);
    return ZxcvbnMatch(std::string(utf8::prefix(password, kWeighed)).c_str(), known.data(), nullptr);
}

// Known words, and a year or a few digits beside them. (zxcvbn weighs Arabic letters as bytes, each of which
// it takes for much.)
bool is_little_more_than(std::vector<std::string> words, const std::string& password) {
    std::ranges::sort(words, std::greater{}, [](const std::string& word) { return word.size(); });
    std::string rest = ascii::lower(password);
    for (const std::string& word : words) {
        if (utf8::length(word) < kShortestWord) continue;
        for (auto at = rest.find(word); at != rest.npos; at = rest.find(word))
            rest.replace(at, word.size(), 1, ' ');
    }
    std::erase(rest, ' ');
    return utf8::length(rest) < kLeastBeside;
}

}  // namespace

void check_new_password(const std::string& password, std::span<const std::string> about) {
    const bool long_enough = utf8::length(password) >= kLeastPassword && password.size() <= kLongestPassword;
    const bool is_text = password.find('\0') == password.npos;
    if (!long_enough || !is_text || (!about.empty() && password == about.front()))
        throw Problem(422, "weak_password",
                      "a password has 12 letters or more, 1,024 bytes at the most, and is not the login");
    const auto words = known_words(about);
    if (is_common(password) || is_little_more_than(words, password) || bits_of(password, words) < kLeastBits)
        throw Problem(422, "guessable_password",
                      "the password is a common one, or made of words that are guessed first");
}

}  // namespace warraq::desk
