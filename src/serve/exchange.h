// What HTTP/1 and HTTP/2 do alike between a parsed head and the bytes that answer it.
#pragma once

#include <string>
#include <string_view>

#include "serve/dispatcher.h"

namespace warraq::serve {

// For the site; `address` is who it comes from. Without its body.
Request request_of(const RequestHead& head, const Dispatcher::Target& target, const std::string& address);

// The status of an error that is due whatever the body says, and so is told before the body is read; 0 for
// none.
int early_refusal(const Dispatcher::Plan& plan, const RequestHead& head, const Request& request,
                  const Limits& limits);

// Does this request ask to follow the events of its route?
bool asks_for_events(const Dispatcher::Plan& plan, const RequestHead& head);

// What of `page` goes to the reader who asked with `head`: all of it, its head alone, or that nothing
// changed. Views into the page.
struct Answer {
    int status;
    std::string_view head;  // with its status line
    std::string_view body;
};
Answer answer_with(const Prebuilt& page, const RequestHead& head);

}  // namespace warraq::serve
