// A WordPress export: read, and each of its posts made a story, whose body goes out as HTML and comes in
// again.
#include <cstdint>

#include "wordpress/story.h"
#include "wordpress/wxr.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    wordpress::WordpressSurvey survey;
    survey.site = wordpress::WordpressSite("https://example.org/blog");
    survey.default_section = {1};
    wordpress::WordpressOptions options;
    wordpress::WordpressFiles files(survey.site, options);
    wordpress::WxrHandler handler;
    handler.item = [&](wordpress::WxrItem&& item) -> Result<void> {
        (void)wordpress::read_wordpress_story(item, survey, files);
        return {};
    };
    wordpress::WxrLimits limits;
    limits.text_bytes = 1u << 16;
    limits.attribute_bytes = 1u << 10;
    limits.attributes = limits.terms_an_item = limits.meta_an_item = 8;
    limits.parser_bytes = 1u << 18;
    (void)wordpress::read_wxr_text({reinterpret_cast<const char*>(data), size}, handler, limits);
    return 0;
}
