// How a newsroom shows itself, as far as it is decided at the desk: part of Reader and Writer.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "story/front_page.h"

namespace warraq::store {

// An address of the site that leads to another one: «/old/page» to «/local/12/خبر» or to another site.
struct Redirect {
    std::string path, target;
};

class NewsroomReader {
  public:
    virtual ~NewsroomReader() = default;

    virtual Result<std::vector<story::FrontPlace>> front_places() = 0;  // by place
    // Keys and values as the settings' file has them.
    virtual Result<std::map<std::string, std::string>> settings() = 0;
    virtual Result<std::optional<std::string>> redirect(std::string_view path) = 0;  // its target
    // By path, those after `after`.
    virtual Result<std::vector<Redirect>> redirects(std::string_view after, int limit) = 0;
};

class NewsroomWriter {
  public:
    virtual ~NewsroomWriter() = default;

    // In place of those before. Error: NotFound for a story that is not there; Invalid for a place or a story
    // given twice.
    virtual Result<void> place_front(std::span<const story::FrontPlace> places) = 0;
    // Those whose time is over; how many they were.
    virtual Result<int> clear_front(Instant now) = 0;
    // Nothing: the file's value, or the default, holds again.
    virtual Result<void> set(std::string_view key, const std::optional<std::string>& value) = 0;
    // Nothing: the address leads nowhere any more. Error: Invalid.
    virtual Result<void> set_redirect(std::string_view path, const std::optional<std::string>& target) = 0;
};

}  // namespace warraq::store
