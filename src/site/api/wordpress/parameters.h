// The query parameters of the WordPress API, parsed as WordPress does. An invalid value throws a Refusal
// (400).
#pragma once

#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/number.h"
#include "base/time.h"
#include "serve/http/message.h"
#include "store/listings.h"

namespace warraq::site::wordpress {

template <class Values, class Value>
bool among(const Values& values, const Value& value) {
    return std::find(std::begin(values), std::end(values), value) != std::end(values);
}

[[noreturn]] void refuse_parameter(std::string_view name, std::string message);

class Parameters {
  public:
    explicit Parameters(const serve::Request& request) : request_(request) {}

    bool has(std::string_view name) const;
    // From "a=1,2", "a[]=1&a[]=2" or "a[0]=1&a[1]=2".
    std::vector<std::string> list(std::string_view name) const;
    std::string text(std::string_view name) const;  // empty when absent
    std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                        std::int64_t most) const;
    std::optional<Instant> instant(std::string_view name) const;
    std::string one_of(std::string_view name, std::string_view otherwise,
                       std::initializer_list<std::string_view> values) const;
    bool flag(std::string_view name) const;

    template <class Id>
    std::vector<Id> ids(std::string_view name) const {
        std::vector<Id> out;
        for (const std::string& value : list(name)) {
            const auto number = value == "0" ? std::optional<std::int64_t>(0) : number_from(value);
            if (!number) refuse_parameter(name, fmt::format("{}[0] is not of type integer.", name));
            out.push_back(Id{*number});
        }
        return out;
    }
    template <class Id>
    store::Chosen<Id> chosen(std::string_view only, std::string_view except) const {
        return {ids<Id>(only), ids<Id>(except)};
    }

  private:
    const serve::Request& request_;
};

// Refuses context=edit (401).
void check_context(const Parameters& parameters);

// Percent-decoded: clients send slugs encoded, as WordPress shows them, or plain.
std::vector<std::string> slugs_of(const Parameters& parameters);

// Which part of a list the request asks for.
struct ListPart {
    store::Slice slice;
    std::int64_t page = 1;
};
ListPart list_part_of(const Parameters& parameters, std::string_view order_otherwise);

}  // namespace warraq::site::wordpress
