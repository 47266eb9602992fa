// Text and bodies as HTML that is safe by construction: every byte of a story passes base/markup.h.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "story/body.h"

namespace warraq::press {

using Span = std::pair<std::size_t, std::size_t>;  // bytes [begin, end)

// HTML made by this room; a template may print it as it is. Nothing else may become one.
class SafeHtml {
  public:
    const std::string& text() const { return text_; }

  private:
    explicit SafeHtml(std::string text) : text_(std::move(text)) {}
    friend SafeHtml inline_html(std::string_view);
    friend SafeHtml lines_html(std::string_view);
    friend SafeHtml marked_html(std::string_view, std::span<const Span>);
    friend SafeHtml body_html(const story::Body&);
    friend SafeHtml json_ld_html(std::string);
    std::string text_;
};

// Text with each Latin run and each composed number («3.9 %», «+971 4 123», «2018-10-20») in an isolate of
// its own, so that an Arabic line around it keeps its order. Runs are found by script, UAX #9's neutral
// characters inside them included.
SafeHtml inline_html(std::string_view text);

// The same with line breaks kept: a reader's comment.
SafeHtml lines_html(std::string_view text);

// The same as inline_html with <mark> around `marks`, which stand in order and apart.
SafeHtml marked_html(std::string_view text, std::span<const Span> marks);

SafeHtml body_html(const story::Body& body);

// JSON for a data block in HTML: «<» and «&» become escapes of JSON's own.
SafeHtml json_ld_html(std::string json);

}  // namespace warraq::press
