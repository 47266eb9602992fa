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

// A picture made here has others beside it, by its name: "3f2a.sets.webp", "3f2a.sets-800.webp" and
// "3f2a.sets-400.webp", the same three as AVIF, and "3f2a.sets.jpg" for programs that know neither. Those
// made before there was AVIF are "3f2a.set.webp" and have WebP alone.
inline constexpr int kPictureWidths[] = {1600, 800,
                                         400};  // of the picture itself, at most, and of those beside it
inline constexpr int kPlainWidth = 1200;        // of the JPEG, at most
enum class PictureKind { Webp, Avif };
std::string sized_picture(std::string_view content_hash);  // "3f2a" -> "3f2a.sets.webp"
// The one of this width; `width` 0: the picture's own.
std::string picture_size(std::string_view media, int width, PictureKind kind = PictureKind::Webp);
// "3f2a.sets-800.avif" -> "3f2a.sets.webp", the picture that it is a size of; any other file's name: itself.
std::string whole_picture(std::string_view file);
// For a srcset; empty for pictures that came from elsewhere, in one size, and where there is none of the
// kind.
std::string picture_sizes(std::string_view media, int width, PictureKind kind = PictureKind::Webp);
// For chats and feed readers: the JPEG, or the picture itself.
Image plain_picture(const Image& image);

// http and https alone: where a source's name may lead.
bool is_source_address(std::string_view value);

std::string picture_type(std::string_view media);  // "a.jpg" -> "image/jpeg"

// The smallest one of a picture; where the picture came from elsewhere, itself.
std::string thumbnail_address(const Image& image);

}  // namespace warraq::story
