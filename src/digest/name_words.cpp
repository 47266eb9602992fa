#include "digest/name_words.h"

#include <algorithm>
#include <array>

#include "arabic/lexicon.h"
#include "arabic/words.h"
#include "digest/grammar.h"

namespace warraq::digest {
namespace {

using arabic::key_of;
using arabic::Reading;

bool is_foreign_person(const WordOf& word) {
    const auto& places = name_tables().by_first_word;
    if (places.contains(word.key)) return false;
    for (const Bare& bare : bare_forms(word))
        if (places.contains(bare.key)) return false;
    return true;
}

bool is_plural_like(std::string_view text) {
    return text.ends_with("ين") || text.ends_with("ون") || text.ends_with("ات");
}

// A verb as it stands in news, a word with a particle before or a pronoun after it.
bool goes_on_with(const WordOf& word) {
    const std::string_view text = word.text;
    if (is(word.key, kSays | kAdjunct | kPreposition | kClauseOpener)) return true;
    const auto letters = [&](std::size_t least) { return text.size() >= 2 * least; };
    if (is_verb(word) && (text.starts_with("ي") || text.starts_with("ت") || text.starts_with("سي") ||
                          text.starts_with("ست") || (text.ends_with("ت") && letters(5))))
        return true;
    if (text.ends_with("ها") || text.ends_with("هم") || text.ends_with("ته")) return true;
    if (text.ends_with("ه") && !text.ends_with("يه") && letters(5)) return true;
    if (text.starts_with("بال")) return true;
    const bool particle = text.starts_with("ب") || text.starts_with("ل");
    const std::string_view rest = text.substr(particle ? sizeof("ب") - 1 : 0);
    return particle && (letters(6) || rest.starts_with("ت")) && !arabic::find_stem(word.key) &&
           arabic::find_stem(key_of(rest)) != nullptr;
}

template <std::size_t N>
bool among(const std::array<Key, N>& keys, Key key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

bool has_article(const WordOf& word) {
    return word.text.starts_with("ال") || word.text.starts_with("لل");
}

NameWords::NameWords(std::string_view text, const std::vector<WordOf>& words) : text_(text), words_(words) {
    look_.reserve(words.size());
    for (const WordOf& word : words) look_.push_back(looked_at(word));
}

NameWords::Look NameWords::looked_at(const WordOf& word) {
    const NameTables& tables = name_tables();
    if (word.text.ends_with("ى") && word.key == arabic::K(U"على"))
        return {kGoverns, 0, word.key};               // not «علي»
    if (word.text == "فإن") return {0, 0, word.key};  // not «فان»
    if (const auto classes = tables.classes_of(word.key)) return {classes, 0, word.key};
    if (arabic::is_stop_word(word.key)) return {0, 0, word.key};
    for (const Bare& bare : bare_forms(word)) {
        auto classes = tables.classes_of(bare.key);
        if (word.known()) classes &= ~(kGiven | kAlsoWord | kJoins | kForeignPart);  // «بيان» is no «يان»
        if (classes) return {classes, bare.bytes, bare.key};
    }
    return {0, 0, word.key};
}

std::size_t NameWords::how_many(std::uint32_t classes) const {
    return static_cast<std::size_t>(std::count_if(
        look_.begin(), look_.end(), [&](const Look& look) { return (look.classes & classes) != 0; }));
}

std::uint8_t NameWords::particle_bytes(std::size_t i) const {
    if (look_[i].classes) return look_[i].cut;
    const WordOf& word = words_[i];
    if (word.terms.reading == Reading::Name) {
        const arabic::Stem* whole = arabic::find_stem(word.key);
        if (whole && (whole->kinds & arabic::kName)) return 0;
        for (const Bare& bare : bare_forms(word)) {
            const arabic::Stem* stem = arabic::find_stem(bare.key);
            if (stem && (stem->kinds & arabic::kName)) return bare.bytes;
        }
    }
    return 0;
}

Key NameWords::name_key(std::size_t i) const {
    if (look_[i].classes) return look_[i].key;
    const std::uint8_t bytes = particle_bytes(i);
    return bytes ? key_of(words_[i].text.substr(bytes)) : words_[i].key;
}

bool NameWords::joined_to_next(std::size_t i) const {
    return i + 1 < words_.size() && words_[i].after == After::Space && !words_[i + 1].bracket_before;
}

bool NameWords::breaks_after(std::size_t i) const {
    return words_[i].after == After::Stop || words_[i].after == After::Line;
}

bool NameWords::unknown(std::size_t i) const {
    const WordOf& word = words_[i];
    return word.key != 0 && word.terms.reading == Reading::Light && look_[i].classes == 0;
}

bool NameWords::foreign(std::size_t i) const {
    const WordOf& word = words_[i];
    return word.content && !arabic::is_stop_word(word.bare) && word.terms.reading == Reading::Name &&
           is_foreign_person(word);
}

bool NameWords::introduced(std::size_t i) const {
    if (i == 0 || breaks_after(i - 1)) return false;
    return is(i - 1, kTitle | kTitleNext | kOfSaying) || (is(i - 1, kNisba) && has_article(words_[i - 1])) ||
           digest::is(words_[i - 1].bare, kSays);
}

bool NameWords::followed_by_title(std::size_t end) const {
    return end < words_.size() && words_[end - 1].after == After::Comma && is(end, kTitle | kTitleNext);
}

bool NameWords::describes_next(std::size_t i) const {
    return joined_to_next(i) && is(i + 1, kGiven | kJoins) &&
           (has_article(words_[i]) || words_[i].text.ends_with("ها") || words_[i].text.ends_with("ته"));
}

bool NameWords::opens_with_join(std::size_t i) const {
    static const std::array<Key, 6> kOpen = {key_of("أبو"), key_of("أبي"), key_of("آل"),
                                             key_of("عبد"), key_of("بن"),  key_of("ابن")};
    static const std::array<Key, 2> kSon = {key_of("بن"), key_of("ابن")};
    if (!among(kOpen, look_[i].key) || !joined_to_next(i)) return false;
    if (is(i + 1, kGiven) || unknown(i + 1)) return true;
    return among(kSon, look_[i].key) ? is_family(i + 1)
                                     : has_article(words_[i + 1]);  // «ابن النادي» is nobody
}

bool NameWords::is_family(std::size_t i) const {
    if (unknown(i) || foreign(i) || is(i, kGiven)) return true;
    return words_[i].text.starts_with("ال") && words_[i].content && sounds_like_family(i) &&
           !is(i, kNisba | kOfTime | kTitle | kTitleNext | kHeadAdjective);
}

// Of words with their article, those the dictionary does not know, and of the others some.
bool NameWords::sounds_like_family(std::size_t i) const {
    const WordOf& word = words_[i];
    if (!word.known() || is(i, kFamily) || ends_names(i)) return true;
    if (is(i, kNoFamily)) return false;
    constexpr std::size_t kArticle = sizeof("ال") - 1;
    return word.text.ends_with("ي") || word.text.ends_with("ى") ||
           (name_tables().classes_of(key_of(word.text.substr(kArticle))) & (kGiven | kAlsoWord)) != 0;
}

bool NameWords::may_be_family(std::size_t i) const {
    const WordOf& word = words_[i];
    const bool word_or_place = word.known() || word.terms.reading == Reading::Name;
    const std::string_view text = word.text;
    return word_or_place && word.content && look_[i].classes == 0 && !has_article(word) &&
           word.conjunction == 0 && !goes_on_with(word) && !text.ends_with("ا") && !text.ends_with("ً") &&
           !text.ends_with("ة") && !text.ends_with("تين");
}

bool NameWords::takes_word(std::size_t i, std::size_t first) const {
    static const Key kLa = key_of("لا");
    static const std::array<Key, 5> kForeign = {key_of("دي"), key_of("فان"), key_of("فون"), key_of("لو"),
                                                key_of("دو")};
    if (look_[i].key == kLa || ends_names(i)) return false;
    return i > first || !among(kForeign, look_[i].key);
}

bool NameWords::served(std::size_t i) const {
    static const Key kServant = key_of("عبد");
    return i > 0 && look_[i - 1].key == kServant;
}

bool NameWords::ends_names(std::size_t i) const {
    static const Key kDin = arabic::K(U"الدين"), kAllah = key_of("الله");
    return look_[i].key == kDin || look_[i].key == kAllah;
}

bool NameWords::begins_with_particle(std::size_t i) const {
    const std::string_view text = words_[i].text;
    if (!text.starts_with("و")) return false;
    if (text.size() > 8 && is_plural_like(text)) return true;
    const std::string_view rest = text.substr(sizeof("و") - 1);
    if (rest.starts_with("ال") || rest.starts_with("أ")) return true;
    const Key key = key_of(rest);
    if (!key) return false;
    const arabic::Stem* stem = arabic::find_stem(key);
    if ((name_tables().classes_of(key) & kGiven) != 0 || (stem && (stem->kinds & arabic::kName))) return true;
    return stands_alone(key);  // «كروس وهوملز … قال هوملز»
}

bool NameWords::stands_alone(Key key) const {
    if (keys_.empty())
        for (const WordOf& word : words_) keys_.insert(word.key);
    return keys_.contains(key);
}

std::string NameWords::plainly(std::size_t first, std::size_t end, std::uint32_t begin) const {
    std::string name(text_.substr(begin, words_[first].end() - begin));
    for (std::size_t i = first + 1; i < end; ++i) {
        const std::uint32_t before = words_[i - 1].end();
        const std::string_view gap = text_.substr(before, words_[i].at - before);
        const bool plain = !words_[i].quote_before && words_[i - 1].after != After::Quote &&
                           gap.find_first_of("#_") == gap.npos;
        name += plain ? gap : " ";
        name += words_[i].text;
    }
    return name;
}

}  // namespace warraq::digest
