#include "outgoing/reach.h"

#include <algorithm>

namespace warraq::outgoing {

bool Reach::allows(std::string_view host, std::uint16_t port, const IpAddress& address) const {
    return anywhere_ || is_public(address) || std::ranges::any_of(hosts_, [&](const AllowedHost& one) {
               return one.covers(host, port, address);
           });
}

}  // namespace warraq::outgoing
