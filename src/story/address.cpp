#include "story/address.h"

#include <fmt/format.h>

namespace warraq::story {

std::string address_of(const Card& story, const Section& section) {
    return fmt::format("/{}/{}/{}", section.slug, story.id.value, story.slug);
}
std::string address_of(const Section& section) {
    return "/" + section.slug;
}
std::string address_of(const Person& person) {
    return "/author/" + person.slug;
}
std::string address_of(const Topic& topic) {
    return "/topic/" + topic.slug;
}
std::string media_address(std::string_view media) {
    return fmt::format("/media/{}", media);
}

}  // namespace warraq::story
