// Folding: valid UTF-8 out, folded twice is folded once, offsets that rise and stay within the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "arabic/fold.h"
#include "base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto folding : {arabic::Folding::Display, arabic::Folding::Search}) {
        const auto folded = arabic::fold_with_offsets(text, folding);
        if (folded.text != arabic::fold(text, folding) || !utf8::valid(folded.text)) std::abort();
        if (arabic::fold(folded.text, folding) != folded.text) std::abort();
        if (folded.offsets.size() != folded.text.size() + 1) std::abort();
        for (std::size_t i = 1; i < folded.offsets.size(); ++i)
            if (folded.offsets[i] < folded.offsets[i - 1] || folded.offsets[i] > size) std::abort();
    }
    return 0;
}
