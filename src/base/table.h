// Tables kept as text: a row a line, fields between tabs, "#" lines and empty ones left out.
//
//     for_each_row(text, [](std::span<const std::string_view> fields) { … });
//
// Rows always have at least `kFields` fields: what a line lacks is empty. Thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace warraq {

// The parts of `text` between `separator`s; empty parts are left out.
inline std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(separator, at), text.size());
        if (end > at) parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

template <class Take>
void for_each_row(std::string_view text, Take take) {
    constexpr std::size_t kFields = 6;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        at = end + 1;
        if (line.empty() || line.front() == '#') continue;
        std::array<std::string_view, kFields> fields{};
        std::size_t field = 0;
        for (std::size_t from = 0; from <= line.size() && field < kFields;) {
            const auto tab = std::min(line.find('\t', from), line.size());
            fields[field++] = line.substr(from, tab - from);
            from = tab + 1;
        }
        take(std::span<const std::string_view>(fields));
    }
}

}  // namespace warraq
