// Files of the site that a newsroom moves from, over HTTP. Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace warraq::move {

class Downloader {
  public:
    // Whom it may ask: anyone, or only who is on the open internet, where the address comes from someone who
    // should not reach what stands beside the server.
    enum class Reach { All, Public };

    // Only addresses that begin with `allowed` ("https://old.example.org/wp-content/uploads/") are asked for.
    // `stopped` ends what is under way.
    explicit Downloader(std::string allowed, Reach reach = Reach::All, std::function<bool()> stopped = {});

    // At most 256 MiB within two minutes. Error: Refused for an address elsewhere; NotFound; Unavailable.
    Result<std::string> get(const std::string& address) const;

  private:
    const std::string allowed_;
    const Reach reach_;
    const std::function<bool()> stopped_;
};

}  // namespace warraq::move
