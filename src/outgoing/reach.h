// Which hosts an outgoing call may connect to (protection against SSRF). The check is made on the resolved
// IP address, right before connecting, so a DNS name that points into the internal network does not get
// around it, nor one whose address changes meanwhile (DNS rebinding).
//
//     const auto reach = Reach::open_internet(settings.outgoing.allowed_hosts);
//     reach.allows("hub.example.org", 443, address);
//
// A value; thread-safe.
#pragma once

#include <vector>

#include "outgoing/allowed_host.h"

namespace warraq::outgoing {

class Reach {
  public:
    // For addresses that the machine's owner named: in the settings' file, on the command line.
    static Reach anywhere() { return Reach(true, {}); }
    // For all others: nobody on this machine or in its network (is_public), but those hosts.
    static Reach open_internet(std::vector<AllowedHost> and_these = {}) {
        return {false, std::move(and_these)};
    }

    bool is_anywhere() const { return anywhere_; }
    // `host`: as AllowedHost::covers().
    bool allows(std::string_view host, std::uint16_t port, const IpAddress& address) const;

  private:
    Reach(bool anywhere, std::vector<AllowedHost> hosts) : anywhere_(anywhere), hosts_(std::move(hosts)) {}

    bool anywhere_;
    std::vector<AllowedHost> hosts_;
};

}  // namespace warraq::outgoing
