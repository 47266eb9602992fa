// A WordPress export: read, and each of its posts made a story, whose body goes out as HTML and comes in
// again.
#include <cstdint>

#include "move/html_body.h"
#include "move/wordpress_story.h"
#include "move/wxr.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    move::WordpressSurvey survey;
    survey.site = move::WordpressSite("https://example.org/blog");
    survey.default_section = {1};
    move::WordpressOptions options;
    move::WordpressFiles files(survey.site, options);
    move::WxrHandler handler;
    handler.item = [&](move::WxrItem&& item) -> Result<void> {
        (void)move::read_wordpress_story(item, survey, files);
        return {};
    };
    move::WxrLimits limits;
    limits.text_bytes = 1u << 16;
    limits.attribute_bytes = 1u << 10;
    limits.attributes = limits.terms_an_item = limits.meta_an_item = 8;
    limits.parser_bytes = 1u << 18;
    (void)move::read_wxr_text({reinterpret_cast<const char*>(data), size}, handler, limits);
    return 0;
}
