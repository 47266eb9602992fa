// Every setting there is, as one table: its key, what it means, what it may be, and where it stands in
// Settings. Internal to the room.
#pragma once

#include <string_view>
#include <vector>

#include "settings/entry.h"

namespace warraq::settings {

const std::vector<Entry>& entries();
const Entry* find_entry(std::string_view key);  // nullptr: there is no such setting

}  // namespace warraq::settings
