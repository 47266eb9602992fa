// The three bullets under a headline.
//
//     std::vector<std::string> points = key_points(headline, body.plain_text());
//
// Extractive: whole sentences of the story, without their opening connective, cut at a clause where they are
// long. Sentences are weighed by how much of the story's vocabulary they carry (Luhn 1958, "The Automatic
// Creation of Literature Abstracts") and by their place, and taken one by one so that none repeats the
// headline or another (maximal marginal relevance, Carbonell and Goldstein 1998). Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace warraq::digest {

inline constexpr std::size_t kKeyPoints = 3;

// Up to three, in the order in which the story tells them; fewer when the text does not hold three.
std::vector<std::string> key_points(std::string_view headline, std::string_view text);

}  // namespace warraq::digest
