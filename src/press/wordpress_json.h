// The site's things as WordPress's REST API (wp/v2, context=view) writes them, for apps and front ends that
// were made for it. Pure; thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "press/calendar.h"
#include "press/publication.h"
#include "story/comment.h"
#include "story/section.h"
#include "story/story.h"
#include "story/topic.h"

namespace warraq::press::wordpress {

using Json = nlohmann::ordered_json;

inline constexpr std::string_view kRoot = "/wp-json";
inline constexpr std::string_view kApi = "/wp-json/wp/v2";

struct Picture {
    std::int64_t number = 0;
    story::Image image;
    Instant added{};
};

struct Post {
    const story::Story& story;
    const story::Section& section;
    std::vector<std::int64_t> tags;  // numbers of topics
    std::int64_t picture = 0;        // number of the lead picture
    bool sticky = false;
    bool comments_open = true;
};

class Writer {
  public:
    Writer(const Publication& publication, const Calendar& calendar)
        : publication_(publication), calendar_(calendar) {}

    Json post(const Post& post) const;  // a page where the story is one
    Json category(const story::Section& section, std::int64_t stories) const;
    Json tag(const story::Topic& topic) const;
    Json user(const story::Person& person) const;
    Json media(const Picture& picture) const;
    Json comment(const story::Comment& comment) const;
    Json found(const story::Card& card, const story::Section& section) const;  // of /search
    Json types() const;
    Json taxonomies() const;
    Json statuses() const;
    Json index() const;

    // "https://example.org/wp-json/wp/v2/posts/12".
    std::string link(std::string_view rest) const;

  private:
    void put_times(Json& json, Instant published, Instant updated) const;

    const Publication& publication_;
    const Calendar& calendar_;
};

// {"code", "message", "data": {"status"}}.
Json error(int status, std::string_view code, std::string_view message);

// Without the members that are not named: "id", "title", "content.rendered", "_links.self". All where none
// are.
Json with_fields(const Json& json, const std::vector<std::string>& fields);

}  // namespace warraq::press::wordpress
