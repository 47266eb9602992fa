#include "digest/candidates.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "arabic/words.h"
#include "base/table.h"
#include "base/utf8.h"
#include "digest/openings.h"

namespace warraq::digest {
namespace {

using arabic::key_of;

std::unordered_set<Key> keys(std::string_view words) {
    std::unordered_set<Key> out;
    for (const auto word : split(words, ' ')) out.insert(key_of(word));
    return out;
}

bool is_complementizer(Key key) {
    static const auto kThat =
        keys("أن إن بأن بإن أنه أنها أنهم أنهما إنه إنها إنهم إنهما إننا بأنه بأنها بأنهم أنني إني");
    return kThat.contains(key);
}
bool is_pronoun_that(Key key) {
    static const auto kThat =
        keys("أنه أنها أنهم أنهما إنه إنها إنهم إنهما إننا إنني بأنه بأنها بأنهم أنني إني");
    return kThat.contains(key);
}
bool is_preposition(Key key) {
    static const auto kPrepositions = keys(
        "في على إلى من عن مع بعد قبل منذ خلال عند عندما رغم بسبب إثر عقب وسط حين لدى إذا لو كلما أثناء فور "
        "بهدف ضمن عبر "
        "حول بعدما قبيل بموجب بفضل نتيجة حتى بين أمام تحت فوق دون كي حسب وفق لدى طوال طيلة منه منها فيه فيها "
        "إليه إليها عليه "
        "عليها به بها له لها لهم عنه عنها معه معها بأن لأن");
    return kPrepositions.contains(key);
}
bool is_relative(Key key) {
    static const auto kRelatives = keys("الذي التي الذين اللذين اللتين اللواتي من ما مما ممن");
    return kRelatives.contains(key);
}
bool is_definite_relative(Key key) {
    static const auto kRelatives = keys("الذي التي الذين اللذين اللتين");
    return kRelatives.contains(key);
}
bool is_demonstrative(Key key) {
    static const auto kDemonstratives =
        keys("هذا هذه هؤلاء ذلك تلك بهذا بهذه لهذا لهذه وهذا وهذه وذلك وتلك المذكور المذكورة الأخير الأخيرة");
    return kDemonstratives.contains(key);
}
bool is_pair_of_people(Key key) {
    static const auto kPairs =
        keys("الوزيران الوزيرين الرئيسان الرئيسين الزعيمان الزعيمين القائدان القائدين المسؤولان");
    return kPairs.contains(key);
}
bool is_pair(Key key) {
    static const auto kPairs = keys("الجانبان الجانبين الطرفان الطرفين البلدان البلدين");
    return kPairs.contains(key) || is_pair_of_people(key);
}
bool is_first_person(Key key) {
    static const auto kWords = keys(
        "نحن أنا إننا إنني أننا لنا لدينا علينا أنني نعتقد أعتقد أظن نأمل أريد نريد كنت كنا لست يمكننا عندي "
        "سأكون قلت رأيت ندعو بلادنا شعبنا");
    return kWords.contains(key);
}

// Who spoke last, by name or as the story calls them.
struct Speaker {
    std::string name;
    bool feminine = false;
    std::size_t sentence = 0;
};

class Generator {
  public:
    Generator(const StoryText& story, Care care) : story_(story), words_(story.words), care_(care) {
        find_pair();
    }

    std::vector<Candidate> all() {
        for (std::size_t s = 0; s < story_.sentences.size(); ++s) {
            read_sentence(s);
            remember_speaker(s);
        }
        return std::move(out_);
    }

  private:
    struct Draft {
        std::size_t first = 0, last = 0;
        std::uint8_t cut = 0;
        std::string subject;         // to be named after the first word
        bool drop_relative = false;  // leave out «، الذي …،»
        bool drop_dual = false;  // the first word is a dual verb: its alef goes when its subjects are named
        double quality = 1;
    };

    // Two people whom the headline or the lead names: those that «الوزيران» means.
    void find_pair() {
        std::vector<std::uint32_t> people;
        const std::size_t until =
            story_.sentences.empty() ? story_.headline_words : story_.sentences.front().last + 1;
        const auto gather = [&](std::size_t from, std::size_t to) {
            people.clear();
            for (const NameMention& mention : story_.names.mentions)
                if (mention.kind == NameKind::Person && mention.first_word >= from &&
                    mention.first_word < to &&
                    std::find(people.begin(), people.end(), mention.entity) == people.end())
                    people.push_back(mention.entity);
        };
        gather(0, story_.headline_words);
        if (people.size() != 2) gather(story_.headline_words, until);
        if (people.size() != 2) return;
        pair_ = short_name(people[0]) + " و" + short_name(people[1]);
    }

    std::string short_name(std::uint32_t entity) const {
        const NameEntity& found = story_.names.entities[entity];
        return found.short_name.empty() ? found.name : found.short_name;
    }

    void read_sentence(std::size_t s) {
        const SentenceOf& sentence = story_.sentences[s];
        const Opening opening = opening_of(story_, sentence.first, sentence.last);
        sentence_ = s;
        if (!opening.leans)
            start_at(opening.first, sentence.last, opening.cut, 1.0);
        else if (care_ == Care::Less && !opening.broken)
            start_at(opening.first, sentence.last, opening.cut, 0.3);
        // A subordinate clause that tells something of its own: «…، حيث تبادل الوزيران …».
        static const auto kTells = keys("حيث فيما بينما كما إذ");
        for (std::size_t i = std::max(opening.first + 1, sentence.first + 1); i < sentence.last; ++i) {
            if (words_[i - 1].after != After::Comma || !kTells.contains(words_[i].bare)) continue;
            if (inside_quote(sentence.first, i)) continue;
            const Opening inner = opening_of(story_, i, sentence.last);
            if (!inner.leans && inner.first > i) start_at(inner.first, sentence.last, inner.cut, 0.9);
        }
        // What someone is said to have said by the way: «…، مشيرا إلى أن بلاده …».
        static const auto kSayingByTheWay = keys(
            "مشيرا مشيرة مؤكدا مؤكدة موضحا موضحة معتبرا معتبرة مضيفا مضيفة لافتا لافتة مبينا مبينة كاشفا "
            "كاشفة معلنا معلنة قائلا قائلة");
        for (std::size_t i = opening.first + kFewestWords; i + kFewestWords <= sentence.last; ++i) {
            if (!kSayingByTheWay.contains(words_[i].key)) continue;
            std::size_t that = i + 1;
            if (is_preposition(words_[that].key)) ++that;
            if (words_[that].key != arabic::K(U"أن") || that + kFewestWords > sentence.last) continue;
            if (inside_quote(sentence.first, that + 1) || words_[that + 1].quote_before ||
                shows_accusative(words_[that + 1]))
                continue;
            const Opening inner = opening_of(story_, that + 1, sentence.last);
            if (!inner.leans && inner.first == that + 1) start_at(inner.first, sentence.last, 0, 0.8);
        }
        // A second verb with a subject of its own: «…، وتخشى المعارضة أن …».
        for (std::size_t i = opening.first + kFewestWords; i + kFewestWords <= sentence.last; ++i) {
            if (words_[i - 1].after != After::Comma || words_[i].quote_before) continue;
            const std::uint8_t cut = words_[i].conjunction;
            if (!cut || !is_verb(words_[i], true) || !names_subject(words_[i + 1], i + 1)) continue;
            if (inside_quote(sentence.first, i)) continue;
            const Opening inner = opening_of(story_, i, sentence.last);
            if (!inner.leans && inner.first == i) start_at(i, sentence.last, cut, 0.9);
        }
    }

    // Can this word be the subject of the verb before it?
    bool names_subject(const WordOf& word, std::size_t i) const {
        return word.text.starts_with("ال") && word.content() && !is_definite_relative(word.key)
                   ? true
                   : story_.mention_at(i) != nullptr;
    }

    bool inside_quote(std::size_t from, std::size_t i) const {
        return !balanced(
            std::string_view(story_.text).substr(words_[from].at, words_[i].at - words_[from].at));
    }

    // The one quotation mark that a text still lacks; nullptr where it lacks none or more.
    static const char* closing_for(std::string_view text) {
        for (const char* mark : {"\"", "»", "”"})
            if (!balanced(text) && balanced(std::string(text) + mark)) return mark;
        return nullptr;
    }

    static bool balanced(std::string_view text) {
        int guillemets = 0, curly = 0, brackets = 0, straight = 0;
        for (std::size_t at = 0; at < text.size();) {
            switch (utf8::next(text, at)) {
                case U'«': ++guillemets; break;
                case U'»': --guillemets; break;
                case U'“': ++curly; break;
                case U'”': --curly; break;
                case '(': ++brackets; break;
                case ')': --brackets; break;
                case '"': ++straight; break;
                default: break;
            }
        }
        return guillemets == 0 && curly == 0 && brackets == 0 && straight % 2 == 0;
    }

    void start_at(std::size_t first, std::size_t last, std::uint8_t cut, double quality) {
        Draft draft{first, last, cut, {}, false, false, quality};
        const Key key = words_[first].bare;
        const Saying says = saying(key);
        if (says != Saying::No && first + 1 <= last) {
            const Key next = words_[first + 1].key;
            const bool hidden = is_complementizer(next) || is_preposition(next) ||
                                words_[first + 1].text.starts_with("ب") ||
                                words_[first].after == After::Colon || words_[first + 1].quote_before;
            if (hidden) {
                said_by_hidden(draft, says);
                return;
            }
        } else if (dual_of_saying(key) && first + 1 <= last) {
            if (pair_.empty()) return;
            draft.subject = pair_;
            draft.drop_dual = true;
        } else if (words_[first].text.ends_with("وا") && is_verb(words_[first], true) &&
                   care_ == Care::Full) {
            return;  // «اكتشفوا المزيد»: who did?
        } else if (plural_of_saying(key)) {
            if (care_ == Care::Full) return;
            draft.quality *= 0.3;
        }
        // Background, and openings that hang on what was told before.
        static const auto kBackground = keys("يأتي تأتي جاء جاءت كان كانت يعود تعود سبق");
        if (kBackground.contains(key)) draft.quality *= 0.85;
        if (is_preposition(key)) draft.quality *= 0.9;
        if (cut && words_[first].text.size() <= 6) draft.quality *= 0.5;
        finish(draft);
    }

    static bool dual_of_saying(Key key) {
        return (key & 31) == arabic::L(U'ا') && saying(key >> 5) != Saying::No;
    }
    static bool plural_of_saying(Key key) {
        return (key & 31) == arabic::L(U'ا') && (key >> 5 & 31) == arabic::L(U'و') &&
               saying(key >> 10) != Saying::No;
    }

    // «وأضاف أن …»: the speaker is named where the sentence before makes clear who it is; else what was said
    // stands alone where it can.
    void said_by_hidden(Draft draft, Saying) {
        const bool feminine = verb_is_feminine(words_[draft.first]);
        constexpr std::size_t kNearSentences = 2;
        if (speaker_ && speaker_->feminine == feminine && sentence_ - speaker_->sentence <= kNearSentences) {
            draft.subject = speaker_->name;
            draft.quality *= 0.95;
            finish(draft);
            return;
        }
        if (care_ == Care::Less) {
            draft.quality *= 0.3;
            finish(draft);
            return;
        }
        for (std::size_t i = draft.first + 1; i <= std::min(draft.first + 4, draft.last); ++i) {
            if (!is_complementizer(words_[i].key) || is_pronoun_that(words_[i].key) || i + 1 > draft.last)
                continue;
            const WordOf& next = words_[i + 1];
            if (shows_accusative(next) || next.quote_before) return;
            const Opening inner = opening_of(story_, i + 1, draft.last);
            if (inner.leans) return;
            draft.first = inner.first;
            draft.cut = inner.cut;
            draft.quality *= 0.7;
            finish(draft);
            return;
        }
    }

    static bool verb_is_feminine(const WordOf& verb) {
        return verb.text.ends_with("ت") || verb.text.starts_with("ت") || verb.text.starts_with("وت");
    }

    // The ends at which the draft may stop, longest first; each that yields a text is a candidate.
    void finish(Draft draft) {
        finish_at(draft);
        draft.drop_relative = true;
        draft.quality *= 0.95;
        for (std::size_t i = draft.first + 1; i < draft.last; ++i)
            if (past_relative(draft.first, i, draft.last) != i) {
                finish_at(draft);
                break;
            }
    }
    void finish_at(const Draft& draft) {
        std::size_t made = 0;
        const std::size_t most =
            std::min(draft.last, draft.first + kMostWords + (draft.drop_relative ? 3 : 1) * kRoomForDropped);
        for (std::size_t end = most + 1; end-- > draft.first + 3 && made < kMostEnds;) {
            double quality = quality_of_end(draft, end);
            if (quality <= 0) continue;
            if (ends_in_attribution(draft.first, end)) quality *= 0.75;
            if (words_[end - 1].after != After::Space) quality *= 0.6;  // a lone word behind a mark
            Candidate candidate{sentence_, draft.first, end, {}, {}, 0, draft.quality * quality};
            write(draft, candidate);
            if (candidate.text.empty() || candidate.words < kFewestWords || candidate.words > kMostWords)
                continue;
            candidate.quality *= quality_of_text(draft, end);
            out_.push_back(std::move(candidate));
            ++made;
        }
    }

    double quality_of_end(const Draft& draft, std::size_t end) const {
        const WordOf& word = words_[end];
        const std::string_view slice =
            std::string_view(story_.text).substr(words_[draft.first].at, word.end() - words_[draft.first].at);
        if (end == draft.last) return balanced(with_closing(slice)) && says_what(draft.first, end) ? 1.0 : 0;
        // The first sentence of a long quotation, where there is nothing better: whole as said, and closed by
        // us.
        if (care_ == Care::Less && word.after == After::Stop && closing_for(slice)) return 0.25;
        const WordOf& next = words_[end + 1];
        const bool comma = word.after == After::Comma;
        const bool clause =
            word.after != After::Comma && is_clause_opener(next) && !is_in_the_middle(end + 1);
        // «… بلغاريا التي تطل على …»: a relative clause may go, a «مع» only where nothing better offers.
        const bool relative =
            word.after == After::Space && is_definite_relative(next.key) && !is_relative(word.key);
        const bool with = word.after == After::Space && next.key == arabic::K(U"مع");
        const bool adjunct = word.after == After::Space && word.content() && opens_adjunct(end + 1);
        const bool loose =
            (care_ == Care::Less || sentence_ == 0) && word.content() && is_preposition(next.key);
        if (!comma && !clause && !relative && !with && !adjunct && !loose) return 0;
        if (!balanced(with_closing(slice))) return 0;
        if (!word.content() && word.key) return 0;
        if (is_complementizer(next.key) || is_relative(word.key) || is_preposition(word.key)) return 0;
        if (const NameMention* name = story_.mention_at(end); name && name->last_word > end) return 0;
        if (!says_what(draft.first, end)) return 0;
        // A sentence that begins with someone saying has to come to what was said.
        if (saying(words_[draft.first].bare) != Saying::No) {
            std::size_t that = draft.first + 1;
            while (that <= draft.last && !is_complementizer(words_[that].key)) ++that;
            if (that <= draft.last && that < draft.first + 22 && end < that + 3) return 0;
        }
        if (draft.drop_relative && is_inside_relative(draft, end)) return 0;
        if (!is_whole(draft.first, end, draft.last)) return care_ == Care::Less ? 0.3 : 0;
        if (comma && closes_apposition(draft.first, end)) return 0;
        // The verb that ends the slice waits for what it governs.
        if (is_verb(word) && !(comma && word.known() && !word.terms.empty())) return 0;
        // A comma between a name and what describes it is no end: «قال المدير، أحمد علي، إن».
        if (comma && next.bracket_before) return 0.8;
        static const auto kLooseOpeners = keys("ما مما بعدما منها إلا قائلا قائلة غير");
        if (clause && kLooseOpeners.contains(next.key)) return 0.5;
        return comma                 ? 0.95
               : clause              ? 0.9
               : relative            ? 0.75
               : adjunct             ? (sentence_ == 0 ? 0.75 : 0.35)
               : with                ? 0.6
               : care_ == Care::Less ? 0.2
                                     : kLoose;
    }

    // «قال المدير» is no sentence.
    bool says_what(std::size_t first, std::size_t end) const {
        static const auto kBare = keys(
            "قال قالت يقول تقول أضاف أضافت تابع تابعت أردف أردفت صرح صرحت أوضح أوضحت ذكر ذكرت أفاد أفادت");
        if (!kBare.contains(words_[first].bare)) return true;
        for (std::size_t i = first + 1; i <= end; ++i)
            if (is_complementizer(words_[i].key) || words_[i].quote_before ||
                words_[i].after == After::Colon || words_[i].text.starts_with("ب"))
                return true;
        return false;
    }

    // The slice with the quotation mark or bracket that closes right after its last word.
    std::string_view with_closing(std::string_view slice) const {
        const std::string_view text = story_.text;
        std::size_t end = static_cast<std::size_t>(slice.data() - text.data()) + slice.size();
        while (end < text.size()) {
            std::size_t after = end;
            const char32_t c = utf8::next(text, after);
            if (c == U'»' || c == U'”' || c == ')' || c == '"')
                end = after;
            else if ((c == '.' || c == U'،' || c == ',') && after < text.size() &&
                     closes_next(text.substr(after)))
                end = after;
            else
                break;
        }
        const auto begin = static_cast<std::size_t>(slice.data() - text.data());
        return text.substr(begin, end - begin);
    }
    static bool closes_next(std::string_view rest) {
        return rest.starts_with("»") || rest.starts_with("”") || rest.starts_with("\"");
    }

    // A word that may be verb or noun is the verb where it follows a definite noun and has no article of its
    // own.
    bool is_verb_here(std::size_t from, std::size_t i) const {
        if (is_verb(words_[i], i == from)) return true;
        if (i == from || words_[i].text.starts_with("ال") || !words_[i].content()) return false;
        const bool after_definite =
            words_[i - 1].text.starts_with("ال") || story_.mention_at(i - 1) != nullptr;
        return after_definite && !story_.mention_at(i) && is_verb(words_[i], true);
    }

    // Is there a verb in [from, end] that no relative clause holds?
    bool has_main_verb(std::size_t from, std::size_t end) const {
        bool relative = false;
        for (std::size_t i = from; i <= end; ++i) {
            if (is_definite_relative(words_[i].key)) relative = true;
            const bool after_that =
                i > from && (is_relative(words_[i - 1].key) || words_[i - 1].key == arabic::K(U"أن"));
            if (!relative && !after_that && is_verb_here(from, i)) return true;
            if (words_[i].after == After::Comma) relative = false;
        }
        return false;
    }

    // Does the slice say something to its end? It needs a verb; where it opens with a preposition, one after
    // its first comma; and after the last «إن» that it has come to, one or a sentence without.
    bool is_whole(std::size_t first, std::size_t end, std::size_t last) const {
        std::size_t from = first;
        if (is_preposition(words_[first].bare) || words_[first].text.starts_with("لل")) {
            std::size_t comma = first;
            while (comma < last && words_[comma].after != After::Comma) ++comma;
            if (comma < last) from = comma + 1;
            if (from > end || is_clause_opener(words_[from])) return false;
        }
        if (!has_main_verb(from, end)) return false;
        for (std::size_t i = end; i > first; --i)
            if (is_complementizer(words_[i].key))
                return i < end && says_something(i + 1, end, is_pronoun_that(words_[i].key));
        return true;
    }
    bool says_something(std::size_t from, std::size_t end, bool has_subject) const {
        if (has_subject || is_verb(words_[from], true) || has_main_verb(from, end)) return true;
        constexpr std::size_t kLeast = 4;
        for (std::size_t i = from; i < end; ++i)
            if (is_definite_relative(words_[i].key) || words_[i].after == After::Comma) return false;
        return end + 1 - from >= kLeast;
    }

    // Does the sentence go on after the comma with what its beginning waits for? So it does after the second
    // comma around «، العميلة الروسية التي …،», and before a definite noun that nothing joins.
    bool closes_apposition(std::size_t first, std::size_t end) const {
        constexpr std::size_t kShort = 5;
        const WordOf& next = words_[end + 1];
        if (next.conjunction || is_clause_opener(next) || is_verb(next, true) || is_time_word(next.key))
            return false;
        if (next.text.starts_with("ال") && !story_.mention_at(end + 1))
            return true;  // «بحث فلان مع فلان، الجهود …»
        bool relative = false;
        for (std::size_t i = end; i-- > first;) {
            relative = relative || is_definite_relative(words_[i + 1].key);
            if (words_[i].after != After::Comma) continue;
            const WordOf& opens = words_[i + 1];
            const Key key = opens.bare;
            return (relative || end - i <= kShort) && !is_preposition(key) && !is_clause_opener(opens) &&
                   opens.conjunction == 0 && !is_verb(opens, true) && opens.content();
        }
        return false;
    }

    // «لاعب وسط»: no clause opens there.
    bool is_in_the_middle(std::size_t i) const {
        static const auto kBefore = keys("لاعب نجم خط متوسط لاعبي مهاجم ثلاثي");
        return words_[i].key == arabic::K(U"وسط") && kBefore.contains(words_[i - 1].key);
    }

    // Where a phrase that may be left out begins: «في إطار …», «من أجل …».
    bool opens_adjunct(std::size_t i) const {
        static const auto kAlone = keys(
            "بشأن أثناء ضمن خاصة خصوصا بدلا فضلا إضافة بالإضافة بمناسبة برفقة بمشاركة بحضور بالتزامن "
            "بالتعاون استنادا مقابل دون بدون "
            "احتجاجا استعدادا تمهيدا سعيا خوفا بحثا دعما ردا حفاظا انطلاقا اعتبارا ابتداء بدءا نظرا قرب "
            "بالقرب عشية غداة وسط بينهم بينها "
            "بموجب بفضل بقيادة بواسطة برعاية بمساعدة بدعم لصالح لصالحه وخصوصا وخاصة عبر باستثناء");
        static const auto kSecond = keys(
            "خلفية هامش إثر إطار ظل حين وقت خطوة محاولة إشارة أعقاب سيما أجل طريق دون جانب خلال انتظار "
            "مقدمتها مختلف");
        static const auto kFirst = keys("في على من عن لا إلى ولا وفي");
        static const auto kSpan = keys("العام الشهر الأسبوع الموسم");
        static const auto kWhich = keys("الماضي الجاري الحالي المقبل القادم الفائت المنصرم");
        if (i + 1 < words_.size() && kSpan.contains(words_[i].key) && kWhich.contains(words_[i + 1].key))
            return true;
        return kAlone.contains(words_[i].key) || (i + 1 < words_.size() && kFirst.contains(words_[i].key) &&
                                                  kSecond.contains(words_[i + 1].key));
    }

    // «…، وفق ما ذكر متحدث» and «…، الأحد» add nothing to a point.
    bool ends_in_attribution(std::size_t first, std::size_t end) const {
        for (std::size_t i = end; i-- > first + kFewestWords;) {
            if (words_[i].after != After::Comma) continue;
            const Opening tail = opening_of(story_, i + 1, end);
            return is_attribution(words_[i + 1].bare) || (is_time_word(words_[i + 1].key) && end - i <= 3) ||
                   (tail.first > i + 1 && tail.first >= end);
        }
        return false;
    }

    double quality_of_text(const Draft& draft, std::size_t end) const {
        double quality = 1;
        for (std::size_t i = draft.first; i <= end; ++i) {
            const Key key = words_[i].key;
            if (is_demonstrative(key) && !(i > draft.first && in_this_respect(i - 1, end)))
                quality *= i < draft.first + 5 ? 0.55 : 0.9;
            if (is_first_person(key)) quality *= 0.6;
            if (is_pair(key) && !(is_pair_of_people(key) && !pair_.empty())) quality *= 0.6;
            if (words_[i].quote_before) quality *= 0.95;
        }
        // Early pronouns point at what the reader has not seen.
        for (std::size_t i = draft.first; i <= std::min(draft.first + 2, end); ++i) {
            const std::string_view text = words_[i].text;
            const bool pronoun = text.size() > 6 && (text.ends_with("ه") || text.ends_with("ها") ||
                                                     text.ends_with("هم") || text.ends_with("هما"));
            if (pronoun && words_[i].known() && !story_.mention_at(i)) quality *= 0.6;
        }
        const WordOf& second = words_[std::min(draft.first + 1, end)];
        if (draft.subject.empty() && is_verb(words_[draft.first], true) &&
            saying(words_[draft.first].bare) == Saying::No &&
            (is_preposition(second.key) || is_complementizer(second.key)))
            quality *= 0.55;
        const std::string_view tail = std::string_view(story_.text).substr(words_[end].end(), 6);
        if (tail.starts_with("؟") || tail.starts_with("?")) quality *= 0.2;
        if (tail.starts_with(":") || tail.starts_with(" :")) quality *= 0.3;
        if (tail.starts_with("..") || tail.starts_with("…")) quality *= 0.7;
        return quality;
    }

    // The point as shown; empty when nothing sensible is left.
    void write(const Draft& draft, Candidate& candidate) const {
        std::string& out = candidate.text;
        std::size_t& count = candidate.words;
        const std::size_t end = candidate.last;
        bool first = true, open_bracket = false;
        for (std::size_t i = draft.first; i <= end; ++i) {
            const WordOf& word = words_[i];
            std::string_view shown = word.text;
            if (first) {
                shown.remove_prefix(draft.cut);
                if (draft.drop_dual) shown.remove_suffix(2);
            }
            if (!first && in_this_respect(i, end)) {
                i += 2;
                continue;
            }
            // «، اليوم السبت،» and «(34 عاما)» go.
            if (word.bracket_before) open_bracket = true;
            std::size_t dropped = passing_date(draft.first, i, end);
            if (dropped == i && draft.drop_relative) dropped = past_relative(draft.first, i, end);
            if (dropped != i) {
                while (out.ends_with(' ')) out.pop_back();
                if (out.ends_with("،")) out.resize(out.size() - 2);
                if (!out.empty()) out += ' ';
                // Of two commas around it none stays; of one after a bare date, that one.
                if (!out.empty() && words_[i - 1].after != After::Comma &&
                    words_[dropped - 1].after == After::Comma && dropped <= end)
                    out.insert(out.size() - 1, "،");
                i = dropped - 1;
                continue;
            }
            if (open_bracket) {
                if (gap_after(i, end).find(')') != std::string_view::npos) {
                    open_bracket = false;
                    const auto rest = gap_after(i, end);
                    append_gap(out, rest.substr(rest.find(')') + 1));
                }
                continue;
            }
            if (is_pair_of_people(word.key) && !pair_.empty() && word.text.starts_with("ال")) {
                out += pair_;
                count += 2;
            } else {
                append_word(out, shown);
                candidate.kept.push_back(i);
                ++count;
            }
            if (first && !draft.subject.empty()) {
                out += ' ';
                out += draft.subject;
                count +=
                    1 + static_cast<std::size_t>(std::count(draft.subject.begin(), draft.subject.end(), ' '));
            }
            first = false;
            if (i < end) {
                auto gap = gap_after(i, end);
                if (words_[i + 1].bracket_before && gap.find('(') != gap.npos)
                    gap = gap.substr(0, gap.find('('));
                append_gap(out, gap);
            }
        }
        append_closing(out, end);
        trim_end(out);
        if (const char* mark = care_ == Care::Less ? closing_for(out) : nullptr) out += mark;
        if (out.empty() || !balanced(out))
            out.clear();
        else
            out += '.';
    }

    std::string_view gap_after(std::size_t i, std::size_t end) const {
        const std::size_t from = words_[i].end();
        const std::size_t to = i < end ? words_[i + 1].at : from;
        return std::string_view(story_.text).substr(from, to - from);
    }

    // Past a passing date that begins at `i`, or `i`: «أعلن البيت الأبيض، الخميس، أن», «قال اليوم السبت إن».
    // A date that something governs («منذ الخميس») or describes («الخميس الماضي») stays.
    std::size_t passing_date(std::size_t first, std::size_t i, std::size_t end) const {
        if (i == first || !is_day(words_[i].key) || words_[i].bracket_before || words_[i].quote_before)
            return i;
        const WordOf& before = words_[i - 1];
        if (is_preposition(before.key) || is_time_word(before.key) || before.text.starts_with("و") ||
            !(before.content() || before.after == After::Comma))
            return i;
        // «قمة الثلاثاء» is a construct: only after a definite word, a name, a verb or a comma is the day an
        // adverb.
        const bool free = before.after == After::Comma || before.text.starts_with("ال") ||
                          story_.mention_at(i - 1) || before.text.ends_with("ة") ||
                          before.terms.reading != arabic::Reading::Dictionary;
        if (!free ||
            (before.text.ends_with("ة") && !before.text.starts_with("ال") && before.after != After::Comma))
            return i;
        std::size_t at = i;
        while (at < end && is_day(words_[at + 1].key) && words_[at].after == After::Space) ++at;
        if (at < end && (describes_day(words_[at + 1]) || words_[at].after == After::Dash)) return i;
        return at + 1;
    }
    static bool is_day(Key key) {
        static const auto kDays = keys(
            "اليوم أمس مساء صباح ظهر فجر ليل يوم السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس "
            "الجمعة");
        return kDays.contains(key);
    }
    static bool describes_day(const WordOf& word) {
        static const auto kWhich =
            keys("الماضي المقبل القادم الجاري الأسود الموافق الأول الثاني ذاته نفسه المنصرم");
        return kWhich.contains(word.key) || word.key == 0 || (word.text[0] >= '0' && word.text[0] <= '9') ||
               word.text.starts_with("و");
    }

    bool is_inside_relative(const Draft& draft, std::size_t end) const {
        for (std::size_t i = draft.first + 1; i <= end; ++i) {
            const std::size_t past = past_relative(draft.first, i, draft.last);
            if (past != i && past > end) return true;
        }
        return false;
    }

    // Past «، الذي …،» that begins after the comma before `i`, or `i`.
    std::size_t past_relative(std::size_t first, std::size_t i, std::size_t end) const {
        constexpr std::size_t kMost = 20;
        if (i == first || words_[i - 1].after != After::Comma || !is_definite_relative(words_[i].key))
            return i;
        for (std::size_t at = i; at < end && at < i + kMost; ++at)
            if (words_[at].after == After::Comma) return inside_quote(i, at + 1) ? i : at + 1;
        return i;
    }

    // «في هذا الصدد» in the midst of a sentence.
    bool in_this_respect(std::size_t i, std::size_t end) const {
        static const auto kRespects = keys("الصدد الإطار السياق الشأن الخصوص الوقت");
        return i + 2 < end && words_[i].key == arabic::K(U"في") && words_[i + 1].key == arabic::K(U"هذا") &&
               kRespects.contains(words_[i + 2].key) && words_[i + 2].after == After::Space;
    }

    static void append_word(std::string& out, std::string_view word) {
        for (const char c : word) out += c;
    }
    static void append_gap(std::string& out, std::string_view gap) {
        for (const char c : gap) {
            if (c == '#' || c == '\n' || c == '\r') continue;
            const char shown = c == '_' || c == '\t' ? ' ' : c;
            if (shown == ' ' && (out.empty() || out.back() == ' ')) continue;
            out += shown;
        }
    }
    void append_closing(std::string& out, std::size_t end) const {
        const std::string_view closed = with_closing(words_[end].text);
        for (std::size_t at = words_[end].text.size(); at < closed.size();) {
            const std::size_t from = at;
            const char32_t c = utf8::next(closed, at);
            if (c == U'»' || c == U'”' || c == '"') out += closed.substr(from, at - from);
        }
    }
    static void trim_end(std::string& out) {
        static constexpr std::array<std::string_view, 9> kTrailing = {" ", "،", ",", ".", "؛",
                                                                      ":", "-", "–", "…"};
        for (bool again = true; again && !out.empty();) {
            again = false;
            for (const auto mark : kTrailing)
                if (out.ends_with(mark)) {
                    out.resize(out.size() - mark.size());
                    again = true;
                }
        }
        const auto begin = out.find_first_not_of(" ");
        if (begin != std::string::npos && begin > 0) out.erase(0, begin);
    }

    void remember_speaker(std::size_t s) {
        const SentenceOf& sentence = story_.sentences[s];
        for (std::size_t i = sentence.first; i < sentence.last; ++i) {
            const Key key = words_[i].bare;
            if (saying(key) == Saying::No) continue;
            std::size_t from = i + 1;
            if (is_complementizer(words_[from].key) || is_preposition(words_[from].key)) {
                // Still the same speaker.
                if (speaker_ && speaker_->sentence + 1 >= s && i < sentence.first + 3) speaker_->sentence = s;
                continue;
            }
            if (auto who = subject_after(from, sentence.last); !who.empty()) {
                speaker_ = Speaker{std::move(who), verb_is_feminine(words_[i]), s};
                return;
            }
        }
    }

    // «وزير الخارجية الفرنسي جان إيف لودريان إن» -> «لودريان»; «الجيش الإسرائيلي إن» -> itself.
    std::string subject_after(std::size_t from, std::size_t last) const {
        constexpr std::size_t kMostSubjectWords = 16;
        std::size_t end = from;
        for (std::size_t i = from; i <= last && i < from + kMostSubjectWords; ++i) {
            if (is_complementizer(words_[i].key) || words_[i].key == arabic::K(U"إلى") ||
                words_[i].key == arabic::K(U"على"))
                break;
            if (const NameMention* name = story_.mention_at(i); name && name->kind == NameKind::Person)
                return short_name(name->entity);
            end = i + 1;
        }
        std::size_t stop = from;
        while (stop < end && words_[stop].text.starts_with("ال") && words_[stop].content()) {
            ++stop;
            if (words_[stop - 1].after != After::Space) break;
        }
        if (stop == from || stop - from > 4 || stop != end) return {};
        return std::string(story_.text.substr(words_[from].at, words_[stop - 1].end() - words_[from].at));
    }

    static constexpr double kLoose = 0.2;
    static constexpr std::size_t kRoomForDropped = 8;
    static constexpr std::size_t kMostEnds = 3;

    const StoryText& story_;
    const std::vector<WordOf>& words_;
    const Care care_;
    std::size_t sentence_ = 0;
    std::string pair_;
    std::optional<Speaker> speaker_;
    std::vector<Candidate> out_;
};

}  // namespace

std::vector<Candidate> candidates_of(const StoryText& story, Care care) {
    return Generator(story, care).all();
}

}  // namespace warraq::digest
