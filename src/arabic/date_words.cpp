#include "arabic/date_words.h"

#include <string>

#include "arabic/fold.h"
#include "arabic/tables.h"
#include "arabic/words.h"
#include "base/number.h"
#include "base/table.h"

namespace warraq::arabic {

const MonthNames& month_names() {
    static const MonthNames names = [] {
        MonthNames out;
        for_each_row(tables::months, [&](auto fields) {
            const int number = from_digits<int>(fields[1]).value_or(0);
            for (std::string_view name : split(fields[2], '|')) {
                MonthName made{{}, {number, fields[0] == "h", name.starts_with('~')}, false};
                if (made.month.everyday) name.remove_prefix(1);
                made.long_alef = name == "آب";
                for (const auto word : split(name, ' ')) made.words.push_back(key_of(word));
                out[made.words.front()].push_back(std::move(made));
            }
        });
        return out;
    }();
    return names;
}

std::unordered_map<Key, int> numbered(std::initializer_list<std::pair<const char*, int>> words) {
    std::unordered_map<Key, int> out;
    for (const auto& [word, number] : words) out.emplace(key_of(word), number);
    return out;
}

const std::unordered_map<Key, int>& weekdays() {
    static const auto days = numbered({{"الأحد", 0},
                                       {"الاثنين", 1},
                                       {"الإثنين", 1},
                                       {"الثلاثاء", 2},
                                       {"الأربعاء", 3},
                                       {"الخميس", 4},
                                       {"الجمعة", 5},
                                       {"السبت", 6}});
    return days;
}
const std::unordered_map<Key, int>& small_numbers() {
    static const auto numbers = numbered(
        {{"واحد", 1},   {"ثلاثة", 3},  {"ثلاث", 3},    {"أربعة", 4},    {"أربع", 4},     {"خمسة", 5},
         {"خمس", 5},    {"ستة", 6},    {"ست", 6},      {"سبعة", 7},     {"سبع", 7},      {"ثمانية", 8},
         {"ثماني", 8},  {"تسعة", 9},   {"تسع", 9},     {"عشرة", 10},    {"عشر", 10},     {"الأول", 1},
         {"الثاني", 2}, {"الثالث", 3}, {"الرابع", 4},  {"الخامس", 5},   {"السادس", 6},   {"السابع", 7},
         {"الثامن", 8}, {"التاسع", 9}, {"العاشر", 10}, {"العشرين", 20}, {"الثلاثين", 30}});
    return numbers;
}

Counted unit_of(Key key) {
    static const auto table = [] {
        std::unordered_map<Key, Counted> out;
        const auto put = [&](std::initializer_list<const char*> words, Unit unit, int count) {
            for (const char* word : words) out.emplace(key_of(word), Counted{unit, count});
        };
        put({"يوم", "يوما", "أيام", "يوماً"}, Unit::Day, 1);
        put({"يومين", "يومان"}, Unit::Day, 2);
        put({"أسبوع", "أسابيع", "أسبوعا", "أسبوعاً"}, Unit::Week, 1);
        put({"أسبوعين", "أسبوعان"}, Unit::Week, 2);
        put({"شهر", "أشهر", "شهور", "شهرا", "شهراً"}, Unit::Month, 1);
        put({"شهرين", "شهران"}, Unit::Month, 2);
        put({"عام", "أعوام", "سنة", "سنوات", "عاما", "عاماً", "سنين"}, Unit::Year, 1);
        put({"عامين", "سنتين"}, Unit::Year, 2);
        return out;
    }();
    const auto found = table.find(key);
    return found == table.end() ? Counted{} : found->second;
}
Unit definite_unit(Key key) {
    static const auto table = numbered({{"الأسبوع", 2}, {"الشهر", 3}, {"العام", 4}, {"السنة", 4}});
    const auto found = table.find(key);
    return found == table.end() ? Unit::None : static_cast<Unit>(found->second);
}

std::optional<int> which(Key key) {
    static const auto table = numbered({{"الماضي", -1},
                                        {"الماضية", -1},
                                        {"المنصرم", -1},
                                        {"الفائت", -1},
                                        {"المنصرمة", -1},
                                        {"الجاري", 0},
                                        {"الحالي", 0},
                                        {"الجارية", 0},
                                        {"الحالية", 0},
                                        {"المقبل", 1},
                                        {"المقبلة", 1},
                                        {"القادم", 1},
                                        {"القادمة", 1}});
    const auto found = table.find(key);
    return found == table.end() ? std::nullopt : std::optional<int>(found->second);
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> out;
    for_each_word(text, [&](std::string_view word) {
        Token token{
            word, static_cast<std::size_t>(word.data() - text.data()), 0, 0, -1, false, false, false, false,
            false};
        token.end = token.begin + word.size();
        token.key = key_of(word);
        token.long_alef = word.starts_with("آ");
        const std::string folded = token.key ? std::string() : fold(word);
        std::string_view digits = folded;
        for (const std::string_view era : {std::string_view("ه"), std::string_view("م")})
            if (digits.size() > era.size() && digits.ends_with(era) && digits[0] >= '0' && digits[0] <= '9') {
                token.hijri = era == "ه";
                digits.remove_suffix(era.size());
            }
        if (digits.size() <= kLongestNumber) token.number = from_digits<int>(digits).value_or(-1);
        if (!out.empty()) {
            const auto gap = text.substr(out.back().end, token.begin - out.back().end);
            for (const char* mark : {".", "،", ",", "\n", "؛", "!", "؟", ")", "("})
                out.back().breaks = out.back().breaks || gap.find(mark) != gap.npos;
            out.back().joined = gap.find('/') != gap.npos;
            out.back().dash = gap == "-" || gap == "–" || gap == " - " || gap == " – ";
        }
        out.push_back(token);
    });
    return out;
}

}  // namespace warraq::arabic
