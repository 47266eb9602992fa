// Somebody's HTML, with WordPress's shortcodes and block comments: whatever it is, what it becomes is a body.
#include <cstdint>
#include <cstdlib>

#include "wordpress/html_body.h"
#include "wordpress/html_text.h"
#include "wordpress/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    wordpress::HtmlImport how;
    how.line_breaks = !wordpress::has_blocks(text);
    how.picture = [](std::string_view address) -> std::optional<story::Image> {
        if (address.size() % 2) return std::nullopt;
        return story::Image{"a.webp", "", "", "", 10, 10};
    };
    how.gallery = [](std::string_view) {
        return std::vector<wordpress::HtmlImport::GalleryPicture>{
            {std::nullopt, "https://example.org/a.jpg", "x"}};
    };
    const std::string html = wordpress::html_from_wordpress(text, [](std::string_view) {});
    const auto body = story::Body::from_nodes(wordpress::blocks_from_html(html, how));
    // Only sheer size is a reason not to be one.
    if (!body && body.error().message.find("more than") == std::string::npos &&
        body.error().message.find("bytes") == std::string::npos)
        std::abort();
    (void)wordpress::lines_from_html(text);
    return 0;
}
