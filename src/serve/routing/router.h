// From an address to the function that answers it: a table of routes, first match wins.
//
//     router.add({{Method::Get}, "/{section}/{id}/{slug}", story_page, {.cached = true}});
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http/event_stream.h"
#include "serve/http/message.h"

namespace warraq::serve {

// Called on a worker thread; may block on disk. Must not throw; if it does, the reader gets 500.
using Handler = std::function<Reply(const Request&)>;

// What a site says of a request whose head alone has come.
struct Admission {
    std::optional<Reply> refusal = {};  // goes out in the body's place; none: the body is taken
    std::string account = {};           // whose uploads are counted together; empty: the peer's address

    static Admission refused(int status);  // with a line of text
};

struct RouteOptions {
    bool cached =
        false;  // replies of 200 and 410 are kept by their tags; the handler sees no reader's particulars
    bool compressed = true;  // false: the content is compressed by itself (pictures, fonts)
    bool secret = false;     // its path holds one: told to no one
    // The handler neither waits nor computes for long: it runs on the event loop, also while no worker is
    // free.
    bool immediate = false;
    // It computes for long (a password, a picture) and must not hold up those that do not.
    bool heavy = false;
    std::size_t max_body = 0;  // bytes; 0 takes the server's default
    // Asked, with the head alone (no captures, no query), before a byte of a body is taken in. On a worker,
    // as handlers are. Empty: everyone's is taken.
    std::function<Admission(const Request&)> admits = {};
    std::vector<std::string> parameters =
        {};  // of the query; all others are ignored, so they cannot split the cache
    // Makes the route a server-sent event stream: returns the stream for a GET, or nullptr for 401. Runs on a
    // worker. HEAD is answered by the handler.
    std::function<std::shared_ptr<const EventStream>(const Request&)> events = {};
};

struct Route {
    Method method = Method::Get;  // a Get answers HEAD too
    std::string pattern;          // segments, some of them {captures}
    Handler handler;
    RouteOptions options = {};
};

class Router {
  public:
    void add(Route route);

    struct Match {
        const Route* route = nullptr;  // nullptr: none for this path and method
        std::vector<Field> captures;
        std::string
            allow;  // methods of the path's routes: "GET, HEAD, POST"; empty when no route has this path
    };
    Match match(Method method, std::string_view path) const;

    std::vector<const Route*> routes() const;  // in the order in which they are asked

  private:
    struct Compiled {
        Route route;
        std::vector<std::string> segments;
    };
    std::vector<Compiled> routes_;
};

// The parameters that a route knows, decoded: each once, in the route's order, the first of those given
// twice. One that the route calls «ids[]» is a list: all given as «ids[]» or «ids[3]», in the order given.
std::vector<Field> known_parameters(const Route& route, std::string_view query);

// The parameters as a canonical query string: "?a=1&b=2", or "" for none. Different lists never produce the
// same string.
std::string canonical_query(const std::vector<Field>& parameters);

}  // namespace warraq::serve
