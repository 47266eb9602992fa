// One setting: what it may be, and where it stands in Settings; and the kinds of them that there are.
// Internal to the room.
//
//     flag("publication.hijri", "The Hijri date …", [](Settings& s) -> auto& { return s.publication.hijri; })
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/settings.h"

namespace warraq::settings {

using Json = nlohmann::json;

struct Entry {
    Description description;
    std::string_view says;  // the comment above it in the file
    std::string wanted;     // "a whole number from 1 to 9"
    // False for another kind of value, or one out of bounds.
    std::function<bool(const Json&, Settings&)> read;
    std::function<Json(const Settings&)> write;
};

template <class Value>
using Place = std::function<Value&(Settings&)>;
using Lines = std::vector<std::string>;

// What is this machine's alone: never told to the desk, never taken from it.
Entry of_machine(Entry entry);
// It is given the secret of that key.
Entry with_secret(std::string_view secret, Entry entry);

Entry text(std::string_view key, std::string_view says, Holds holds, Place<std::string> of);
// A line that seals backups.
Entry recipient(std::string_view key, std::string_view says);
Entry flag(std::string_view key, std::string_view says, Place<bool> of);
Entry number(std::string_view key, std::string_view says, int least, int most, Place<int> of);
Entry choice(std::string_view key, std::string_view says, std::span<const std::string_view> choices,
             Place<std::string> of);
Entry choice(std::string_view key, std::string_view says, std::span<const std::string_view> choices,
             std::function<void(const std::string&, Settings&)> read,
             std::function<std::string(const Settings&)> write);
Entry list(std::string_view key, std::string_view says, Holds holds, std::string_view wanted,
           std::function<bool(const Lines&, Settings&)> read, std::function<Lines(const Settings&)> write,
           std::span<const std::string_view> choices = {});

// Each line by `parse`, which answers nothing for one that it does not take: then `out` is as it was.
template <class Value, class Parse>
bool read_lines(const Lines& lines, Parse parse, std::vector<Value>& out) {
    std::vector<Value> values;
    for (const std::string& line : lines) {
        auto value = parse(line);
        if (!value) return false;
        values.push_back(std::move(*value));
    }
    out = std::move(values);
    return true;
}
template <class Value, class Write>
Lines lines_of(const std::vector<Value>& values, Write write) {
    Lines lines;
    std::ranges::transform(values, std::back_inserter(lines), write);
    return lines;
}

}  // namespace warraq::settings
