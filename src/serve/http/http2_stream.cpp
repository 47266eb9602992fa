#include "serve/http/http2_stream.h"

namespace warraq::serve {

Http2Stream::Http2Stream(std::int32_t number, MemoryBudget& budget) : id(number), memory(budget) {
    memory.add(MemoryUse::Heads, sizeof(Http2Stream));
}

Http2Stream::~Http2Stream() {
    memory.give_back(MemoryUse::Heads, sizeof(Http2Stream));
}

}  // namespace warraq::serve
