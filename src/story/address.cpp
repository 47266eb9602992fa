#include "story/address.h"

#include <fmt/format.h>

namespace warraq::story {

std::string address_of(const Card& story, const Section& section) {
    return fmt::format("/{}/{}/{}", section.slug, story.id.value, story.slug);
}
std::string address_of(const Section& section) { return "/" + section.slug; }
std::string address_of(const Person& person) { return "/author/" + person.slug; }
std::string media_address(std::string_view media) { return fmt::format("/media/{}", media); }

std::string percent_encoded(std::string_view address) {
    static constexpr std::string_view kKept = "-._~/?=&#:@!$'()*+,;";
    std::string out;
    out.reserve(address.size() * 2);
    for (const char c : address) {
        if (std::isalnum(static_cast<unsigned char>(c)) || kKept.find(c) != kKept.npos)
            out += c;
        else
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace warraq::story
