// What a request asks for, and what is to become of it before its route is asked.
//
//     read_target(head, target);                     // for every request: its key
//     resolve(site, head, target);                   // where no page has that key: its route
//     Plan plan = plan_for(limits, head, target);
//
// Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "serve/http/request_parser.h"
#include "serve/limits/limits.h"
#include "serve/routing/site.h"

namespace warraq::serve {

// What a request asks for. Its key is the address as browsers send it, in percent-encoding: the common
// case is looked up as it came. Other spellings of the same address are brought to that form by
// resolve(); what the matched route does not ask for is no part of it.
struct Target {
    std::string key;  // of the page cache: path and query, coding
    Encoding encoding = Encoding::Identity;
    // After resolve():
    std::string path;               // decoded
    std::vector<Field> parameters;  // that the route knows, decoded
    Router::Match match;            // the site's fallback where no route has the path
    bool is_asset = false;
    bool well_formed = true;
};
// Reuses the strings of `out`: this runs for every request.
void read_target(const RequestHead& head, Target& out);
void resolve(const Site& site, const RequestHead& head, Target& target);

struct Plan {
    const Route* route = nullptr;
    int status = 0;     // not 0: answered by this error page instead
    std::string allow;  // with 405 and OPTIONS
    std::size_t max_body = 0;
};
Plan plan_for(const Limits& limits, const RequestHead& head, const Target& target);

// The end of a key: each coding of a page is kept apart.
char coding_in_key(Encoding encoding);

inline bool reads(Method method) {
    return method == Method::Get || method == Method::Head;
}

}  // namespace warraq::serve
