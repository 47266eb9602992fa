// The words that dates are made of, and a text as the tokens that they are read from. Internal to dates.cpp;
// thread-safe.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "arabic/letters.h"

namespace warraq::arabic {

struct Month {
    int number = 0;
    bool hijri = false, everyday = false;
};

struct MonthName {
    std::vector<Key> words;
    Month month;
    bool long_alef = false;  // «آب», not «أب»
};

// By their first word.
using MonthNames = std::unordered_map<Key, std::vector<MonthName>>;

const MonthNames& month_names();
const std::unordered_map<Key, int>& weekdays();       // from Sunday, as std::chrono counts
const std::unordered_map<Key, int>& small_numbers();  // «ثلاثة», «الثالث»

enum class Unit { None, Day, Week, Month, Year };

struct Counted {
    Unit unit = Unit::None;
    int count = 1;  // 2 for a dual
};
Counted unit_of(Key key);           // «أيام», «يومين»
Unit definite_unit(Key key);        // «الشهر»
std::optional<int> which(Key key);  // -1 the last («الماضي»), 0 this, 1 the next

// A small table in code.
std::unordered_map<Key, int> numbered(std::initializer_list<std::pair<const char*, int>> words);

struct Token {
    std::string_view text;
    std::size_t begin = 0, end = 0;
    Key key = 0;
    int number = -1;  // digits only
    bool long_alef = false;
    bool breaks = false;  // a stop, comma or line end follows
    bool joined = false;  // a slash follows right away
    bool dash = false;
    bool hijri = false;  // «1439هـ»
};

constexpr std::size_t kLongestNumber = 4;  // digits
std::vector<Token> tokens_of(std::string_view text);

}  // namespace warraq::arabic
