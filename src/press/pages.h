// What each page shows, as values that the caller keeps while the page is made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "press/html.h"
#include "story/comment.h"
#include "story/section.h"
#include "story/story.h"
#include "story/topic.h"

namespace warraq::press {

// The comment form as a reader gets it (empty), or gets it back (with what was typed, and what is wrong).
struct CommentForm {
    story::CommentDraft draft;
    story::CommentErrors errors;
    std::string problem;                   // of the whole form: too fast, too many
    std::string token;                     // proof of where and when the form was made
    bool received = false;                 // "thank you" in place of the form's introduction
    bool published = false;                // the same where it is shown at once
    std::optional<story::Comment> parent;  // that is answered
    struct Challenge {
        std::string text;
        int bits = 0;
    };
    std::optional<Challenge> challenge;  // work for the browser, after which it sends the form by itself
};

// A page of the threads under a story.
struct CommentsPart {
    std::vector<story::Thread> threads;
    std::int64_t count = 0;    // of all comments shown with the story
    bool open = true;          // it takes comments
    std::string newer, older;  // addresses of the pages beside; empty: none
};

struct ShownTopic {
    const story::Topic& topic;
    bool linked = false;  // it has a page
};

struct StoryPage {
    const story::Story& story;
    const story::Section& section;
    std::span<const story::Section> sections;
    std::span<const ShownTopic> topics;
    std::span<const story::Card> related;
    bool related_is_latest;  // of the section, because nothing nearer is known
    const CommentsPart& comments;
    const CommentForm& form;
    bool preview = false;  // of what readers do not see yet: marked so, and not to be indexed
};

struct River {
    const story::Section& section;
    std::vector<story::Card> cards;
};

struct FrontPage {
    std::span<const story::Section> sections;
    std::optional<story::Card> breaking;
    std::vector<story::Card> top;     // the lead, then its seconds
    std::vector<story::Card> latest;  // from all sections
    std::vector<River> rivers;        // no story twice
    std::vector<story::Card> most_read;
    bool preview = false;  // of places that are not given yet: not to be indexed
};

struct MostRead {
    std::vector<story::Card> hour, day, week;  // most read first
};

// A section's or a person's stories, newest first.
struct StoryListPage {
    std::span<const story::Section> sections;
    std::string title;    // the section's or the person's name
    std::string about;    // may be empty
    std::string address;  // of its first page
    std::string feed;     // path of what its feeds follow: feed_address()
    bool first = true;
    std::span<const story::Card> cards;
    std::string older, newer;                 // addresses; empty: no such page
    const story::Section* section = nullptr;  // of a section's page
};

struct Marked {
    std::string_view text;
    std::span<const Span> marks;
};

struct FoundItem {
    const story::Card& card;
    const story::Section& section;
    Marked headline, snippet;
};

// One way to narrow, widen or sort what was found.
struct SearchChoice {
    std::string name;
    std::int64_t stories = 0;  // 0: not counted
    std::string address;       // of the page with it; where it is chosen, of the one without
    bool chosen = false;
};

struct SearchPage {
    // None: nothing was asked yet. Mended: what was found is of the correction.
    enum class Answer { None, Found, Nearest, Mended, Nothing, BeingMade };

    std::span<const story::Section> sections;
    std::string query;
    Answer answer = Answer::None;
    std::int64_t total = 0;
    bool exact = true;
    bool incomplete = false;  // the index is still growing
    std::string correction, correction_address;
    std::vector<FoundItem> found;
    std::vector<SearchChoice> section_choices, year_choices, orders;
    std::vector<SearchChoice> chosen;                       // filters in force
    std::vector<std::pair<std::string, std::string>> kept;  // of the form: names and values of filters
    std::string newer, older;                               // addresses; empty: no such page
};

// A comment that is not taken: the reader has its text back, to copy, and is told why.
struct ReturnedComment {
    std::string problem, text;
};

struct MessagePage {
    std::span<const story::Section> sections;
    std::string title, text;
    std::string detail;  // a withdrawn story's reason
    ReturnedComment returned = {};
};

}  // namespace warraq::press
