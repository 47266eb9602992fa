// What a WordPress export holds, told before anything of it is taken.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/result.h"

namespace warraq::wordpress {

struct WordpressContents {
    std::string title, address;  // of the site
    // Below which most of its files are: "https://example.org/wp-content/uploads/". Empty: it names none.
    std::string uploads;
    std::uint64_t posts = 0, pages = 0, comments = 0, attachments = 0, authors = 0, categories = 0, tags = 0;
    std::map<std::string, std::uint64_t> others;  // items of types that become stories only where asked
    std::string damage;                           // where and why it breaks off; empty: it is whole
};

// `goes_on` is told how much of the file is read (0 to 1), and may end it. Error: NotFound; Invalid for what
// is no export; Refused where it was ended.
Result<WordpressContents> wordpress_contents(const std::filesystem::path& file,
                                             const std::function<bool(double share)>& goes_on);

}  // namespace warraq::wordpress
