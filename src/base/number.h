#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace warraq {

// "12" -> 12; nothing for anything else than a positive number in plain digits, without zeros before it.
inline std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number <= 0 || text.front() == '0')
        return std::nullopt;
    return number;
}

// Whether there is nothing but plain digits, or nothing at all.
inline bool only_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace warraq
