// What searches and suggestions share: how often one may ask, and who may keep the answer.
#pragma once

#include "site/context.h"

namespace warraq::site {

// Counts a search; true where its address has searched as often as one may. Addresses that are not of the
// open internet are not limited: behind a proxy that is not known as one, all readers have its address.
bool searches_too_often(serve::AddressLimiter& limiter, const serve::Request& request);
serve::Reply searched_too_often();  // 429

// What was searched for is the reader's own: no cache in front keeps it.
std::string private_cache_control(const Context& context);

}  // namespace warraq::site
