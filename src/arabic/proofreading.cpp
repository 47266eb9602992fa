#include "arabic/proofreading.h"

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "arabic/letters.h"
#include "arabic/lexicon.h"
#include "arabic/tables.h"
#include "arabic/words.h"
#include "base/table.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

using Slips = std::unordered_map<std::string_view, std::string_view>;  // wrong -> right

const Slips& slips() {
    static const Slips table = [] {
        Slips out;
        for_each_row(tables::slips, [&](auto fields) {
            for (const auto wrong : split(fields[1], ' '))
                if (!wrong.ends_with('~')) out.emplace(wrong, fields[0]);  // ~: also a word of its own
        });
        return out;
    }();
    return table;
}

// What may stand before a word, longest first.
constexpr std::string_view kPrefixes[] = {"وبال", "وكال", "فبال", "ولل", "وال", "فال", "بال",
                                          "كال",  "لل",   "ال",   "وب",  "ول",  "وك",  "فل",
                                          "و",    "ف",    "ب",    "ل",   "ك",   ""};

struct Parts {
    std::string_view prefix, stem;
    bool article() const { return prefix.ends_with("ال") || prefix.ends_with("لل"); }
};

// The letters of «إنتخابات» where the alef of a fifth to tenth form has a hamza it should not.
bool is_wasl_noun(std::string_view stem) {
    const Letters letters = letters_of(stem);
    if (!letters.fits || letters.alef_below != 0 || letters.size < 6) return false;
    const auto& l = letters.at;
    constexpr Letter alef = L(U'ا'), teh = L(U'ت'), noon = L(U'ن'), seen = L(U'س');
    const auto is_consonant = [](Letter c) { return c != L(U'ا') && c != L(U'و') && c != L(U'ي'); };
    const bool eighth =
        l[2] == teh && l[4] == alef && is_consonant(l[1]) && l[1] != seen && l[3] != alef;  // افتعال
    const bool seventh =
        l[1] == noon && l[4] == alef && is_consonant(l[2]) && l[3] != alef && l[3] != L(U'ي');  // انفعال
    const bool tenth =
        letters.size >= 7 && l[1] == seen && l[2] == teh && l[5] == alef && is_consonant(l[3]);  // استفعال
    if (!eighth && !seventh && !tenth) return false;
    // The dictionary has to know the word, with its endings off.
    for (std::size_t size = std::min(letters.size, kLongestKey); size >= 6; --size)
        if (const Stem* found = find_stem(key_of(l.data(), size)); found && (found->kinds & kNoun))
            return true;
    return false;
}

// «إجتمع», «إستقبلت»: a past verb of those forms.
bool is_wasl_verb(std::string_view stem) {
    const Letters letters = letters_of(stem);
    if (!letters.fits || letters.alef_below != 0 || letters.size < 5) return false;
    static const std::unordered_set<Key> kPronouns = {key_of("إنهم"), key_of("إنكم"), key_of("إننا"),
                                                      key_of("إنهما"), key_of("إنني")};
    const auto& l = letters.at;
    const bool form = l[2] == L(U'ت') || l[1] == L(U'ن');
    if (!form || (letters.size == 5 && l[3] == L(U'ا'))) return false;  // «إنجاب» is a fourth form's noun
    for (std::size_t cut = 0; cut <= 2 && letters.size - cut >= 5; ++cut) {
        if (cut && l[letters.size - 1] != L(U'ت') && l[letters.size - 1] != L(U'ا')) break;
        if (letters.size - cut > kLongestKey) continue;
        const Key key = key_of(l.data(), letters.size - cut);
        if (kPronouns.contains(key)) return false;
        const Stem* found = find_stem(key);
        if (!found || !(found->kinds & kVerb)) continue;
        for (const Key lemma : verb_lemmas(*found))
            if (lemma == key) return true;
    }
    return false;
}

std::string with_bare_alef(std::string_view word) {
    std::string out(word);
    const auto at = out.find("إ");
    if (at != out.npos) out.replace(at, std::string_view("إ").size(), "ا");
    return out;
}

std::optional<Hint> hamza(std::string_view word) {
    for (const std::string_view prefix : kPrefixes) {
        if (!word.starts_with(prefix)) continue;
        const std::string_view stem = word.substr(prefix.size());
        if (!stem.starts_with("إ")) continue;
        const bool verb = (prefix.empty() || prefix == "و" || prefix == "ف") && is_wasl_verb(stem);
        if (!is_wasl_noun(stem) && !verb) return std::nullopt;
        return Hint{{0, word.size(), std::string(prefix) + with_bare_alef(stem)}, Slip::Hamza};
    }
    return std::nullopt;
}

std::optional<Hint> spelling(std::string_view word) {
    for (const std::string_view prefix :
         {std::string_view(""), std::string_view("و"), std::string_view("ف")}) {
        if (!word.starts_with(prefix)) continue;
        const auto found = slips().find(word.substr(prefix.size()));
        if (found == slips().end()) continue;
        // «واحد», «فاي»: with the particle it may be another word.
        const Stem* whole = prefix.empty() ? nullptr : find_stem(key_of(word));
        if (!prefix.empty() && (word.size() - prefix.size() < 6 || (whole && (whole->kinds & kNoun))))
            continue;
        return Hint{{0, word.size(), std::string(prefix) + std::string(found->second)}, Slip::Spelling};
    }
    return std::nullopt;
}

// «المصرى» for «المصري»
std::optional<Hint> alef_maqsura(std::string_view word) {
    if (!word.ends_with("ى")) return std::nullopt;
    for (const std::string_view prefix : kPrefixes) {
        if (!word.starts_with(prefix)) continue;
        const Letters letters = letters_of(word.substr(prefix.size()));
        constexpr std::size_t kShortest = 4;
        if (!letters.fits || letters.size < kShortest || letters.size > kLongestKey) continue;
        const Stem* found = find_stem(key_of(letters.at.data(), letters.size));
        if (!found || !(found->kinds & kNisba) || (found->kinds & kEndsInMaqsura)) continue;
        std::string fixed(word.substr(0, word.size() - std::string_view("ى").size()));
        return Hint{{0, word.size(), fixed + "ي"}, Slip::AlefMaqsura};
    }
    return std::nullopt;
}

// «المدينه»: after an article no pronoun follows.
std::optional<Hint> teh_marbuta(std::string_view word) {
    if (!word.ends_with("ه")) return std::nullopt;
    for (const std::string_view prefix : kPrefixes) {
        if (!word.starts_with(prefix)) continue;
        if (!Parts{prefix, {}}.article()) return std::nullopt;
        const Letters letters = letters_of(word.substr(prefix.size()));
        constexpr std::size_t kShortest = 5;
        if (!letters.fits || letters.size < kShortest || letters.size > kLongestKey) return std::nullopt;
        const Stem* whole = find_stem(key_of(letters.at.data(), letters.size));
        const Stem* masculine = find_stem(key_of(letters.at.data(), letters.size - 1));
        const bool noun = whole && (whole->kinds & kEndsInTeh) && !(whole->kinds & (kVerb | kEndsInHe));
        const bool adjective = !whole && masculine && (masculine->kinds & kAdjective);
        if (!noun && !adjective) return std::nullopt;
        std::string fixed(word.substr(0, word.size() - std::string_view("ه").size()));
        return Hint{{0, word.size(), fixed + "ة"}, Slip::TehMarbuta};
    }
    return std::nullopt;
}

bool letter_of_first(std::string_view word) {
    std::size_t at = 0;
    return letter_of(utf8::next(word, at)) != 0;
}

// Said twice on purpose, or letters' names («بي بي سي»).
bool may_repeat(std::string_view word) {
    static const std::unordered_set<std::string_view> kRepeated = {
        "جدا", "جداً", "جدًا", "نعم", "يوما", "شيئا", "كلا", "هيا", "رويدا", "رويداً", "دبليو", "إيه", "أبدا"};
    static const std::unordered_set<std::string_view> kShort = {"في", "من", "أن", "عن",
                                                                "لم", "قد", "هو", "هي"};
    constexpr std::size_t kThree = 3;
    return kRepeated.contains(word) || (utf8::length(word) < kThree && !kShort.contains(word));
}

struct Bracket {
    char32_t open, close;
};
constexpr Bracket kBrackets[] = {{'(', ')'}, {'[', ']'}, {U'«', U'»'}, {U'“', U'”'}};

// «1)» opens a list.
bool is_list_number(std::string_view text, std::size_t bracket) {
    return text[bracket] == ')' && bracket > 0 && bracket <= 3 && text[bracket - 1] >= '0' &&
           text[bracket - 1] <= '9';
}

void find_unclosed(std::string_view text, std::vector<Hint>& out) {
    struct Open {
        std::size_t at, end;
        char32_t mark;
    };
    std::vector<Open> open;
    std::size_t straight = 0, last_straight = 0;
    const auto hint = [&](std::size_t begin, std::size_t end) {
        out.push_back({{begin, end, std::string(text.substr(begin, end - begin))}, Slip::Unclosed});
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = utf8::next(text, at);
        if (c == '"') {
            ++straight;
            last_straight = begin;
            continue;
        }
        for (const Bracket& bracket : kBrackets) {
            if (c == bracket.open) open.push_back({begin, at, c});
            if (c != bracket.close) continue;
            if (!open.empty() && open.back().mark == bracket.open)
                open.pop_back();
            else if (!is_list_number(text, begin))
                hint(begin, at);
        }
    }
    for (const Open& left : open) hint(left.at, left.end);
    if (straight % 2 != 0) hint(last_straight, last_straight + 1);
}

}  // namespace

std::string_view to_string(Slip slip) {
    switch (slip) {
        case Slip::Hamza: return "hamza";
        case Slip::Spelling: return "spelling";
        case Slip::AlefMaqsura: return "alef maqsura";
        case Slip::TehMarbuta: return "teh marbuta";
        case Slip::Repeated: return "repeated";
        case Slip::LooseWaw: return "loose waw";
        case Slip::Unclosed: return "unclosed";
    }
    return "";
}

std::vector<Hint> proofread(std::string_view text) {
    std::vector<Hint> out;
    std::string_view previous;
    for_each_word(text, [&](std::string_view word) {
        const auto at = static_cast<std::size_t>(word.data() - text.data());
        const auto take = [&](std::optional<Hint> hint) {
            if (!hint) return false;
            hint->begin += at;
            hint->end += at;
            out.push_back(std::move(*hint));
            return true;
        };
        const std::size_t previous_end =
            previous.empty() ? 0 : static_cast<std::size_t>(previous.data() - text.data()) + previous.size();
        const bool right_after = !previous.empty() && text.substr(previous_end, at - previous_end) == " ";
        if (right_after && word == previous && letter_of_first(word) && !may_repeat(word))
            out.push_back({{previous_end, at + word.size(), ""}, Slip::Repeated});
        else if (right_after && previous == "و" && letter_of_first(word))
            out.push_back({{previous_end, at, ""}, Slip::LooseWaw});
        else
            (void)(take(spelling(word)) || take(hamza(word)) || take(alef_maqsura(word)) ||
                   take(teh_marbuta(word)));
        previous = word;
    });
    find_unclosed(text, out);
    std::stable_sort(out.begin(), out.end(), [](const Hint& a, const Hint& b) { return a.begin < b.begin; });
    return out;
}

}  // namespace warraq::arabic
