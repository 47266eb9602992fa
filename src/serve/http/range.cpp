#include "serve/http/range.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <optional>

#include "base/ascii.h"

namespace warraq::serve {
namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

// nullopt where these are not digits; what is too large for 64 bits is the largest that fits.
std::optional<std::uint64_t> number_from_digits(std::string_view digits) {
    if (digits.empty()) return std::nullopt;
    std::uint64_t out = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        out = out > (kMost - digit) / 10 ? kMost : out * 10 + digit;
    }
    return out;
}

// A version that is not surely this one asks for the whole (RFC 9110, 13.1.5).
bool is_this_version(const EncodedResponse& page, std::string_view if_range) {
    if (if_range.empty()) return true;
    if (if_range.front() == '"') return if_range == page.etag;
    if (if_range.starts_with("W/") || page.last_modified == 0) return false;
    const auto at = from_http_date(if_range);
    return at && to_unix(*at) == page.last_modified;
}

}  // namespace

Range read_range(std::string_view field, std::uint64_t size) {
    const auto equals = field.find('=');
    if (equals == field.npos || !ascii::equal_ignoring_case(field.substr(0, equals), "bytes")) return {};
    auto set = field.substr(equals + 1);
    if (set.find(',') != set.npos) return {};  // several: whoever asks has to take the whole, too (14.2)
    set = ascii::trim_blanks(set);
    const auto dash = set.find('-');
    if (dash == set.npos) return {};
    const auto first_digits = set.substr(0, dash), last_digits = set.substr(dash + 1);
    const auto first = number_from_digits(first_digits), last = number_from_digits(last_digits);
    if (first_digits.empty()) {  // the last so many
        if (!last) return {};
        const auto wanted = std::min(*last, size);
        if (wanted == 0) return {Range::Kind::Unsatisfiable};
        return {Range::Kind::Part, size - wanted, wanted};
    }
    if (!first || (!last && !last_digits.empty()) || (last && *last < *first)) return {};
    if (*first >= size) return {Range::Kind::Unsatisfiable};
    const auto end = last && *last < size ? *last + 1 : size;
    return {Range::Kind::Part, *first, end - *first};
}

Range range_of(const EncodedResponse& page, const RequestHead& head) {
    if (!page.ranges || head.range.empty() || head.method != Method::Get) return {};
    if (!is_this_version(page, head.if_range)) return {};
    return read_range(head.range, page.content_size());
}

std::string head_with_status(const EncodedResponse& page, int status, bool with_type) {
    std::string out = fmt::format("HTTP/1.1 {} {}\r\n", status, reason(status));
    for (std::string_view lines = std::string_view(page.head).substr(page.head.find('\n') + 1);
         !lines.empty();) {
        const auto line = lines.substr(0, lines.find('\n') + 1);
        lines.remove_prefix(line.size());
        const bool own = line.starts_with("Content-Length:") || line.starts_with("Content-Encoding:") ||
                         line.starts_with("Content-Type:");
        if (!own || (with_type && line.starts_with("Content-Type:"))) out += line;
    }
    return out;
}

std::string partial_head(const EncodedResponse& page, const Range& range) {
    const bool part = range.kind == Range::Kind::Part;
    std::string out = head_with_status(page, part ? 206 : 416, part);
    if (part)
        fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\nContent-Range: bytes {}-{}/{}\r\n",
                       range.size, range.first, range.first + range.size - 1, page.content_size());
    else
        fmt::format_to(std::back_inserter(out), "Content-Length: 0\r\nContent-Range: bytes */{}\r\n",
                       page.content_size());
    return out;
}

}  // namespace warraq::serve
