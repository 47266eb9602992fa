// Which parts of a newsroom other users of the machine can open, by their permission bits.
//
//     for (const Opening& one : open_to_others({.data = data, .backups = backups}))
//         print("{}; close it: {}", one.what, one.command);
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace warraq::cli {

struct Places {
    std::filesystem::path data;
    std::filesystem::path backups;  // empty: there are none
    std::filesystem::path tls_key;  // empty: there is none; its group may read it where it lies elsewhere
};

struct Opening {
    std::string what;     // "/srv/news (mode 0755): warraq.db (0644), warraq.toml (0644)"
    std::string command;  // that closes it: "chmod -R go= /srv/news"
};

// At most one for each place, and none for a place that is not there or that others cannot enter. Bits that
// $WARRAQ_UMASK leaves open on purpose do not count, but on the settings and the key they do. Looks at each
// folder and at what lies directly in it. Never fails: what cannot be looked at is left out.
std::vector<Opening> open_to_others(const Places& places);

}  // namespace warraq::cli
