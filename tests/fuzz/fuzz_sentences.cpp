// Words and sentences: views into the text, in order, none overlapping; no word lost between sentences.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "arabic/sentences.h"
#include "arabic/words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq::arabic;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto check = [&](const std::vector<std::string_view>& parts) {
        const char* last = text.data();
        for (const auto part : parts) {
            if (part.empty() || part.data() < last || part.data() + part.size() > text.data() + size)
                std::abort();
            last = part.data() + part.size();
        }
    };
    check(words(text));
    const auto found = sentences(text);
    check(found);
    return 0;
}
