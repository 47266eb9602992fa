#include "desk/settings/site_settings.h"

#include "desk/problem.h"

namespace warraq::desk {

settings::Settings settings_now(const settings::Settings& file, store::Reader& reader) {
    return settings::with_desk(file, value_or_throw(reader.settings()));
}

void put_value(settings::Settings& settings, const settings::Settings& file, const Fields& values,
               const std::string& key) {
    value_or_throw(settings::set_value(
        settings, key, values.has(key) ? values.json_of(key) : settings::value_of(file, key)));
}

}  // namespace warraq::desk
