// Naive Bayes over a comment's terms and shape.
#include "site/comments/spam_filter.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "arabic/fold.h"
#include "arabic/terms.h"
#include "arabic/words.h"
#include "base/ascii.h"
#include "base/utf8.h"

namespace warraq::site {
namespace {

constexpr std::uint32_t kFewest = 10;  // decisions of each kind before it speaks
constexpr std::size_t kTelling = 24;   // signs that count: the ones furthest from even
constexpr double kPrior = 0.8;         // comments' worth of doubt in each sign
constexpr double kTrust = -2.2;        // where a comment starts: held to be good
constexpr double kMost = 3.0;          // that one sign can say
constexpr double kMostOfOne = .5;
constexpr double kMostOfLink = 1.8;  // honest comments have links too: never enough by itself
constexpr std::string_view kLink = "s:رابط";
constexpr std::size_t kMostSigns = 600;
constexpr std::size_t kMostLearnt = 20'000;

constexpr std::string_view kLinks[] = {"http://", "https://", "www.", "t.me/", "wa.me/", "bit.ly/"};
constexpr std::size_t kShorteners = 3;  // the last so many hide where they lead

// Which of kLinks begins here; -1 for none.
int link_at(std::string_view text) {
    for (std::size_t i = 0; i < std::size(kLinks); ++i)
        if (text.starts_with(kLinks[i])) return static_cast<int>(i);
    return -1;
}

// The text without its links, which say the same of every text that has one, and what they were.
struct Unlinked {
    std::string text;
    std::size_t links = 0, shortened = 0;
};
Unlinked unlinked(std::string_view text) {
    Unlinked out;
    const std::string lower = ascii::lower(text);
    for (std::size_t at = 0; at < text.size();) {
        const int link = link_at(std::string_view(lower).substr(at));
        if (link < 0) {
            out.text += text[at++];
            continue;
        }
        ++out.links;
        out.shortened += static_cast<std::size_t>(link) >= std::size(kLinks) - kShorteners;
        at = std::min(text.find_first_of(" \n", at), text.size());
    }
    return out;
}

// What spam has spoken of everywhere for twenty years: known before the first decision, outweighed by a few.
constexpr std::string_view kKnownSpam =
    "كازينو رهان رهانات مراهنات بونص إيداع قرض قروض تمويل سداد تسديد كفيل فوركس تداول توصيات أرباح ربح اربح "
    "اكسب مضمون مضمونة "
    "مجانا مجاني خصم عرض عروض حصري حصرية احجز اطلب اشترك سجل اضغط واتساب واتس تلغرام تليجرام تواصل اتصل جوال "
    "راسلني "
    "متابعين مشاهدات لايكات انستغرام سناب شيخ روحاني روحانية سحر جلب الحبيب مطلقة مسيار زواج تعارف تخسيس "
    "رجيم تبييض تفتيح "
    "صلع منشط عقم أعشاب خلطة شهادات فيزا تأشيرة شحن رصيد مهكرة تهكير هكر بيتكوين عملات استثمار استثمر ثراء "
    "دولار "
    "نقل عفش تسربات مكافحة حشرات تنظيف صيانة تأجير تقسيط شقق مساج "
    "casino bet betting poker slots bonus deposit loan loans credit forex crypto bitcoin invest investment "
    "profit profits earn "
    "win winner prize lottery cash money free cheap discount sale offer deal deals click visit subscribe "
    "join whatsapp telegram "
    "followers likes seo backlinks viagra cialis pills prescription weight pounds dating singles adult "
    "replica rolex degree "
    "passport visa spell psychic guaranteed urgent";

bool is_english_stop_word(std::string_view word) {
    static const std::unordered_set<std::string_view> kWords = {
        "a",    "an",    "and",  "are",  "as",   "at",   "be",    "been", "but", "by",    "can",
        "did",  "do",    "for",  "from", "had",  "has",  "have",  "he",   "her", "his",   "how",
        "i",    "if",    "in",   "is",   "it",   "its",  "me",    "my",   "no",  "not",   "of",
        "on",   "or",    "our",  "out",  "she",  "so",   "than",  "that", "the", "their", "them",
        "then", "there", "they", "this", "to",   "too",  "up",    "was",  "we",  "were",  "what",
        "when", "which", "who",  "why",  "will", "with", "would", "you",  "your"};
    const std::string lower = arabic::fold(word);
    return kWords.contains(lower);
}

void add_shape(std::string_view text, std::vector<std::string>& signs) {
    std::size_t letters = 0, latin = 0, capitals = 0, digits = 0, run = 0, longest = 0, repeated = 0,
                marks = 0;
    char32_t before = 0;
    std::size_t same = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = utf8::next(text, at);
        const bool digit = (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669);
        const bool upper = c >= 'A' && c <= 'Z';
        if (upper || (c >= 'a' && c <= 'z')) ++latin;
        capitals += upper;
        digits += digit;
        letters += arabic::is_word_character(c);
        // Phone numbers have blanks and dashes in them.
        run = digit ? run + 1 : (c == ' ' || c == '-' || c == '+') && run > 0 ? run : 0;
        longest = std::max(longest, run);
        same = c == before ? same + 1 : 1;
        repeated = std::max(repeated, same);
        marks += c == '!' || c == U'؟' || c == '?' || c == '$' || c == U'€' || c > 0x1F000;
        before = c;
    }
    const auto share = [&](std::size_t of, std::size_t all) { return all > 0 && 10 * of >= 3 * all; };
    const Unlinked plain = unlinked(text);
    const std::size_t links = plain.links;
    if (plain.shortened > 0) signs.emplace_back("s:رابط مختصر");
    if (links == 1) signs.emplace_back(kLink);
    if (links > 1) signs.emplace_back("s:روابط كثيرة");
    if (longest >= 8) signs.emplace_back("s:رقم هاتف");
    if (latin > 0 && latin * 10 >= letters * 9) signs.emplace_back("s:حروف لاتينية");
    if (share(capitals, latin) && capitals > 5) signs.emplace_back("s:حروف كبيرة");
    if (digits > 0 && share(digits, letters)) signs.emplace_back("s:أرقام كثيرة");
    if (marks >= 3) signs.emplace_back("s:علامات كثيرة");
    if (repeated >= 5) signs.emplace_back("s:حرف مكرر");
    if (text.find('@') != text.npos) signs.emplace_back("s:بريد");
    if (text.find('%') != text.npos) signs.emplace_back("s:نسبة");
    if (text.find('$') != text.npos) signs.emplace_back("s:مبلغ");
    if (letters < 12) signs.emplace_back("s:قصير");
}

}  // namespace

std::size_t links_in(std::string_view text) {
    return unlinked(text).links;
}

std::vector<std::string> signs_of(const story::CommentDraft& draft) {
    std::vector<std::string> signs;
    const auto add_words = [&](std::string_view text, const char* kind) {
        arabic::for_each_word(text, [&](std::string_view word) {
            if (signs.size() >= kMostSigns || arabic::is_stop_word(word) || is_english_stop_word(word))
                return;
            // A word outside Arabic stands for itself; a word in it, for its first term.
            const auto terms = arabic::terms(word);
            if (!terms.empty()) signs.push_back(kind + terms.front());
        });
    };
    add_words(unlinked(draft.text).text, "w:");
    add_words(draft.name, "n:");
    add_shape(draft.text, signs);
    std::sort(signs.begin(), signs.end());
    signs.erase(std::unique(signs.begin(), signs.end()), signs.end());
    return signs;
}

SpamFilter::SpamFilter() {
    constexpr std::uint32_t kAsIfSeen = 2;
    arabic::for_each_word(kKnownSpam, [&](std::string_view word) {
        const auto terms = arabic::terms(word);
        if (!terms.empty()) seen_["w:" + terms.front()].spam = kAsIfSeen;
    });
}

void SpamFilter::count(const Learnt& learnt, int by) {
    auto& total = learnt.spam ? spam_ : good_;
    total += static_cast<std::uint32_t>(by);
    for (const std::string& sign : learnt.signs) {
        Seen& seen = seen_[sign];
        (learnt.spam ? seen.spam : seen.good) += static_cast<std::uint32_t>(by);
    }
}

void SpamFilter::learn(story::CommentId id, const story::CommentDraft& draft, bool spam) {
    Learnt now{signs_of(draft), spam};
    std::lock_guard lock(mutex_);
    if (const auto known = learnt_.find(id); known != learnt_.end()) {
        count(known->second, -1);
        learnt_.erase(known);
    }
    if (learnt_.size() >= kMostLearnt) return;
    count(now, 1);
    learnt_.emplace(id, std::move(now));
}

Verdict SpamFilter::judge(const story::CommentDraft& draft) const {
    struct Weighed {
        const std::string* sign;
        double odds;  // logarithm; over 0 is spam
    };
    const std::vector<std::string> signs = signs_of(draft);
    std::lock_guard lock(mutex_);
    if (spam_ < kFewest || good_ < kFewest) return {};
    std::vector<Weighed> weighed;
    for (const std::string& sign : signs) {
        const auto found = seen_.find(sign);
        if (found == seen_.end()) continue;
        const double in_spam = (found->second.spam + kPrior) / (spam_ + 2 * kPrior);
        const double in_good = (found->second.good + kPrior) / (good_ + 2 * kPrior);
        // Met once, a word may be a coincidence.
        const double most = found->second.spam + found->second.good < 2 ? kMostOfOne
                            : sign == kLink                             ? kMostOfLink
                                                                        : kMost;
        weighed.push_back({&sign, std::clamp(std::log(in_spam / in_good), -most, most)});
    }
    std::sort(weighed.begin(), weighed.end(),
              [](const Weighed& a, const Weighed& b) { return std::abs(a.odds) > std::abs(b.odds); });
    if (weighed.size() > kTelling) weighed.resize(kTelling);
    double sum = kTrust;
    for (const Weighed& sign : weighed) sum += sign.odds;
    Verdict verdict{1 / (1 + std::exp(-sum)), {}};
    if (verdict.spam < kDoubtful) return verdict;
    constexpr std::size_t kNamed = 4;
    std::size_t named = 0;
    verdict.reason = "يشبه ما رفضه المشرفون:";
    for (const Weighed& sign : weighed) {
        if (sign.odds <= 0 || named == kNamed) continue;
        verdict.reason += (named++ ? "، «" : " «") + sign.sign->substr(2) + "»";
    }
    return verdict;
}

}  // namespace warraq::site
