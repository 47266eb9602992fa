// A line into `warraq digest`, or where it is none, a story whose first line is its headline: at most three
// points of at most twenty-five words, names and dates within the text, a line of JSON out.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "archive/digest_line.h"
#include "digest/key_points.h"
#include "digest/similarity.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    archive::DigestLine line;
    if (auto read = archive::read_digest_line(input)) {
        line = std::move(*read);
    } else {
        const auto end = std::min(input.find('\n'), input.size());
        line.headline = input.substr(0, end);
        line.text = input.substr(std::min(end + 1, input.size()));
        line.dated = true;
    }
    const digest::StoryText story(line.headline, line.text);
    archive::DigestOf said{digest::digest_of(story, line.published), {}, std::nullopt};
    if (said.digest.points.size() > digest::kKeyPoints) std::abort();
    std::size_t last = 0;
    for (const auto& mention : said.digest.names.mentions) {
        if (mention.begin < last || mention.begin >= mention.end || mention.end > story.text.size())
            std::abort();
        last = mention.end;
    }
    if (digest::resemblance(digest::signature_of(story), digest::signature_of(story)) > 1) std::abort();
    (void)digest::section_features(story);
    (void)digest::telling_tags(story);
    if (archive::write_digest_line(line, said).find('\n') != std::string::npos) std::abort();
    return 0;
}
