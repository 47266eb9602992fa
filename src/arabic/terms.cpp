#include "arabic/terms.h"

#include <algorithm>
#include <functional>
#include <span>

#include "arabic/affixes.h"
#include "arabic/fold.h"
#include "arabic/lexicon.h"
#include "base/utf8.h"

namespace warraq::arabic {
namespace {

constexpr int kNoReading = 100;
constexpr int kVerbCost = 1;
constexpr int kPronounCost = 1;  // of «ه»; the longer ones are dearer

// The readings that cut least, gathered.
struct Readings {
    int best = kNoReading;
    TermKeys terms;
    void take(int cost, std::span<const Key> lemmas) {
        if (cost > best || lemmas.empty()) return;
        if (cost < best) terms = {};
        best = cost;
        for (const Key lemma : lemmas) terms.add(lemma);
    }
};

bool starts_with(std::span<const Letter> word, const Affix& affix) {
    return word.size() >= affix.size &&
           std::equal(affix.letters.begin(), affix.letters.begin() + affix.size, word.begin());
}
bool ends_with(std::span<const Letter> word, const Affix& affix) {
    return word.size() >= affix.size &&
           std::equal(affix.letters.begin(), affix.letters.begin() + affix.size, word.end() - affix.size);
}

constexpr std::size_t kShortestStem = 2;

// What a stem's own first letter looks like, where it is an alef: tells «إعلام» from «أعلام».
enum class Alef : std::uint8_t { Bare, Above, Below };

struct Rest {
    std::span<const Letter> letters;
    Alef alef = Alef::Bare;
    bool ends_in_teh = false;
};

std::span<const Key> nouns_of(const Stem& stem, Alef alef) {
    auto lemmas = noun_lemmas(stem);
    if (!(stem.kinds & kTwoWords) || lemmas.size() < 2 || alef == Alef::Bare) return lemmas;
    return alef == Alef::Below ? lemmas.first(1) : lemmas.subspan(1);
}

bool takes_ending(const Stem& stem, std::uint32_t needs) {
    const auto lemmas = verb_lemmas(stem);
    const bool past = std::find(lemmas.begin(), lemmas.end(), stem.key) != lemmas.end();
    return (needs & (kPast | kPresent) & ~kVerb) == 0 || past == ((needs & kPast & ~kVerb) != 0);
}

void read_stem(const Stem& stem, Host host, std::uint32_t needs, int cost, Alef alef, Readings& out) {
    const bool noun = (stem.kinds & needs & (kNoun | kAdjective | kNisbaBase)) && host != Host::Verb;
    if (noun) out.take(cost, nouns_of(stem, alef));
    if ((stem.kinds & kVerb & needs) && host != Host::DefiniteNoun && host != Host::Noun &&
        takes_ending(stem, needs))
        out.take(cost + (noun || !(needs & kNoun) ? 0 : kVerbCost), verb_lemmas(stem));
}

// Every way to read what stands after a prefix.
void read_rest(const Rest& written, const Prefix& prefix, Readings& out) {
    const auto rest = written.letters;
    const int cost = prefix.affix.cost;
    std::array<Key, kLongestKey + 1> upto{};  // keys of the rest's beginnings
    const std::size_t longest = std::min(rest.size(), kLongestKey);
    for (std::size_t i = 0; i < longest; ++i) upto[i + 1] = upto[i] << 5 | rest[i];

    if (rest.size() <= kLongestKey)
        if (const Stem* stem = find_stem(upto[rest.size()])) {
            // «قراره» may be «قرار» with a pronoun as well as «قرارة» typed in haste.
            const bool doubtful =
                (stem->kinds & kEndsInTeh) && !written.ends_in_teh && prefix.host != Host::DefiniteNoun;
            read_stem(*stem, prefix.host, kNoun | kVerb, cost + (doubtful ? kPronounCost : 0), written.alef,
                      out);
        }
    // «أمنية» is a wish, and what concerns «أمن».
    if (written.ends_in_teh && rest.size() > 3 && rest.size() <= kLongestKey + 1 &&
        rest[rest.size() - 2] == L(U'ي'))
        if (const Stem* stem = find_stem(upto[rest.size() - 1]); stem && (stem->kinds & kNisba))
            read_stem(*stem, prefix.host, kAdjective, cost, written.alef, out);
    if (out.best <= cost) return;
    const Letter last = rest.back();
    for (std::size_t i = 0; i < kIndex.count[last]; ++i) {
        const Suffix& suffix = kSuffixes[kIndex.by_last[last][i]];
        const int total = cost + suffix.affix.cost;
        if (total > out.best ||
            rest.size() < suffix.affix.size + kShortestStem - (suffix.instead.size ? 1u : 0u))
            continue;
        if (prefix.host == Host::DefiniteNoun && !suffix.with_article) continue;
        const bool pronoun = last == L(U'ه') && !(suffix.needs & (kAdjective | kNisbaBase));
        if (pronoun && written.ends_in_teh) continue;
        if (!ends_with(rest, suffix.affix)) continue;
        const std::size_t kept = rest.size() - suffix.affix.size;
        if (kept + suffix.instead.size > kLongestKey || kept + suffix.instead.size < kShortestStem) continue;
        Key key = upto[kept];
        for (std::size_t j = 0; j < suffix.instead.size; ++j) key = key << 5 | suffix.instead.letters[j];
        if (const Stem* stem = find_stem(key)) {
            // A stem whose own ة stands before an ending keeps it only as ت.
            if (suffix.instead.size == 0 && (stem->kinds & kEndsInTeh) && (key & 31) == L(U'ه')) continue;
            read_stem(*stem, prefix.host, suffix.needs, total, written.alef, out);
        }
    }
}

// A name, bare or after particles. The article of «البحرين» is part of it; «لل» hides it.
const Stem* find_name(std::span<const Letter> word) {
    const auto at = [](std::span<const Letter> letters) -> const Stem* {
        if (letters.size() < kShortestStem || letters.size() > kLongestKey) return nullptr;
        const Stem* stem = find_stem(key_of(letters.data(), letters.size()));
        return stem && (stem->kinds & kName) ? stem : nullptr;
    };
    if (const Stem* stem = at(word)) return stem;
    // «بيان» is no «ب» before a «يان», though «لسلمان» is one before «سلمان».
    const bool whole = word.size() <= kLongestKey && find_stem(key_of(word.data(), word.size())) != nullptr;
    constexpr std::size_t kMostParticles = 2;
    for (std::size_t cut = 1; cut <= kMostParticles && cut < word.size(); ++cut) {
        const Letter c = word[cut - 1];
        const bool joins = c == L(U'و') || c == L(U'ف');
        const bool governs = c == L(U'ب') || c == L(U'ل') || c == L(U'ك');
        if (!(cut == 1 ? joins || governs : governs)) break;
        if (const Stem* stem = at(word.subspan(cut)); stem && !(whole && (stem->kinds & kGivenName)))
            return stem;
        if (c == L(U'ل') && cut < word.size() && word[cut] == L(U'ل')) {
            std::array<Letter, Letters::kMost + 1> with_article{L(U'ا')};
            std::copy(word.begin() + static_cast<std::ptrdiff_t>(cut), word.end(), with_article.begin() + 1);
            if (const Stem* stem = at(std::span(with_article).first(word.size() - cut + 1))) return stem;
        }
        if (governs) break;
    }
    return nullptr;
}

// How a foreign name sounds to whoever writes it in Arabic letters: g is غ, ج, ك or ق; t ت or ط; s س, ص or ث;
// long vowels come and go. Names of three consonants keep their vowels, or too many would meet.
Key by_sound(std::span<const Letter> word) {
    const auto sound = [](Letter c) -> Letter {
        switch (c) {
            case L(U'غ'):
            case L(U'ج'):
            case L(U'ق'): return L(U'ك');
            case L(U'ط'): return L(U'ت');
            case L(U'ص'):
            case L(U'ث'): return L(U'س');
            case L(U'ض'):
            case L(U'ذ'): return L(U'د');
            case L(U'ظ'): return L(U'ز');
            case L(U'ح'): return L(U'ه');
            default: return c;
        }
    };
    const auto vowel = [](Letter c) { return c == L(U'ا') || c == L(U'و') || c == L(U'ي') || c == L(U'ء'); };
    std::array<Letter, kLongestKey> full{}, bare{};
    std::size_t full_size = 0, bare_size = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const Letter c = sound(word[i]);
        if (i > 0 && c == sound(word[i - 1])) continue;
        const bool last_he = i + 1 == word.size() && c == L(U'ه');
        if (full_size < kLongestKey) full[full_size++] = last_he ? L(U'ا') : c;
        if (!vowel(c) && !last_he && bare_size < kLongestKey) bare[bare_size++] = c;
    }
    constexpr std::size_t kTellingConsonants = 4;
    const Key key =
        bare_size >= kTellingConsonants ? key_of(bare.data(), bare_size) : key_of(full.data(), full_size);
    return kBySound | key;
}

// A hamza left out on a seat or at the end («راي», «وزرا»): the word with one put back, where the lexicon has
// it.
void restore_hamza(std::span<const Letter> word, Readings& out) {
    constexpr std::size_t kArticle = 2;
    if (word.size() > kLongestKey || word.size() < 3) return;
    const bool article = word.size() > kArticle + 1 && word[0] == L(U'ا') && word[1] == L(U'ل');
    const std::span<const Letter> bare = article ? word.subspan(kArticle) : word;
    std::array<Letter, kLongestKey + 1> tried{};
    std::copy(bare.begin(), bare.end(), tried.begin());
    const auto look = [&](std::size_t size) {
        if (size > kLongestKey) return;
        if (const Stem* stem = find_stem(key_of(tried.data(), size)))
            read_stem(*stem, article ? Host::DefiniteNoun : Host::Any, kNoun | kVerb, 1, Alef::Bare, out);
    };
    for (std::size_t i = 1; i < bare.size(); ++i) {
        const Letter c = bare[i];
        if (c != L(U'و') && c != L(U'ي') && c != L(U'ا')) continue;
        tried[i] = L(U'ء');
        look(bare.size());
        tried[i] = c;
    }
    if (bare.back() == L(U'ا')) {
        tried[bare.size()] = L(U'ء');
        look(bare.size() + 1);
    }
}

// What no table knows: the article and the commonest endings go where four letters stay, and as it may be a
// foreign name, the way it sounds is a term too.
void stem_lightly(std::span<const Letter> word, TermKeys& out) {
    constexpr std::size_t kStays = 4;
    std::span<const Letter> stem = word;
    for (const Prefix& prefix : kPrefixes)
        if (prefix.host == Host::DefiniteNoun && starts_with(word, prefix.affix) &&
            word.size() >= prefix.affix.size + 3u && stem.size() > word.size() - prefix.affix.size)
            stem = word.subspan(prefix.affix.size);
    constexpr Affix kEndings[] = {affix(U"يون", 0), affix(U"يين", 0), affix(U"يات", 0), affix(U"يه", 0),
                                  affix(U"ات", 0),  affix(U"ون", 0),  affix(U"ين", 0),  affix(U"ان", 0),
                                  affix(U"ها", 0),  affix(U"ي", 0),   affix(U"ه", 0),   affix(U"ا", 0)};
    std::span<const Letter> bare = stem;
    for (const Affix& ending : kEndings)
        if (ends_with(stem, ending) && stem.size() >= ending.size + kStays) {
            bare = stem.first(stem.size() - ending.size);
            break;
        }
    const auto add = [&](std::span<const Letter> letters) {
        if (letters.size() <= kLongestKey) out.add(key_of(letters.data(), letters.size()));
    };
    add(bare);
    out.add(by_sound(stem));
    // «وترامب», unless it is a «واشنطن» that nobody listed: both are kept.
    const Letter first = stem.front();
    if ((first == L(U'و') || first == L(U'ل') || first == L(U'ب')) && stem.size() == word.size() &&
        stem.size() > kStays) {
        add(bare.subspan(1));
        out.add(by_sound(stem.subspan(1)));
    }
}

Key hashed(std::string_view word) {
    const std::string folded = fold(word);
    return folded.empty() ? 0 : kHashed | (std::hash<std::string>{}(folded) >> 1);
}

}  // namespace

void TermKeys::add(Key key) {
    if (key == 0 || count == kMost || std::find(begin(), end(), key) != end()) return;
    keys[count++] = key;
}

TermKeys term_keys(std::string_view word) {
    return term_keys(word, letters_of(word));
}

TermKeys term_keys(std::string_view written, const Letters& letters) {
    TermKeys out;
    if (!letters.fits || letters.size == 0) {
        out.add(hashed(written));
        return out;
    }
    const std::span<const Letter> word(letters.at.data(), letters.size);
    if (word.size() < kShortestStem) {
        out.add(key_of(word.data(), word.size()));
        return out;
    }
    if (const Stem* name = find_name(word)) {
        out.reading = name->kinds & kGivenName ? Reading::Given : Reading::Name;
        for (const Key lemma : noun_lemmas(*name)) out.add(lemma);
        if (name->kinds & kForeign) {
            const Letters usual = letters_of(text_of(out.keys[0]));
            out.add(by_sound(std::span(usual.at).first(usual.size)));
        }
        return out;
    }
    Readings readings;
    for (const Prefix& prefix : kPrefixes) {
        if (prefix.affix.cost > readings.best || word.size() < prefix.affix.size + kShortestStem) continue;
        if (!starts_with(word, prefix.affix)) continue;
        const Alef alef = letters.alef_above == prefix.affix.size   ? Alef::Above
                          : letters.alef_below == prefix.affix.size ? Alef::Below
                                                                    : Alef::Bare;
        read_rest({word.subspan(prefix.affix.size), alef, letters.ends_in_teh}, prefix, readings);
    }
    if (readings.best == kNoReading) restore_hamza(word, readings);
    out = readings.terms;
    out.reading = out.empty() ? Reading::Light : Reading::Dictionary;
    if (out.empty()) stem_lightly(word, out);
    if (out.empty()) out.add(hashed(written));
    return out;
}

std::vector<std::string> terms(std::string_view word) {
    std::vector<std::string> out;
    for (const Key key : term_keys(word)) {
        if (key & kHashed)
            out.push_back(fold(word));
        else if (key & kBySound)
            out.push_back("~" + text_of(key & ~kBySound));
        else
            out.push_back(text_of(key));
    }
    return out;
}

Key main_term(std::string_view word) {
    const TermKeys keys = term_keys(word);
    return keys.empty() ? 0 : keys.keys[0];
}

}  // namespace warraq::arabic
