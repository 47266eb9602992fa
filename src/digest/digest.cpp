#include "digest/digest.h"

#include "digest/key_points.h"

namespace warraq::digest {

Digest digest_of(std::string_view headline, std::string_view text, const LearntNames* learnt) {
    StoryText story(headline, text, learnt);
    Digest out;
    out.points = key_points(story);
    out.names = std::move(story.names);
    return out;
}

}  // namespace warraq::digest
