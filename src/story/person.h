#pragma once

#include <string>

#include "story/ids.h"

namespace warraq::story {

// Someone who signs stories.
struct Person {
    PersonId id;
    std::string slug;  // unique
    std::string name;
    std::string about;  // a sentence or two on their page; may be empty
};

}  // namespace warraq::story
