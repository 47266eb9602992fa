// The demo edition: share/demo/edition.json and its pictures, into an empty store.
#pragma once

#include <filesystem>

#include "store/media.h"
#include "store/store.h"

namespace warraq::archive {

struct DemoReport {
    bool filled = false;  // false: the site had stories already, and nothing was changed
    int stories = 0, comments = 0, pictures = 0;
};

// Times in the edition are hours before `now`. Pictures are copied to `media` under the hash of their
// content. Error: NotFound or Invalid, naming the part of the edition; nothing is stored then.
Result<DemoReport> fill_with_demo(store::Store& store, const std::filesystem::path& edition,
                                  const store::Media& media, Instant now);

// How the demo's newsroom presents itself; settings of a new data folder begin with it.
// Error: as above.
struct DemoName {
    std::string name, tagline, description, about;
};
Result<DemoName> read_demo_name(const std::filesystem::path& edition);

}  // namespace warraq::archive
