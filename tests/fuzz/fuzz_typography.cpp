// Typography: edits in order and within the text; tidied once, there is nothing more to tidy.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "arabic/typography.h"
#include "base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!utf8::valid(text)) return 0;  // paragraphs are, by the body's schema
    for (const auto quotes : {arabic::Quotes::Guillemets, arabic::Quotes::Curly, arabic::Quotes::AsWritten}) {
        const auto edits = arabic::tidy(text, {.quotes = quotes});
        std::size_t last = 0;
        for (const auto& edit : edits) {
            if (edit.begin < last || edit.begin > edit.end || edit.end > size) std::abort();
            last = edit.end;
        }
        const std::string tidied = arabic::applied(text, edits);
        if (!utf8::valid(tidied) || !arabic::tidy(tidied, {.quotes = quotes}).empty()) std::abort();
    }
    return 0;
}
