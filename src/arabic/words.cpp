#include "arabic/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "arabic/fold.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

// The article with what may stand before it, longest first; dropped where three letters or more remain.
constexpr std::array<std::string_view, 9> kArticles = {"وبال", "وكال", "فبال", "ولل", "وال",
                                                       "فال",  "بال",  "كال",  "لل"};

std::string without_article(std::string word) {
    constexpr std::size_t kThreeLetters = 6;  // in UTF-8
    for (const std::string_view article : kArticles)
        if (word.starts_with(article) && word.size() >= article.size() + kThreeLetters)
            return word.substr(article.size());
    if (word.starts_with("ال") && word.size() >= std::string_view("ال").size() + kThreeLetters)
        return word.substr(std::string_view("ال").size());
    return word;
}

}  // namespace

std::vector<Word> words(std::string_view text) {
    std::vector<Word> out;
    std::size_t start = std::string_view::npos;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t here = at;
        const bool inside = at < text.size() && is_word_character(utf8::next(text, at));
        if (inside && start == std::string_view::npos) start = here;
        if (!inside && start != std::string_view::npos) {
            const auto word = text.substr(start, here - start);
            if (auto key = without_article(fold(word)); !key.empty()) out.push_back({word, std::move(key)});
            start = std::string_view::npos;
        }
        if (here == text.size()) break;
    }
    return out;
}

bool is_stop_word(std::string_view key) {
    static const std::unordered_set<std::string_view> kStopWords = {
        "من",   "في",    "علي", "الي",  "عن",   "ان",    "انه",  "انها", "التي", "تي",    "الذي", "ذي",
        "هذا",  "هذه",   "كان", "كانت", "قد",   "لا",    "ما",   "لم",   "لن",   "مع",    "بعد",  "قبل",
        "بين",  "او",    "ثم",  "كما",  "وهو",  "وهي",   "هو",   "هي",   "ذلك",  "تلك",   "كل",   "غير",
        "حول",  "خلال",  "عند", "منذ",  "حتي",  "الذين", "ذين",  "وقد",  "وكان", "وكانت", "ولا",  "وفي",
        "ومن",  "وعلي",  "وان", "فيه",  "فيها", "منها",  "منه",  "له",   "لها",  "لهم",   "به",   "بها",
        "عليه", "عليها", "اي",  "اذا",  "لكن",  "ولكن",  "بل",   "هناك", "هنا",  "حيث",   "فيما", "بينما",
        "امس",  "يوم",   "عام", "قال",  "وقال", "واضاف", "اضاف", "واكد", "اكد",  "واشار", "اشار"};
    return kStopWords.contains(key);
}

}  // namespace warraq::arabic
