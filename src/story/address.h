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

}  // namespace warraq::story
