// Files of the site that a newsroom moves from, over HTTP. Thread-safe.
#pragma once

#include <string>

#include "base/result.h"

namespace warraq::move {

class Downloader {
  public:
    // Only addresses that begin with `allowed` ("https://old.example.org/wp-content/uploads/") are asked for.
    explicit Downloader(std::string allowed);

    // At most 256 MiB within two minutes. Error: Refused for an address elsewhere; NotFound; Unavailable.
    Result<std::string> get(const std::string& address) const;

  private:
    const std::string allowed_;
};

}  // namespace warraq::move
