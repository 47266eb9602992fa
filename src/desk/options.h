// What the desk is given when the server starts. The functions may be called by many threads at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "settings/settings.h"
#include "store/media.h"
#include "story/front_page.h"
#include "story/story.h"

namespace warraq::serve {
class Server;
class SharedLimits;
}  // namespace warraq::serve

namespace warraq::desk {

struct DeskOptions {
    std::function<std::shared_ptr<const settings::Settings>()> settings;  // those that hold now
    settings::Settings file_settings = {};  // what the settings' file says, without the desk's
    store::Media media = {};                // where pictures are put
    // The pages that readers would see.
    std::function<Result<std::string>(const story::Story&)> preview;
    std::function<Result<std::string>(std::span<const story::FrontPlace>)> preview_front;
    std::function<Result<std::string>(const settings::Settings&)> preview_look;  // the front page under them
    std::function<std::optional<Instant>()> last_backup = {};                    // when the newest was made
    std::shared_ptr<serve::SharedLimits> limits = {};  // of all nodes; nothing where there is one
    std::function<serve::Server*()> server = {};       // whose state is told; may answer nullptr
    int import_threads = 2;                            // of a move from WordPress
    std::string page;                                  // the desk's HTML
    // Of that page, which shows previews in frames, and of these; each header with its CR LF.
    std::string security_headers = {};
};

}  // namespace warraq::desk
