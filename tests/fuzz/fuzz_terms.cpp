// Terms of each word: as many texts as keys, none empty, and the same when asked again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "arabic/joined_names.h"
#include "arabic/terms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq::arabic;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto check = [](std::string_view word) {
        const auto keys = term_keys(word);
        const auto texts = terms(word);
        if (texts.size() != keys.count || texts != terms(word)) std::abort();
        for (const auto& term : texts)
            if (term.empty()) std::abort();
    };
    for_each_word(text, check);
    for_each_name_part(text, check);
    check(text);
    return 0;
}
