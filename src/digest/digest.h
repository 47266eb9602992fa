// All that the digest says of one story, as a line of JSON: what `warraq digest` writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/names.h"

namespace warraq::digest {

struct Digest {
    std::vector<std::string> points;
    Names names;
};

Digest digest_of(std::string_view headline, std::string_view text, const LearntNames* learnt = nullptr);

}  // namespace warraq::digest
