#include "digest/digest.h"

#include "digest/key_points.h"

namespace warraq::digest {

Digest digest_of(const StoryText& story, Instant published) {
    return {key_points(story), story.names, arabic::find_dates(story.text, published)};
}

Digest digest_of(std::string_view headline, std::string_view body, Instant published) {
    return digest_of(StoryText(headline, body), published);
}

}  // namespace warraq::digest
