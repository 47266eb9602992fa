#include "desk/desk_reader.h"

namespace warraq::desk {

std::vector<story::FrontPlace> DeskReader::front_places() {
    return value_or_throw(all_.front_places());
}

std::vector<story::Section> DeskReader::sections() {
    return value_or_throw(all_.sections());
}

std::optional<story::Section> DeskReader::section(std::string_view slug) {
    return value_or_throw(all_.section(slug));
}

std::optional<story::Person> DeskReader::person_named(std::string_view name) {
    return value_or_throw(all_.person_named(name));
}

std::vector<story::User> DeskReader::users() {
    return value_or_throw(all_.users());
}

}  // namespace warraq::desk
