// Reading and writing addresses of searches.
#include "site/pages/search_address.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "base/percent.h"

namespace warraq::site {

SearchAddress SearchAddress::read(const serve::Request& request) {
    SearchAddress asked;
    asked.q = search::parse_query(request.parameter("q")).text;
    asked.section = request.parameter("section");
    asked.author = request.parameter("author");
    if (year_from(request.parameter("year"))) asked.year = request.parameter("year");
    if (date_from(request.parameter("from"))) asked.from = request.parameter("from");
    if (date_from(request.parameter("to"))) asked.to = request.parameter("to");
    if (request.parameter("sort") == "date") asked.sort = "date";
    if (const auto page = number_from(request.parameter("page")))
        asked.page = static_cast<int>(std::min<std::int64_t>(*page, kLastSearchPage));
    return asked;
}

std::string SearchAddress::address() const {
    std::string out = "/search?q=" + percent::encode_value(q);
    for (const auto& [name, value] : filters()) out += "&" + name + "=" + percent::encode_value(value);
    if (page > 1) out += fmt::format("&page={}", page);
    return out;
}

std::vector<std::pair<std::string, std::string>> SearchAddress::filters() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& [name, value] :
         {std::pair("section", &section), std::pair("author", &author), std::pair("year", &year),
          std::pair("from", &from), std::pair("to", &to), std::pair("sort", &sort)})
        if (!value->empty()) out.emplace_back(name, *value);
    return out;
}

std::optional<Instant> date_from(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    auto date = from_iso8601(text);
    return date ? std::optional(*date) : std::nullopt;
}

std::optional<int> year_from(std::string_view text) {
    const auto number = number_from(text);
    constexpr int kFirst = 1900, kLast = 2100;
    return number && *number >= kFirst && *number <= kLast ? std::optional(static_cast<int>(*number))
                                                           : std::nullopt;
}

}  // namespace warraq::site
