// A state that readers follow while it changes, as server-sent events (WHATWG HTML, 9.2): whoever comes is
// told the latest, then each newer one; one that is overtaken before it could be sent is left out.
//
//     auto stream = std::make_shared<EventStream>();
//     const auto followed = [stream](const Request&) { return stream; };
//     router.add({Method::Get, "/live", answer_head, {.events = followed}});
//     stream->publish("{\"headline\":\"…\"}");
//     stream->end();                             // who follows it is let go
//
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace warraq::serve {

class EventStream {
  public:
    // One line of text. The same as before is not told again, and nothing is once it has ended.
    void publish(const std::string& data);
    // For good: whoever follows it is let go, and whoever comes is too.
    void end();

    struct Event {
        std::uint64_t number = 0;                 // 0: nothing was published yet
        std::shared_ptr<const std::string> text;  // as it goes over the wire
        bool is_end = false;                      // nothing follows; no text
    };
    Event latest() const;
    std::uint64_t number() const { return number_.load(std::memory_order_acquire); }

  private:
    mutable std::mutex mutex_;
    Event latest_;
    std::atomic<std::uint64_t> number_{0};
};

}  // namespace warraq::serve
