// A line of a story file, and the digest of what it holds.
#include <cstdint>
#include <cstdlib>

#include "archive/story_line.h"
#include "digest/key_points.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    if (auto read = warraq::archive::read_story_line(line)) {
        read->story.section = {1};
        (void)warraq::story::check(read->story);
        (void)warraq::digest::key_points(read->story.headline, read->story.body.plain_text());
    }
    if (warraq::digest::key_points("", line).size() > warraq::digest::kKeyPoints) std::abort();
    return 0;
}
