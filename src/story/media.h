// The newsroom's own files that a story has: pictures, and what it links to (papers, sounds).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "story/story.h"

namespace warraq::story {

// One file's, without a path.
bool is_media_name(std::string_view value);

// The lead, then those of the body, in their order.
std::vector<Image> pictures_of(const Story& story);

// The first of these that shows this file, with what the story says of it.
std::optional<Image> picture_of(const Story& story, std::string_view media);

// Names of the files under /media/ that its text, its cards and its sources lead to, each once.
std::vector<std::string> linked_files(const Story& story);

}  // namespace warraq::story
