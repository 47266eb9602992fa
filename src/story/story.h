// What a newsroom publishes. Plain values: the store fills them, the press shows them, nobody edits one in
// place.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "story/body.h"
#include "story/ids.h"
#include "story/person.h"
#include "story/topic.h"
#include "story/workflow.h"

namespace warraq::story {

struct Image {
    std::string media;  // name of a file in the media folder
    std::string alt, caption, credit;
    int width = 0, height = 0;  // pixels
    std::string focus;          // what must stay where a frame crops it, one of focuses(); empty: the middle
    bool operator==(const Image&) const = default;
};

// "top", "bottom", "left", "right" and the corners between them, as the picture is looked at.
std::span<const std::string_view> focuses();

// Who reported it first: «وكالة الأنباء العُمانية».
struct Source {
    std::string name;
    std::string url;  // may be empty
    bool operator==(const Source&) const = default;
};

struct Correction {
    Instant at{};
    std::string text;
    bool operator==(const Correction&) const = default;
};

enum class KeyPointsBy { Machine, Editor };

// What readers are told of a story while it is hot: عاجل, and يُحدَّث.
enum class Urgency { Normal, Breaking, Updating };
std::string_view to_string(Urgency urgency);
std::optional<Urgency> urgency_from(std::string_view text);

// What lists, related stories and cards show; cheap to read in numbers.
struct Card {
    StoryId id;
    std::string slug;
    SectionId section;
    Status status = Status::Draft;
    std::string kicker, headline, standfirst;
    std::optional<Image> lead_image;
    Instant published{};
    Instant updated{};
    Urgency urgency = Urgency::Normal;
    // Of a page («من نحن»), which is no news: its address, "/about/contact". Empty for stories.
    std::string page_path;
};

struct Story : Card {
    std::vector<std::string> key_points;
    KeyPointsBy key_points_by = KeyPointsBy::Machine;
    Body body;
    std::vector<Person> bylines;
    std::vector<Source> sources;
    std::string dateline;  // «مسقط»
    std::vector<Tag> tags;
    std::vector<SectionId> also_in;  // sections beside its own
    std::vector<Correction> corrections;
    std::string search_headline, social_headline;  // in place of the headline there; empty: the headline
    Instant embargo{};                             // nothing of it is published before; Instant{}: none
    std::vector<StoryId> related_pinned;           // shown first among the related stories, in this order
    std::vector<StoryId> related_excluded;         // never shown there
    std::string withdrawal;                        // why it was taken down; shown in its place
    std::string language = "ar";                   // BCP 47
    Instant created{};
    int words = 0;
    int version = 0;  // grows with each save; a save against an older one is a Conflict
};

// The rules that every stored story keeps: a headline (a draft may be without), a slug, lengths, valid UTF-8,
// published ones have a time. Error: Invalid, naming the field.
Result<void> check(const Story& story);

// True for what may be a page's address: "/about", "/about/contact"; never one that the site needs itself.
bool is_page_path(std::string_view path);

// «كأس الخليج: عُمان تفوز!» -> «كأس-الخليج-عمان-تفوز»: letters and digits of any script joined by hyphens,
// marks and tatweel dropped, at most `max_letters` code points cut at a word. «خبر» when nothing is left.
std::string slug_of(std::string_view headline, std::size_t max_letters = 70);

}  // namespace warraq::story
