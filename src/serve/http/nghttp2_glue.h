// Between nghttp2, which is C, and us. Internal to http2_session.h's implementation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <nghttp2/nghttp2.h>
#include <string_view>

#include "serve/limits/memory_budget.h"

namespace warraq::serve {

inline std::string_view view(const std::uint8_t* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

// nghttp2 takes what it only reads as if it could write.
inline std::uint8_t* raw(std::string_view text) {
    return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
}

inline void enough_memory(int result) {
    if (result == NGHTTP2_ERR_NOMEM) throw std::bad_alloc();
}

// nghttp2's memory, counted as the allocator measures it. Twice what a connection may hold is refused
// outright; what is between ends the connection with a word (Http2Session::receive()). `budget` outlives the
// session.
nghttp2_mem counted_memory(MemoryBudget& budget);

}  // namespace warraq::serve
