// The one place that knows the address of things on the site. Paths are UTF-8, as people read them.
#pragma once

#include <string>
#include <string_view>

#include "story/section.h"
#include "story/story.h"

namespace warraq::story {

std::string address_of(const Card& story, const Section& section);  // /economy/12/كأس-الخليج
std::string address_of(const Section& section);                     // /economy
std::string address_of(const Person& person);                       // /author/سلمى-النجار
std::string address_of(const Topic& topic);                         // /topic/القمح
std::string media_address(std::string_view media);                  // /media/3f2a….webp

// A picture made here has smaller ones beside it, by its name: "3f2a.set.webp", "3f2a.set-800.webp",
// "3f2a.set-400.webp".
inline constexpr int kPictureWidths[] = {1600, 800,
                                         400};  // of the picture itself, at most, and of those beside it
std::string sized_picture(std::string_view content_hash);     // "3f2a" -> "3f2a.set.webp"
std::string picture_size(std::string_view media, int width);  // one beside it
// For an <img>'s srcset; empty for pictures that came from elsewhere, in one size.
std::string picture_sizes(std::string_view media, int width);

// The smallest one of a picture; where the picture came from elsewhere, itself.
std::string thumbnail_address(const Image& image);

}  // namespace warraq::story
