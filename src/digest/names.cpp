#include "digest/names.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "arabic/fold.h"
#include "digest/grammar.h"
#include "digest/name_tables.h"
#include "digest/name_words.h"
#include "digest/people.h"

namespace warraq::digest {
namespace {

using arabic::key_of;
using arabic::Reading;

constexpr std::size_t kMostNameWords = 8;
constexpr std::size_t kMostTitleWords = 10;
constexpr std::size_t kMostOrganisationWords = 6;
constexpr std::size_t kNone = People::kNone;

class Finder : NameWords {
  public:
    Finder(std::string_view text, const std::vector<WordOf>& words, const LearntNames* learnt)
        : NameWords(text, words), learnt_(learnt), taken_(words.size(), false) {}

    Names find() {
        constexpr std::size_t kSportWords = 4;
        sport_ = how_many(kSport) >= kSportWords;
        for (std::size_t i = 0; i < words_.size();) {
            follow_title(i);
            std::size_t next = known_name(i);
            if (next == kNone) next = person(i);
            if (next == kNone) next = organisation(i);
            if (next == kNone) next = place_after_head(i);
            if (next == kNone) next = i + 1;
            if (breaks_after(next - 1)) title_ = kNone;
            i = next;
        }
        short_forms();
        order();
        return std::move(found_);
    }

  private:
    // Remembers the title that a name may follow, as long as only what a title governs stands between.
    void follow_title(std::size_t i) {
        if (is(i, kTitle | kTitleNext) && !is(i, kGiven)) {
            // The title of a title («نائب وزير …», «الرئيس السابق …») reaches back to the first.
            if (title_ == kNone || i > title_ + kMostTitleWords) title_ = i;
            return;
        }
        if (title_ == kNone) return;
        const bool governed =
            has_article(words_[i]) || is(i, kNisba | kOrganisationHead | kGoverns | kPlaceHead) ||
            words_[i].terms.reading == Reading::Name || words_[i].terms.reading == Reading::Given ||
            (words_[i].known() && words_[i].content && !is(i, kOfSaying | kOfTime));
        if (i > title_ + kMostTitleWords || !governed) title_ = kNone;
    }

    bool begins_name(std::size_t i, bool titled) const {
        if (is(i, kGiven) && !is(i, kAlsoWord)) return true;
        if (is(i, kTitleNext) && joined_to_next(i) && ends_names(i + 1)) return false;  // «آية الله»
        static const Key kMonth = key_of("شهر");  // «شهر رجب المبارك»
        if (is(i, kAlsoWord) && i > 0 && bare_key(i - 1) == kMonth) return false;
        if (is(i, kAlsoWord))
            return titled || (joined_to_next(i) && ((!is(i + 1, kAlsoWord) && is_family(i + 1)) ||
                                                    (is(i + 1, kJoins) && opens_with_join(i + 1))));
        if (foreign(i)) return true;
        if (is(i, kJoins)) return opens_with_join(i);
        if (learnt_ && learnt_->is_family_name(bare_key(i))) return true;
        return unknown(i) && !describes_next(i) && (titled || introduced(i) || joined_to_next(i));
    }

    // The words of a name that begins at `i`; returns the one past the last.
    std::size_t name_end(std::size_t i) const {
        static const Key kHouse = key_of("آل");
        std::size_t end = i + 1;
        while (end < words_.size() && end - i < kMostNameWords && joined_to_next(end - 1) &&
               !words_[end].quote_before && cut_bytes(end) == 0) {
            const bool after_given =
                is(end - 1, kGiven | kAlsoWord | kJoins) || (end > i + 1 && served(end - 1));
            const bool plain =
                (is(end, kGiven | kAlsoWord | kForeignPart) && !is(end, kTitle | kTitleNext)) ||
                (((foreign(end) && particle_bytes(end) == 0) || unknown(end)) &&
                 !begins_with_particle(end)) ||
                (end == i + 1 &&
                 (sure_given(i) || (unknown(i) && (introduced(i) || followed_by_title(end + 1)))) &&
                 may_be_family(end));
            const bool family =
                after_given && is_family(end) && known_end(end) == kNone &&
                (!served(end - 1) || !words_[end].text.starts_with("و") || is(end, kGiven | kAlsoWord));
            const bool joins = is(end, kJoins) && (joined_to_next(end) || ends_names(end));
            const bool after_join =
                is(end - 1, kJoins) && takes_word(end - 1, i) && words_[end].known() && words_[end].content;
            if (!plain && !family && !joins && !after_join) break;
            ++end;
            if (bare_key(end - 2) == kHouse) break;  // «آل سعود» ends it
            // A family name with its article ends the name, unless «آل» or «بن» follows.
            if (family && !plain && has_article(words_[end - 1]) && !ends_names(end - 1) &&
                !served(end - 1) && !(end < words_.size() && is(end, kJoins)))
                break;
        }
        while (end > i + 1 && is(end - 1, kJoins) && !ends_names(end - 1)) --end;
        return end;
    }

    std::size_t person(std::size_t i) {
        if (words_[i].key == 0) return kNone;
        const bool titled = title_ != kNone && title_ < i;
        if (!begins_name(i, titled)) return kNone;
        const std::size_t end = name_end(i);
        const std::size_t size = end - i;
        const bool sure = is(i, kGiven) || foreign(i);
        const bool next_to_title = titled && (title_ + 1 == i || is(i - 1, kNisba | kTitle | kTitleNext) ||
                                              words_[i - 1].after == After::Comma);
        if (size == 1) {
            if (is(i, kJoins) || (is(i, kAlsoWord) && !next_to_title)) return kNone;
            const bool learnt = learnt_ && learnt_->is_family_name(bare_key(i));
            if (!foreign(i) && !learnt &&
                !(next_to_title && (sure || unknown(i)) && words_[i - 1].after == After::Space))
                return kNone;
            if (unknown(i) && has_article(words_[i]) && !learnt) return kNone;
        } else if (!sure && !is(i, kAlsoWord | kJoins) && !next_to_title && !introduced(i) &&
                   !followed_by_title(end) && !(end > i + 2 && is(i + 1, kJoins))) {
            return kNone;  // unknown words that nothing says are a person
        }
        add_person(i, end, titled);
        title_ = kNone;
        return end;
    }

    void add_person(std::size_t first, std::size_t end, bool titled) {
        const std::uint32_t begin = words_[first].at + particle_bytes(first);
        const std::string name = plainly(first, end, begin);
        const Key last = end - first > 1 ? words_[end - 1].key : name_key(first);
        std::size_t entity = person_called(last, name_key(first), end - first);
        if (entity == kNone) {
            entity = people_.add({last, name_key(first), end - first, found_.entities.size()});
            found_.entities.push_back({NameKind::Person, std::string(name), {}, {}, {}, false, 0});
        }
        const std::size_t of = people_[entity].entity;
        NameEntity& is_ = found_.entities[of];
        if (end - first > people_[entity].words) {
            is_.name = name;
            people_.rename(entity, {last, name_key(first), end - first, of});
        }
        const std::size_t family_from = end - first > 1 ? family_start(first, end) : first;
        if (is_.short_name.empty() || end - first > 1)
            is_.short_name = end - first > 1 ? plainly(family_from, end, words_[family_from].at) : name;
        if (is(first, kFeminine)) is_.feminine = true;
        if (titled && is_.role.empty()) describe(is_, title_, first);
        mention(first, end, begin, of, NameKind::Person);
    }
    // «بن سلمان», «أبو الغيط»: the family name begins at the word that joins.
    std::size_t family_start(std::size_t first, std::size_t end) const {
        std::size_t from = end - 1;
        while (from > first + 1 && is(from - 1, kJoins)) --from;
        return from;
    }
    void describe(NameEntity& person, std::size_t title, std::size_t name) const {
        const std::uint32_t begin = words_[title].at + cut_bytes(title);
        person.role = text_.substr(begin, words_[name - 1].end() - begin);
        if (words_[title].text.ends_with("ة")) person.feminine = true;
        for (std::size_t i = title; i < name; ++i) {
            const auto country = name_tables().country_of_nisba.find(bare_key(i));
            if (country != name_tables().country_of_nisba.end()) person.country = country->second;
        }
    }

    // The longest known name that begins here: {past its end, the name, particle bytes}.
    struct Known {
        std::size_t end = kNone;
        const KnownName* name = nullptr;
        std::uint8_t cut = 0;
    };
    Known longest_known(std::size_t i) const {
        Known best;
        const auto look = [&](Key first, std::uint8_t cut) {
            const auto found = name_tables().by_first_word.find(first);
            if (found == name_tables().by_first_word.end()) return;
            for (const KnownName& name : found->second) {
                if (name.club && !sport_) continue;
                if (i + name.words.size() > words_.size()) continue;
                bool same = true;
                for (std::size_t k = 1; same && k < name.words.size(); ++k)
                    same = words_[i + k].key == name.words[k] && words_[i + k - 1].after == After::Space;
                if (!same || (best.name && best.name->words.size() >= name.words.size())) continue;
                best = {i + name.words.size(), &name, cut};
                return;
            }
        };
        if (words_[i].key == 0) return best;
        look(words_[i].key, 0);
        for (const Bare& bare : bare_forms(words_[i])) look(bare.key, bare.bytes);
        return best;
    }
    std::size_t known_end(std::size_t i) const {
        const Known known = longest_known(i);
        return known.name && !known.name->everyday ? known.end : kNone;
    }

    std::size_t known_name(std::size_t i) {
        const Known known = longest_known(i);
        if (!known.name) return kNone;
        if (known.name->everyday && !place_is_meant(i, known)) return kNone;
        // One known word in the middle of a person's name («أحمد المغرب»).
        const std::uint32_t begin = words_[i].at + known.cut;
        std::size_t end = known.end;
        // «مجلس الأمن القومي الأمريكي»
        if (known.name->kind == NameKind::Organisation && is(i, kOrganisationHead) &&
            joined_to_next(end - 1) && is(end, kNisba) && has_article(words_[end]) && cut_bytes(end) == 0)
            ++end;
        mention(i, end, begin, entity_of(known.name->usual, known.name->kind, known.name->country),
                known.name->kind);
        return end;
    }
    bool place_is_meant(std::size_t i, const Known& known) const {
        static const std::array<Key, 4> kBefore = {arabic::K(U"في"), arabic::K(U"إلى"), key_of("من"),
                                                   key_of("شمال")};
        static const Key kFestival = key_of("مهرجان");
        if (i == 0 || known.cut != 0) return false;
        if (is(i - 1, kPlaceHead) || words_[i - 1].bare == kFestival) return true;
        return !known.name->ordinary &&
               std::find(kBefore.begin(), kBefore.end(), words_[i - 1].key) != kBefore.end();
    }

    std::size_t organisation(std::size_t i) {
        const bool head = is(i, kOrganisationHead), definite = is(i, kDefiniteHead);
        if (!head && !definite) return kNone;
        std::size_t end = quoted_name(i);
        bool proper = end > i + 1;
        while (end < words_.size() && end - i < kMostOrganisationWords && joined_to_next(end - 1)) {
            const WordOf& word = words_[end];
            const std::size_t known = known_end(end);
            if (is(end, kOfTime | kOfSaying | kTitle | kTitleNext) && !(end == i + 1 && has_article(word)))
                break;
            if (known != kNone && cut_bytes(end) == 0 && longest_known(end).cut == 0) {
                end = known;
                proper = true;
                continue;
            }
            if (proper || (end > i + 1 && is(end, kPastOrganisation)))
                break;  // «نادي ليفربول» ends before «الإنجليزي»
            const bool adjective = is(end, kNisba) && (end > i + 1 || definite) && has_article(word);
            const bool of =
                has_article(word) && word.content && (head || end > i + 1 || is(end, kHeadAdjective));
            const bool and_of = word.text.starts_with("وال") && end > i + 1 && word.content;
            const bool name = unknown(end) || foreign(end) || (is(end, kGiven) && end == i + 1);
            const bool rights = word.text.starts_with("ل") && word.known() && end > i + 1 &&
                                joined_to_next(end) && has_article(words_[end + 1]);
            if (!adjective && !of && !and_of && !name && !rights) break;
            proper = name && !has_article(word) && !unknown_next(end);
            ++end;
        }
        const std::size_t least = definite ? 2 : 1;
        if (end < i + 1 + least - (definite && end > i + 1 && is(i + 1, kHeadAdjective) ? 1u : 0u))
            return kNone;
        if (end == i + 1) return kNone;
        // «شركة أمريكية» names no company, «مركز للشرطة» no centre.
        if (words_[i + 1].text.starts_with("لل") && end == i + 2) return kNone;
        if (head && !definite && is(i + 1, kNisba) && !has_article(words_[i + 1])) return kNone;
        const std::uint32_t begin = words_[i].at + cut_bytes(i);
        mention(i, end, begin, entity_of(plainly(i, end, begin), NameKind::Organisation, {}),
                NameKind::Organisation);
        return end;
    }

    // «شركة "أوبر"»: past the quotation right after `i`, or i + 1.
    std::size_t quoted_name(std::size_t i) const {
        constexpr std::size_t kMostQuoted = 4;
        if (i + 1 >= words_.size() || words_[i].after != After::Quote || !words_[i + 1].quote_before)
            return i + 1;
        for (std::size_t end = i + 1; end < words_.size() && end - i <= kMostQuoted; ++end) {
            if (words_[end].after == After::Quote || words_[end].after == After::Comma ||
                words_[end].after == After::Stop)
                return end + 1;
            if (words_[end].after != After::Space) break;
        }
        return i + 1;
    }

    std::size_t place_after_head(std::size_t i) {
        if (!is(i, kPlaceHead) || !joined_to_next(i) || has_article(words_[i])) return kNone;
        static const std::array<Key, 12> kSettled = {key_of("مدينة"),  key_of("بلدة"),  key_of("قرية"),
                                                     key_of("محافظة"), key_of("بلدتي"), key_of("مدينتي"),
                                                     key_of("ولاية"),  key_of("إقليم"), key_of("حي"),
                                                     key_of("مخيم"),   key_of("معبر"),  key_of("جزيرة")};
        const std::size_t at = i + 1;
        if (known_end(at) != kNone || is(at, kNisba | kOfTime | kTitle | kTitleNext | kGoverns)) return kNone;
        const bool settled = std::find(kSettled.begin(), kSettled.end(), bare_key(i)) != kSettled.end();
        const bool fits = unknown(at) || foreign(at) ||
                          (settled && words_[at].text.starts_with("ال") && words_[at].content);
        if (!fits) return kNone;
        std::size_t end = at + 1;
        while (end < words_.size() && end - at < 3 && joined_to_next(end - 1) && unknown(end) &&
               !words_[end].text.starts_with("و"))
            ++end;
        const std::string_view name = text_.substr(words_[at].at, words_[end - 1].end() - words_[at].at);
        mention(at, end, words_[at].at, entity_of(name, NameKind::Place, {}), NameKind::Place);
        return end;
    }

    // What the story named in full it may name in short, before or after.
    void short_forms() {
        if (people_.empty()) return;
        std::unordered_map<Key, std::size_t> by_family;  // the first of each family that was named in full
        for (std::size_t e = 0; e < people_.size(); ++e)
            if (people_[e].words >= 2) by_family.emplace(people_[e].family, e);
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (taken_[i] || words_[i].key == 0) continue;
            const auto [entity, bytes] = meant_in_short(i, by_family);
            if (entity == kNone) continue;
            std::size_t first = i;
            std::uint32_t cut = bytes;
            if (i > 0 && !taken_[i - 1] && is(i - 1, kJoins) && joined_to_next(i - 1)) {
                first = i - 1;
                cut = cut_bytes(first);
            }
            mention(first, i + 1, words_[first].at + cut, people_[entity].entity, NameKind::Person);
        }
    }
    // Whose family name the word is, as it stands or behind a particle of so many bytes; of several the one
    // who was named first.
    std::pair<std::size_t, std::uint32_t> meant_in_short(
        std::size_t i, const std::unordered_map<Key, std::size_t>& by_family) const {
        std::pair<std::size_t, std::uint32_t> meant{kNone, 0};
        const auto look = [&](Key family, std::uint32_t cut) {
            const auto found = by_family.find(family);
            if (found != by_family.end() && found->second < meant.first) meant = {found->second, cut};
        };
        if (is_short_form(i)) look(words_[i].key, 0);
        if (!words_[i].known() && !is(i, kNisba | kOfTime))
            for (const Bare& bare : bare_forms(words_[i]))
                if (bare.key != words_[i].key) look(bare.key, bare.bytes);
        return meant;
    }
    // Of a word that is a family name as it stands.
    bool is_short_form(std::size_t i) const {
        if (is(i, kNisba | kOfTime)) return false;
        // A short everyday word without its article («علي») is not taken for the man.
        constexpr Key kFourLetters = Key{1} << 15;
        return has_article(words_[i]) || !words_[i].known() ||
               (words_[i].key >= kFourLetters && !is(i, kTitle));
    }

    std::size_t entity_of(std::string_view name, NameKind kind, std::string_view country) {
        // Places and organisations keep the name that they were first given.
        const auto [known, is_new] = named_.try_emplace(
            std::to_string(static_cast<int>(kind)) + arabic::fold(name), found_.entities.size());
        if (is_new)
            found_.entities.push_back({kind, std::string(name), {}, {}, std::string(country), false, 0});
        return known->second;
    }

    void mention(std::size_t first, std::size_t end, std::uint32_t begin, std::size_t entity, NameKind kind) {
        std::fill(taken_.begin() + static_cast<std::ptrdiff_t>(first),
                  taken_.begin() + static_cast<std::ptrdiff_t>(end), true);
        ++found_.entities[entity].mentions;
        found_.mentions.push_back({begin, words_[end - 1].end(), static_cast<std::uint32_t>(first),
                                   static_cast<std::uint32_t>(end - 1), static_cast<std::uint32_t>(entity),
                                   kind});
    }

    void order() {
        std::sort(found_.mentions.begin(), found_.mentions.end(),
                  [](const NameMention& a, const NameMention& b) { return a.begin < b.begin; });
    }

    // The person whom a name of so many words means: the first with the same family name, unless the given
    // names differ.
    std::size_t person_called(Key last, Key given, std::size_t words) const {
        return words == 1 ? people_.first_called(last) : people_.first_called(last, given);
    }

    const LearntNames* learnt_;
    std::vector<bool> taken_;
    People people_;
    std::unordered_map<std::string, std::size_t> named_;  // places and organisations, by kind and folded name
    std::size_t title_ = kNone;
    bool sport_ = false;
    Names found_;
};

}  // namespace

std::string_view to_string(NameKind kind) {
    switch (kind) {
        case NameKind::Person: return "person";
        case NameKind::Place: return "place";
        case NameKind::Organisation: return "organisation";
    }
    return "";
}

Names find_names(std::string_view text, const std::vector<WordOf>& words, const LearntNames* learnt) {
    return Finder(text, words, learnt).find();
}

Names find_names(std::string_view text, const LearntNames* learnt) {
    return find_names(text, words_of(text), learnt);
}

void LearntNames::learn(const Names& story) {
    for (const NameEntity& entity : story.entities)
        if (entity.kind == NameKind::Person && !entity.role.empty() && entity.short_name != entity.name)
            if (const Key key = key_of(entity.short_name)) ++stories_[key];
}

bool LearntNames::is_family_name(Key word) const {
    constexpr std::uint32_t kEnoughStories = 3;
    const auto found = stories_.find(word);
    return found != stories_.end() && found->second >= kEnoughStories;
}

}  // namespace warraq::digest
