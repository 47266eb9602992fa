// The three bullets under a headline, as a sub-editor would write them.
//
//     std::vector<std::string> points = key_points(headline, body.plain_text());
//
// Clauses of the story, each made to stand alone: connectives, datelines and passing dates dropped, a long
// one ended where a clause ends, the hidden subject of «أضاف أن …» and the pair in «الوزيران» named where the
// story makes clear who they are, quotations whole or not at all. Three are chosen greedily for how much of
// the story's weighted vocabulary they add (maximum coverage, Filatova and Hatzivassiloglou 2004,
// "Event-Based Extractive Summarization"), none repeating the headline or another. docs/arabic.md explains
// each step. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/story_text.h"

namespace warraq::digest {

inline constexpr std::size_t kKeyPoints = 3;

// Up to three, in the order in which the story tells them; fewer when the text does not hold three.
std::vector<std::string> key_points(const StoryText& story);
std::vector<std::string> key_points(std::string_view headline, std::string_view text);

}  // namespace warraq::digest
