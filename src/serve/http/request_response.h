// What HTTP/1 and HTTP/2 do alike between a parsed head and the bytes that answer it.
#pragma once

#include <string>
#include <string_view>

#include "serve/routing/dispatcher.h"

namespace warraq::serve {

// For the site; `address` is who it comes from. Without its body.
Request request_of(const RequestHead& head, const Dispatcher::Target& target, const std::string& address);

// Bytes that both hold.
std::size_t memory_of(const Request& request, const Dispatcher::Target& target);

// The status of an error that is due whatever the body says, and so is told before the body is read; 0 for
// none.
int early_refusal(const Dispatcher::Plan& plan, const RequestHead& head);

// Has the site to be asked (Dispatcher::admit) before the body is read, or which events are followed?
bool needs_admission(const Dispatcher::Plan& plan, const RequestHead& head);

// Does this request ask to follow the events of its route?
bool asks_for_events(const Dispatcher::Plan& plan, const RequestHead& head);

// What of a page goes to the reader who asked: all of it, its head alone, a part, or that nothing changed.
// Looks into the page, and lives no longer.
class Answer {
  public:
    Answer(const EncodedResponse& page, const RequestHead& head);

    int status() const { return status_; }
    std::string_view head() const {
        return own_head_.empty() ? shared_head_ : own_head_;
    }                                                // with status line
    std::string_view body() const { return body_; }  // empty where the content is read in pieces
    // Of the page's `content`: bytes [first, first + size); no size for none.
    std::uint64_t content_first() const { return content_first_; }
    std::uint64_t content_size() const { return content_size_; }
    std::uint64_t size() const { return body_.size() + content_size_; }  // of what follows the head

  private:
    int status_;
    std::string_view shared_head_;
    std::string own_head_;
    std::string_view body_;
    std::uint64_t content_first_ = 0, content_size_ = 0;
};

}  // namespace warraq::serve
