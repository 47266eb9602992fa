#include "serve/http/event_stream.h"

namespace warraq::serve {

void EventStream::publish(const std::string& data) {
    auto text = std::make_shared<const std::string>("data: " + data + "\n\n");
    std::lock_guard lock(mutex_);
    if (latest_.is_end || (latest_.text && *latest_.text == *text)) return;
    latest_ = {latest_.number + 1, std::move(text)};
    number_.store(latest_.number, std::memory_order_release);
}

void EventStream::end() {
    std::lock_guard lock(mutex_);
    if (latest_.is_end) return;
    latest_ = {latest_.number + 1, nullptr, true};
    number_.store(latest_.number, std::memory_order_release);
}

EventStream::Event EventStream::latest() const {
    std::lock_guard lock(mutex_);
    return latest_;
}

}  // namespace warraq::serve
