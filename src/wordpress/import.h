// `warraq import wordpress`: a whole WordPress site, from the file that its «Tools → Export» makes.
//
// The file is read twice: first for who and what there is (authors, categories, tags, attachments), then for
// posts and pages with their comments. What links within the site lead to is set right last, when everything
// has its place.
//
// Numbers of posts, categories, tags, authors, pictures and comments stay what they were where they are free,
// so that apps and links that name them find them. Everything is taken once: run again, what is the same
// changes nothing, what changed in the file replaces the story unless an editor has worked on it since. Work
// is done in whole transactions: an import that was interrupted and run again ends in the same result as one
// that was not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "store/media.h"
#include "store/store.h"
#include "wordpress/kept_bytes.h"
#include "wordpress/site.h"

namespace warraq::wordpress {

// What changed its form, or has no place here.
struct WordpressNote {
    std::int64_t post = 0;  // WordPress's number; 0: none, or of the site
    std::string type;       // "post", "page", "attachment", "comment" …
    std::string kind;       // "line break", "shortcode [x], which stays as text" …
    std::uint64_t times = 1;
};

struct WordpressReport {
    std::uint64_t added = 0, updated = 0, unchanged = 0;
    std::uint64_t kept = 0;                         // changed in the file, but edited here since: left alone
    std::uint64_t bad = 0;                          // could not be taken; each has a note
    std::map<std::string, std::uint64_t> statuses;  // of what was read and has its place here
    std::uint64_t pages = 0, comments = 0, pingbacks = 0;
    std::uint64_t sections = 0, people = 0, topics = 0;  // that are new
    std::uint64_t pictures = 0, files = 0, missing_files = 0;
    std::map<std::string, std::uint64_t> left_out;  // items of other types
    std::uint64_t links = 0;                        // set right
    std::uint64_t notes = 0;
    std::uint64_t taken() const { return added + updated + unchanged + kept; }
};

struct WordpressProgress {
    enum class Step { Looking, Files, Stories, Links } step;
    double share = 0;  // of the step
    const WordpressReport& so_far;
};

struct WordpressOptions {
    int threads = 2;  // that bring files and read posts (Machine::import_threads)
    // wp-content/uploads; empty: it is not at hand.
    std::filesystem::path uploads;
    // A picture of the media folder made from these bytes. Empty: pictures stay where they are.
    std::function<Result<story::Image>(std::string_view bytes)> make_picture;
    // The bytes at an address of the old site. Empty: nothing is fetched. From several threads.
    std::function<Result<std::string>(const std::string& address)> download;
    // For files that are no pictures (recordings, PDF).
    store::Media media = {};
    // Adds what a machine can say of a story. From several threads, each with a story of its own.
    std::function<void(story::Story&)> enrich;
    std::set<std::string> types = {"post"};  // that become stories; pages always are pages
    std::function<void(const WordpressProgress&)> progress;
    std::function<void(const WordpressNote&)> note;
    // Asked between stories, between files and every 256 KB of the export, from several threads; true ends
    // the import, which is run again to go on. Once true it stays so: what was begun and not written is
    // dropped.
    std::function<bool()> stopped;
    // Of what is kept for the whole of the import: the file's authors, terms and attachments.
    std::size_t most_kept = KeptBytes::kMost;  // bytes
    // How the site presents itself, once, before anything is stored.
    std::function<Result<void>(const WordpressSite& site, const std::string& name,
                               const std::string& description)>
        site;
};

// Error: NotFound; Invalid with the line, for a file that is damaged or none of WordPress's: what was read
// before stays. Unavailable when the store cannot write; Refused when it was stopped, or names more people,
// terms and files than may be kept: then nothing was stored.
Result<WordpressReport> import_wordpress(store::Store& store, const std::filesystem::path& file,
                                         const WordpressOptions& options);

}  // namespace warraq::wordpress
