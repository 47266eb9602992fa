// Files of the site that a newsroom moves from, over HTTP. Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "outgoing/reach.h"
#include "wordpress/web_folder.h"

namespace warraq::wordpress {

class Downloader {
  public:
    // Only addresses below `allowed` are asked for.
    // `reach`: whom, where that comes from someone who should not reach what stands beside the server.
    // `stopped` ends what is under way.
    explicit Downloader(WebFolder allowed, outgoing::Reach reach = outgoing::Reach::anywhere(),
                        std::function<bool()> stopped = {});

    // At most 256 MiB within two minutes. Error: Refused for an address elsewhere; NotFound; Unavailable.
    Result<std::string> get(const std::string& address) const;

  private:
    const WebFolder allowed_;
    const outgoing::Reach reach_;
    const std::function<bool()> stopped_;
};

}  // namespace warraq::wordpress
