// The settings that hold: what the settings' file says, with what was set at the desk over it.
#pragma once

#include <string>

#include "desk/fields.h"
#include "settings/settings.h"
#include "store/store.h"

namespace warraq::desk {

settings::Settings settings_now(const settings::Settings& file, store::Reader& reader);

// Puts the value of that name into `settings`. Where `values` has none, what the file says holds again.
void put_value(settings::Settings& settings, const settings::Settings& file, const Fields& values,
               const std::string& key);

}  // namespace warraq::desk
