// Every setting there is, as one table: its key, what it means, what it may be, and where it stands in
// Settings. Internal to the room.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
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

const std::vector<Entry>& entries();
const Entry* find_entry(std::string_view key);  // nullptr: there is no such setting

// http or https, and nothing that would end an attribute or a header.
bool is_web_address(std::string_view text);

}  // namespace warraq::settings
