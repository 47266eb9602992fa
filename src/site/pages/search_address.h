// The address of a search: /search?q=…&section=…&from=…
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "search/index.h"
#include "serve/http/message.h"

namespace warraq::site {

inline constexpr int kFoundOnAPage = 10;
inline constexpr int kLastSearchPage = search::kDeepest / kFoundOnAPage;

// Invalid values are read as absent.
struct SearchAddress {
    std::string q, section, author, year, from, to, sort;
    int page = 1;

    static SearchAddress read(const serve::Request& request);

    // The address of the first page after `change(SearchAddress&)`.
    template <class Change>
    std::string with(Change change) const {
        SearchAddress other = *this;
        other.page = 1;
        change(other);
        return other.address();
    }
    std::string address() const;
    std::vector<std::pair<std::string, std::string>> filters() const;  // those that are set: names and values
};

// "2018-02-05"; nullopt for an invalid date.
std::optional<Instant> date_from(std::string_view text);
// nullopt unless it is a year from 1900 to 2100.
std::optional<int> year_from(std::string_view text);

}  // namespace warraq::site
