// A request's body as its handler sees it, wherever it is kept.
//
//     const Body body("name=a");                  // in memory
//     parse_form(body);                           // a view of its bytes
//
// What is larger than Limits::body_bytes lies in a file without a name and is seen through a mapping: reading
// it may wait for the disk. Copies share the file, which goes with the last of them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace warraq::serve {

class Body {
  public:
    Body() = default;
    Body(std::string text) : text_(std::move(text)) {}
    explicit Body(const std::shared_ptr<const std::string>& text) : keeper_(text), kept_(*text) {}
    // `bytes` live as long as `keeper`.
    Body(std::shared_ptr<const void> keeper, std::string_view bytes)
        : keeper_(std::move(keeper)), kept_(bytes) {}

    operator std::string_view() const { return keeper_ ? kept_ : std::string_view(text_); }
    std::size_t size() const { return std::string_view(*this).size(); }
    bool empty() const { return size() == 0; }

  private:
    std::string text_;
    std::shared_ptr<const void> keeper_;
    std::string_view kept_;
};

}  // namespace warraq::serve
