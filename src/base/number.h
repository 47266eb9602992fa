// Numbers from text, as files, addresses and protocols write them. Pure; thread-safe.
//
//     from_digits<std::uint16_t>("08080")      // 8080
//     number_from("12")                        // 12
#pragma once

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace warraq {

// Whether there is nothing but plain digits, or nothing at all.
inline bool only_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// All of the text as a number, zeros before it too. nullopt for none, a sign, or more than a Number holds.
template <std::integral Number>
std::optional<Number> from_digits(std::string_view text, int base = 10) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
    return number;
}

// As an id is written: a positive number without zeros before it.
inline std::optional<std::int64_t> number_from(std::string_view text) {
    return text.starts_with('0') ? std::nullopt : from_digits<std::int64_t>(text);
}

}  // namespace warraq
