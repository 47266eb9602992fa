// What a new password must be: long enough, and not easily guessed. There are no rules about kinds of
// letters.
//
//     check_new_password(password, {user.login, user.name, publication.name});   // or a Problem
//
// Thread-safe. Takes up to a few milliseconds.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace warraq::desk {

inline constexpr std::size_t kLeastPassword = 12;       // letters
inline constexpr std::size_t kLongestPassword = 1'024;  // bytes

// `about`: texts about the person and the newsroom, whose words a guesser knows. Throws a Problem (422):
// `weak_password` for one that is too short, too long or the first of `about`;
// `guessable_password` for one of the most common, and for one that 10^10 guesses would find: common
// passwords, words, names, dates, walks on the keyboard and the words of `about` and
// tables/context_words.tsv, as zxcvbn weighs them; and for one with fewer than six letters beside those
// words.
void check_new_password(const std::string& password, std::span<const std::string> about);

}  // namespace warraq::desk
