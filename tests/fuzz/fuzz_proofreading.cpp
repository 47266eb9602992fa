// Proofreading: hints in order, apart and within the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "arabic/proofreading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq::arabic;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::size_t last = 0;
    const auto hints = proofread(text);
    for (const auto& hint : hints) {
        if (hint.begin < last || hint.begin >= hint.end || hint.end > size) std::abort();
        last = hint.end;
    }
    (void)applied(text, hints);
    return 0;
}
