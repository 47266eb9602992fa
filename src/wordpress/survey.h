// The first reading of a WordPress export: who and what there is, brought into the newsroom, so that each
// post finds its section, author and pictures. Part of import_wordpress.
#pragma once

#include <mutex>
#include <unordered_map>
#include <vector>

#include "wordpress/import.h"
#include "wordpress/site.h"
#include "wordpress/wxr.h"

namespace warraq::wordpress {

// Handed to whoever has something to tell; counts are the report's.
using TellNote = std::function<void(const WordpressNote&)>;

// Files of the old site, brought into the media folder once each. Thread-safe.
class WordpressFiles {
  public:
    WordpressFiles(const WordpressSite& site, const WordpressOptions& options)
        : site_(site), options_(options) {}

    struct File {
        std::string media;                  // its name in the media folder; empty: it is not at hand
        std::optional<story::Image> image;  // it is a picture
    };
    // `address`: as a post names it, of any size.
    File bring(std::string_view address);
    // One that is here already.
    void know(std::string_view address, File file);

  private:
    Result<std::string> bytes_of(const std::string& upload, const std::string& address) const;
    File make(const std::string& upload, std::string_view address) const;

    const WordpressSite& site_;
    const WordpressOptions& options_;
    std::mutex mutex_;
    std::unordered_map<std::string, File> known_;  // by the upload's path
};

struct WordpressAttachment {
    std::int64_t parent = 0;
    std::string address;  // of the file
    std::string page;     // WordPress's own about it
    std::string caption, alt;
    std::optional<Instant> added;
};

struct WordpressSurvey {
    WordpressSite site{""};
    std::string language;
    std::unordered_map<std::string, story::SectionId> sections;  // by slug
    std::unordered_map<std::string, story::Person> people;       // by login
    std::unordered_map<std::string, story::UserId> users;        // by login
    std::unordered_map<std::int64_t, std::string> category_of;   // slug by number, for plugins that name one
    story::SectionId default_section;
    std::unordered_map<std::int64_t, WordpressAttachment> attachments;
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> attached_to;  // pictures by post
    std::uint64_t items = 0;                                                  // that are to be taken
};

// Error: as import_wordpress.
Result<WordpressSurvey> survey_wordpress(store::Store& store, const std::filesystem::path& file,
                                         const WordpressOptions& options, WordpressReport& report,
                                         const TellNote& tell);

// Brings the attachments' files. Error: Unavailable.
Result<void> bring_attachments(store::Store& store, const WordpressSurvey& survey, WordpressFiles& files,
                               const WordpressOptions& options, WordpressReport& report,
                               const TellNote& tell);

// Error: Refused, where the import is to stop.
Result<void> check_stopped(const WordpressOptions& options);

// Of a state that has no place here.
bool is_left_out(const WxrItem& item);

// Types that a site keeps for itself: menus, styles, revisions.
bool is_wordpress_machinery(std::string_view type);

}  // namespace warraq::wordpress
