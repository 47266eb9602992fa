// The site as JSON, for programs: docs/site-api.yaml describes it. Pure; thread-safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "press/press.h"
#include "press/publication.h"

namespace warraq::press::api {

// "/api/v1": what every path begins with.
inline constexpr std::string_view kRoot = "/api/v1";

std::string site(const Publication& publication, std::span<const story::Section> sections);

struct Stories {
    std::span<const story::Card> cards;
    std::span<const story::Section> sections;
    std::string older, newer;  // paths of the pages beside; empty: none
};
std::string stories(const Publication& publication, const Stories& page);

struct WholeStory {
    const story::Story& story;
    const story::Section& section;
    std::span<const story::Section> sections;
    std::span<const ShownTopic> topics;
    std::span<const story::Card> related;
    std::string share_picture;  // path
    std::int64_t comments = 0;
    bool comments_open = true;
};
std::string whole_story(const Publication& publication, const WholeStory& whole);

std::string comments(const Publication& publication, const CommentsPart& part);

std::string topics(const Publication& publication, std::span<const story::Topic> topics);

std::string most_read(const Publication& publication, std::span<const story::Section> sections,
                      const MostRead& most);

// The bar for breaking news, as /live tells it; {} for none.
std::string breaking(const std::optional<story::Card>& card, std::span<const story::Section> sections);

std::string error(int status, std::string_view message);

}  // namespace warraq::press::api
