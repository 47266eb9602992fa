// All that the digest says of one story by itself: what `warraq digest` writes and an import keeps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arabic/dates.h"
#include "base/time.h"
#include "digest/names.h"
#include "digest/story_text.h"

namespace warraq::digest {

struct Digest {
    std::vector<std::string> points;
    Names names;                             // places in headline, line end, body
    std::vector<arabic::DateMention> dates;  // the same
};

Digest digest_of(const StoryText& story, Instant published);
Digest digest_of(std::string_view headline, std::string_view body, Instant published);

}  // namespace warraq::digest
