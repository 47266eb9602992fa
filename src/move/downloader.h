// Files of the site that a newsroom moves from, over HTTP. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

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

// False for this machine, its network and what else no one on the open internet has: "127.0.0.1",
// "10.1.2.3", "::1", "fe80::1", "::ffff:192.168.0.1", and for what is no address.
bool is_public_address(std::string_view ip);

}  // namespace warraq::move
