#include "serve/http/http2_stream.h"

namespace warraq::serve {

Http2Stream::Http2Stream(std::int32_t number, MemoryBudget& budget) : id(number), memory(budget) {
    memory.add(MemoryUse::Heads, sizeof(Http2Stream));
}

void Http2Stream::forget_head(std::size_t target_bytes) {
    logged_target = head.target.substr(0, target_bytes);
    logged.set(logged_target.capacity());
    RequestHead left;
    left.method = head.method;
    left.has_body = head.has_body;
    left.target = logged_target;
    head = left;
    decltype(cookie_crumbs)(&more_text).swap(cookie_crumbs);
    text.release();
}

Http2Stream::~Http2Stream() {
    memory.give_back(MemoryUse::Heads, sizeof(Http2Stream));
}

}  // namespace warraq::serve
