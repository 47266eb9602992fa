// What comes with each 503 of the site: a database or an index did not answer, and may in a moment.
#pragma once

#include "serve/http/message.h"

namespace warraq::site {

inline serve::Field retry_after() {
    return {"Retry-After", "10"};  // seconds
}

}  // namespace warraq::site
