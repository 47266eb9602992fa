#include "story/address.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "base/number.h"
#include "base/web_address.h"

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

constexpr std::string_view kAllKinds = ".sets.webp", kWebpAlone = ".set.webp", kWebp = ".webp";

bool has_kind(std::string_view media, PictureKind kind) {
    return media.ends_with(kAllKinds) || (kind == PictureKind::Webp && media.ends_with(kWebpAlone));
}

}  // namespace

std::string sized_picture(std::string_view content_hash) {
    return std::string(content_hash) + std::string(kAllKinds);
}
std::string picture_size(std::string_view media, int width, PictureKind kind) {
    std::string out(media.substr(0, media.size() - kWebp.size()));
    if (width > 0) out += fmt::format("-{}", width);
    return out + (kind == PictureKind::Avif ? ".avif" : ".webp");
}
std::string whole_picture(std::string_view file) {
    for (const std::string_view sized : {kAllKinds, kWebpAlone}) {
        const auto ending = sized.substr(0, sized.size() - kWebp.size());  // ".sets"
        const auto at = file.rfind(ending);
        if (at == file.npos || at == 0) continue;
        auto rest = file.substr(at + ending.size());  // "-800.avif"
        const auto dot = rest.find('.');
        if (dot == rest.npos) continue;
        const auto width = rest.substr(0, dot), kind = rest.substr(dot);
        const bool is_width =
            width.empty() || (width.size() > 1 && width.front() == '-' && only_digits(width.substr(1)));
        if (is_width && (kind == kWebp || kind == ".avif" || kind == ".jpg"))
            return std::string(file.substr(0, at)) + std::string(sized);
    }
    return std::string(file);
}
std::string picture_sizes(std::string_view media, int width, PictureKind kind) {
    if (!has_kind(media, kind)) return {};
    std::string out;
    for (const int smaller : kPictureWidths)
        if (smaller < width && smaller != kPictureWidths[0])
            out += fmt::format("{} {}w, ", media_address(picture_size(media, smaller, kind)), smaller);
    return out + fmt::format("{} {}w", media_address(picture_size(media, 0, kind)), width);
}
Image plain_picture(const Image& image) {
    if (!image.media.ends_with(kAllKinds)) return image;
    Image plain = image;
    plain.media = image.media.substr(0, image.media.size() - kWebp.size()) + ".jpg";
    plain.width = std::min(image.width, kPlainWidth);
    if (image.width > 0)
        plain.height =
            static_cast<int>(std::lround(static_cast<double>(image.height) * plain.width / image.width));
    return plain;
}
bool is_source_address(std::string_view value) {
    return has_web_scheme(value) && is_link(value);
}

std::string picture_type(std::string_view media) {
    const auto kind = media.substr(media.rfind('.') + 1);
    return fmt::format("image/{}", kind == "jpg" ? "jpeg" : kind);
}
std::string thumbnail_address(const Image& image) {
    const int smallest = *std::ranges::min_element(kPictureWidths);
    const bool sized = has_kind(image.media, PictureKind::Webp) && image.width > smallest;
    return media_address(sized ? picture_size(image.media, smallest) : image.media);
}

}  // namespace warraq::story
