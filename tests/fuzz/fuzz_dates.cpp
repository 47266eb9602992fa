// Dates: spans in order within the text, first day not after the last.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "arabic/dates.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    constexpr std::int64_t kDay = 86'400;
    std::size_t last = 0;
    for (const auto& date :
         arabic::find_dates(text, from_unix(static_cast<std::int64_t>(size) * 37 * kDay))) {
        if (date.begin < last || date.begin >= date.end || date.end > size ||
            date.value.first > date.value.last)
            std::abort();
        if (date.value.to_iso8601().empty()) std::abort();
        last = date.end;
    }
    return 0;
}
