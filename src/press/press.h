// How it looks: theme + story -> page. Bytes out; no sockets, no store.
//
//     std::string html = press.story_page({story, section, sections, related, comments, form});
//
// Thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "press/calendar.h"
#include "press/publication.h"
#include "press/theme.h"
#include "story/comment.h"
#include "story/section.h"
#include "story/story.h"

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

class Press {
  public:
    Press(Publication publication, Calendar calendar, std::shared_ptr<const Theme> theme);
    Press(Publication publication, Calendar calendar, Theme theme)
        : Press(std::move(publication), std::move(calendar),
                std::make_shared<const Theme>(std::move(theme))) {}

    std::string story_page(const StoryPage& page) const;
    std::string front_page(const FrontPage& page) const;
    std::string story_list_page(const StoryListPage& page) const;
    std::string most_read_page(std::span<const story::Section> sections, const MostRead& most) const;
    std::string search_page(const SearchPage& page) const;
    // What stands under a topic's name: what it is, and how many stories tell of it.
    std::string topic_introduction(const story::Topic& topic) const;
    std::string message_page(const MessagePage& page) const;
    // The picture for shares of a story that has none of its own, and of the site's other pages: where it is
    // (a new address when it would look otherwise), and the PNG. Error: Unavailable.
    std::string share_address(const story::Card& story, const story::Section& section) const;
    std::string share_address() const;
    Result<std::string> share_png(const story::Card& story, const story::Section& section) const;
    Result<std::string> share_png() const;
    // 404, 410, 500 … in the site's words.
    std::string error_page(int status, std::span<const story::Section> sections) const;

    // What each of these pages begins with, to the end of its style; empty where the theme puts that
    // elsewhere.
    std::string shared_start() const;
    // A comment that came while nothing can be stored, and one on a story that is not there (any more): the
    // reader has it back.
    std::string unsaved_comment_page(std::string_view text) const;
    std::string stray_comment_page(std::string_view text) const;
    std::string withdrawn_page(std::string_view why, std::span<const story::Section> sections,
                               const ReturnedComment& returned = {}) const;

    const Theme& theme() const { return *theme_; }
    const Publication& publication() const { return publication_; }
    const Calendar& calendar() const { return calendar_; }

  private:
    struct Frame;  // what the layout around a page needs
    std::string framed(const Frame& frame, const char* file, const Sheet& sheet) const;
    void fill_ranks(Sheet& sheet, std::span<const story::Card> cards,
                    std::span<const story::Section> sections, bool dated) const;
    void fill_card(Sheet& sheet, const story::Card& card, std::span<const story::Section> sections,
                   bool eager) const;
    void fill_comment(Sheet& sheet, const story::Comment& comment, const std::string& reply_address) const;
    void fill_comments(Sheet& sheet, const StoryPage& page) const;
    static void fill_returned(Sheet& sheet, const ReturnedComment& returned);
    enum class DateStyle { Day, DayAndTime, Full };  // Full: weekday, time and the Hijri date
    void fill_share_picture(Sheet& layout, std::string_view address, std::string_view alt, int width,
                            int height) const;
    void fill_shares(Sheet& layout, const Frame& frame) const;
    SharePicture share_picture(const story::Card& story, const story::Section& section) const;
    SharePicture share_picture() const;
    void fill_date(Sheet& sheet, const char* name, Instant instant, DateStyle style) const;
    void fill_picture(Sheet& sheet, const story::Image& image, bool eager) const;

    const Publication publication_;
    const Calendar calendar_;
    const std::shared_ptr<const Theme> theme_;
};

}  // namespace warraq::press
