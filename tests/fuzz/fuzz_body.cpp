// A body's JSON, and what the press makes of it.
#include <cstdint>
#include <cstdlib>

#include "press/html.h"
#include "story/body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view json(reinterpret_cast<const char*>(data), size);
    if (auto body = warraq::story::Body::from_json(json)) {
        auto again = warraq::story::Body::from_json(body->to_json());
        if (!again || !(*again == *body)) std::abort();
        const auto html = warraq::press::body_html(*body).text();
        if (html.find("<script") != html.npos) std::abort();
        (void)body->word_count();
    }
    (void)warraq::press::inline_html(json);
    return 0;
}
