#include "digest/key_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "arabic/sentences.h"
#include "arabic/words.h"
#include "base/utf8.h"

namespace warraq::digest {
namespace {

using Keys = std::unordered_set<std::size_t>;  // hashed words

constexpr std::size_t kFewestWords = 6;
constexpr std::size_t kMostWords = 25;
constexpr double kMostOfHeadline = 0.6;  // a point with more of its words in the headline repeats it
constexpr double kMostOverlap = 0.5;     // with a point already taken

// Openings that only join a sentence to the one before; what follows stands alone. Longest first.
constexpr std::array<std::string_view, 22> kConnectives = {"وفي هذا السياق، ",
                                                           "في هذا السياق، ",
                                                           "وفي هذا الصدد، ",
                                                           "وفي المقابل، ",
                                                           "في المقابل، ",
                                                           "وفي الوقت نفسه، ",
                                                           "من جهة أخرى، ",
                                                           "ومن جهة أخرى، ",
                                                           "من ناحية أخرى، ",
                                                           "إلى ذلك، ",
                                                           "وإلى ذلك، ",
                                                           "يذكر أن ",
                                                           "يُذكر أن ",
                                                           "ويذكر أن ",
                                                           "يشار إلى أن ",
                                                           "ويشار إلى أن ",
                                                           "وبحسب المصدر، ",
                                                           "يُشار إلى أن ",
                                                           "بدورها، ",
                                                           "بدوره، ",
                                                           "كما ",
                                                           "وكما "};

// Openings that lean on the sentence before; such a sentence is no key point by itself.
constexpr std::array<std::string_view, 22> kLeaning = {
    "من جانبه", "من جانبها", "من جهته", "من جهتها", "ومن جانبه", "ومن جانبها", "وأضاف", "وأضافت",
    "وتابع",    "وتابعت",    "وهذا",    "هذا",      "وهو",       "وهي",        "لكن",   "ولكن",
    "ثم",       "وذلك",      "وأوضح",   "وأشار",    "وقال",      "وقالت"};

// Words before which a long sentence may end.
constexpr std::array<std::string_view, 14> kClauseOpeners = {"حيث",   "فيما",  "بينما", "بعد",  "وسط",
                                                             "إثر",   "خلال",  "وذلك",  "إذ",   "بحسب",
                                                             "مشيرا", "مؤكدا", "وفق",   "عندما"};

struct Candidate {
    std::size_t order = 0;
    std::string text;
    Keys keys;
    double weight = 0;
};

std::size_t hash(std::string_view key) {
    return std::hash<std::string_view>{}(key);
}

Keys content_keys(std::string_view text) {
    Keys keys;
    for (const arabic::Word& word : arabic::words(text))
        if (word.key.size() > 2 && !arabic::is_stop_word(word.key)) keys.insert(hash(word.key));
    return keys;
}

double share(const Keys& of, const Keys& in) {
    if (of.empty()) return 0;
    const auto common =
        std::count_if(of.begin(), of.end(), [&](std::size_t key) { return in.contains(key); });
    return static_cast<double>(common) / static_cast<double>(of.size());
}

std::string_view without_connective(std::string_view sentence) {
    for (const auto connective : kConnectives)
        if (sentence.starts_with(connective)) return utf8::trim(sentence.substr(connective.size()));
    return sentence;
}

bool leans(std::string_view sentence) {
    return std::any_of(kLeaning.begin(), kLeaning.end(), [&](std::string_view opening) {
        return sentence.starts_with(opening) &&
               (sentence.size() == opening.size() || sentence[opening.size()] == ' ' ||
                sentence.substr(opening.size()).starts_with("،"));
    });
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

bool balanced(std::string_view text) {
    const auto count = [&](std::string_view mark) {
        std::size_t n = 0;
        for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + mark.size())) ++n;
        return n;
    };
    return count("«") == count("»") && count("“") == count("”") && count("(") == count(")") &&
           count("\"") % 2 == 0;
}

// The sentence, or its longest beginning of at most kMostWords words that ends where a clause does and leaves
// no quotation open; empty when there is none.
std::string compressed(std::string_view sentence) {
    const auto parts = split_words(sentence);
    if (parts.size() <= kMostWords) return balanced(sentence) ? std::string(sentence) : std::string();
    for (std::size_t count = kMostWords; count >= kFewestWords; --count) {
        const std::string_view last = parts[count - 1], next = parts[count];
        const bool comma = last.ends_with("،") || last.ends_with("؛") || last.ends_with(",");
        const bool clause =
            std::find(kClauseOpeners.begin(), kClauseOpeners.end(), next) != kClauseOpeners.end();
        if (!comma && !clause) continue;
        auto cut = sentence.substr(0, static_cast<std::size_t>(last.data() + last.size() - sentence.data()));
        for (const std::string_view mark : {"،", "؛", ","})
            if (cut.ends_with(mark)) cut.remove_suffix(mark.size());
        if (balanced(cut)) return std::string(cut) + ".";
    }
    return {};
}

std::vector<Candidate> candidates(std::string_view text) {
    std::vector<Candidate> out;
    std::size_t order = 0;
    for (const auto sentence : arabic::sentences(text)) {
        ++order;
        const auto alone = without_connective(sentence);
        if (leans(alone)) continue;
        Candidate candidate{order, compressed(alone), {}, 0};
        if (candidate.text.empty() || split_words(candidate.text).size() < kFewestWords) continue;
        candidate.keys = content_keys(candidate.text);
        if (!candidate.keys.empty()) out.push_back(std::move(candidate));
    }
    return out;
}

void weigh(std::vector<Candidate>& all) {
    std::unordered_map<std::size_t, double> frequency;
    for (const Candidate& candidate : all)
        for (const std::size_t key : candidate.keys) ++frequency[key];
    for (Candidate& candidate : all) {
        double sum = 0;
        for (const std::size_t key : candidate.keys) sum += std::log1p(frequency[key]);
        const double density = sum / std::sqrt(static_cast<double>(candidate.keys.size()));
        candidate.weight = density * (1.0 + 1.0 / std::sqrt(static_cast<double>(candidate.order)));
    }
}

}  // namespace

std::vector<std::string> key_points(std::string_view headline, std::string_view text) {
    auto all = candidates(text);
    weigh(all);
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.weight > b.weight; });
    const Keys head = content_keys(headline);
    std::vector<const Candidate*> taken;
    for (const Candidate& candidate : all) {
        if (taken.size() == kKeyPoints) break;
        if (share(candidate.keys, head) > kMostOfHeadline) continue;
        const bool repeats = std::any_of(taken.begin(), taken.end(), [&](const Candidate* other) {
            return share(candidate.keys, other->keys) > kMostOverlap ||
                   share(other->keys, candidate.keys) > kMostOverlap;
        });
        if (!repeats) taken.push_back(&candidate);
    }
    std::sort(taken.begin(), taken.end(), [](const auto* a, const auto* b) { return a->order < b->order; });
    std::vector<std::string> points;
    points.reserve(taken.size());
    for (const Candidate* candidate : taken) points.push_back(candidate->text);
    return points;
}

}  // namespace warraq::digest
