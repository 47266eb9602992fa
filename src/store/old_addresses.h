// Where a page of the WordPress site that a newsroom moved from stands now: what it kept of each address when
// it moved in, and what WordPress answers beside those (feeds, «/amp/», pages of lists, archives of a day).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace warraq::store {

struct OldPlace {
    std::string address;                       // on this site; empty of what was withdrawn
    bool feed = false;                         // it was asked for as a feed
    std::optional<story::StoryId> story = {};  // it is this one's
    std::optional<story::Topic> topic = {};    // it is this one's page, which may be none
    std::optional<Withdrawn> withdrawn = {};   // what stood there
};

// `address`: a decoded path, with the query where WordPress would use it: "/2018/02/05/خبر/feed/", "/?p=16".
// nullopt if it was not an address of that site, or if what it led to is not public.
Result<std::optional<OldPlace>> find_old_place(PublicReader& reader, std::string_view address);
// The same for texts that are about to be public: people, topics and files are found before any public story
// has them. What was withdrawn stands nowhere.
Result<std::optional<OldPlace>> find_old_place(Reader& reader, std::string_view address);

// "section:3" -> 3, where `kind` is "section"; nothing for another kind.
std::optional<std::int64_t> target_number(std::string_view target, std::string_view kind);

// As ImportsWriter::set_old_address, but for addresses that are no path: those led nowhere before, either.
Result<void> keep_old_address(Writer& writer, std::string_view address, std::string_view target);

// "2018/02/a-300x200.jpg" -> "2018/02/a.jpg", which WordPress made it from; the same text for others.
std::string original_upload(std::string_view upload);

}  // namespace warraq::store
