#include "story/address.h"

#include <algorithm>
#include <fmt/format.h>

namespace warraq::story {

std::string address_of(const Card& story, const Section& section) {
    if (!story.page_path.empty()) return story.page_path;
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

namespace {
constexpr std::string_view kSized = ".set.webp";
}

std::string sized_picture(std::string_view content_hash) {
    return std::string(content_hash) + std::string(kSized);
}
std::string picture_size(std::string_view media, int width) {
    return fmt::format("{}.set-{}.webp", media.substr(0, media.size() - kSized.size()), width);
}
std::string picture_sizes(std::string_view media, int width) {
    if (!media.ends_with(kSized)) return {};
    std::string out;
    for (const int smaller : kPictureWidths)
        if (smaller < width && smaller != kPictureWidths[0])
            out += fmt::format("{} {}w, ", media_address(picture_size(media, smaller)), smaller);
    return out + fmt::format("{} {}w", media_address(media), width);
}
std::string thumbnail_address(const Image& image) {
    const int smallest = *std::ranges::min_element(kPictureWidths);
    const bool sized = image.media.ends_with(kSized) && image.width > smallest;
    return media_address(sized ? picture_size(image.media, smallest) : image.media);
}

}  // namespace warraq::story
