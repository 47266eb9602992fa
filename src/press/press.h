// How it looks: theme + story -> page. Bytes out; no sockets, no store.
//
//     std::string html = press.story_page({story, section, sections, related, comments, form});
//
// Thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "press/calendar.h"
#include "press/pages.h"
#include "press/publication.h"
#include "press/theme.h"

namespace warraq::press {

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
