// Turns an upload into pictures that are safe to serve: decoded, rotated upright, converted to sRGB, scaled
// down, and encoded again as AVIF, WebP and one JPEG. Nothing but the pixels survives (no location, no
// camera, no embedded file).
//
//     auto picture = make_picture(bytes, media);     // {"3f2a….sets.webp", 1600, 900}
//
// JPEG, PNG, WebP, GIF (its first frame) and AVIF or HEIF are read, by libvips's own loaders for untrusted
// content; anything else is refused, as are pictures of more than kMostPixels, before they are decoded.
// Thread-safe; Machine::kPicturesAtATime run at a time, others wait.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "store/media.h"
#include "store/store.h"

namespace warraq::desk {

inline constexpr std::size_t kLargestUpload = 32u << 20;  // bytes
inline constexpr std::int64_t kMostPixels = 80'000'000;   // as a good camera's

struct Picture {
    std::string media;  // a file of the newsroom's; story/address.h names those beside it
    int width = 0, height = 0;
};

// Waits at most `wait` for its turn. Error: Invalid, in words for whoever uploaded; Unavailable when its turn
// did not come, or the files cannot be written.
Result<Picture> make_picture(std::string_view upload, const store::Media& media,
                             std::chrono::seconds wait = std::chrono::seconds(20));

}  // namespace warraq::desk
