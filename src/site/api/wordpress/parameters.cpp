// Reading the query of the WordPress API.
#include "site/api/wordpress/parameters.h"

#include "base/percent.h"
#include "base/utf8.h"
#include "site/api/wordpress/api.h"
#include "site/api/wordpress/refusal.h"

namespace warraq::site::wordpress {
namespace {

constexpr int kPerPage = 10, kMostPerPage = 100;
constexpr std::size_t kMostValues = 100;  // of one parameter

constexpr std::string_view kNames[] = {"context",
                                       "page",
                                       "per_page",
                                       "offset",
                                       "search",
                                       "after",
                                       "before",
                                       "modified_after",
                                       "modified_before",
                                       "author",
                                       "author_exclude",
                                       "categories",
                                       "categories_exclude",
                                       "tags",
                                       "tags_exclude",
                                       "slug",
                                       "include",
                                       "exclude",
                                       "order",
                                       "orderby",
                                       "status",
                                       "sticky",
                                       "parent",
                                       "post",
                                       "hide_empty",
                                       "type",
                                       "subtype",
                                       "_embed",
                                       "_fields"};

bool is(std::string_view given, std::string_view name) {
    return given == name || (given.starts_with(name) && given.substr(name.size()) == "[]");
}

}  // namespace

std::vector<std::string> parameter_names() {
    std::vector<std::string> names;
    for (const auto name : kNames) {
        names.emplace_back(name);
        names.push_back(fmt::format("{}[]", name));
    }
    return names;
}

void refuse_parameter(std::string_view name, std::string message) {
    throw Refusal{400,
                  "rest_invalid_param",
                  fmt::format("Invalid parameter(s): {}", name),
                  {{std::string(name), std::move(message)}}};
}

bool Parameters::has(std::string_view name) const {
    return std::any_of(request_.query.begin(), request_.query.end(),
                       [&](const serve::Field& f) { return is(f.name, name); });
}

std::vector<std::string> Parameters::list(std::string_view name) const {
    std::vector<std::string> out;
    for (const serve::Field& field : request_.query) {
        if (!is(field.name, name)) continue;
        for (std::size_t start = 0; start <= field.value.size();) {
            const auto end = std::min(field.value.find(',', start), field.value.size());
            const auto value = utf8::trim(std::string_view(field.value).substr(start, end - start));
            if (!value.empty()) out.emplace_back(value);
            start = end + 1;
        }
    }
    if (out.size() > kMostValues)
        refuse_parameter(name, fmt::format("{} has more than {} values", name, kMostValues));
    return out;
}

std::string Parameters::text(std::string_view name) const {
    for (const serve::Field& field : request_.query)
        if (is(field.name, name)) return field.value;
    return {};
}

std::int64_t Parameters::number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                                std::int64_t most) const {
    const auto given = text(name);
    if (given.empty()) return otherwise;
    const auto number = given == "0" ? std::optional<std::int64_t>(0) : number_from(given);
    if (!number || *number < least || *number > most)
        refuse_parameter(
            name, fmt::format("{} must be between {} (inclusive) and {} (inclusive)", name, least, most));
    return *number;
}

std::optional<Instant> Parameters::instant(std::string_view name) const {
    const auto given = text(name);
    if (given.empty()) return std::nullopt;
    auto read = from_iso8601(given);
    if (!read) refuse_parameter(name, fmt::format("Invalid date: {}", name));
    return *read;
}

std::string Parameters::one_of(std::string_view name, std::string_view otherwise,
                               std::initializer_list<std::string_view> values) const {
    const auto given = text(name);
    if (given.empty()) return std::string(otherwise);
    if (among(values, given)) return given;
    std::string known;
    for (const auto value : values) known += (known.empty() ? "" : ", ") + std::string(value);
    refuse_parameter(name, fmt::format("{} is not one of {}.", name, known));
}

bool Parameters::flag(std::string_view name) const {
    const auto given = text(name);
    return given == "true" || given == "1";
}

void check_context(const Parameters& parameters) {
    if (parameters.one_of("context", "view", {"view", "embed", "edit"}) == "edit")
        throw Refusal{401, "rest_forbidden_context",
                      "Sorry, nothing is edited through this API: editors work at /desk."};
}

std::vector<std::string> slugs_of(const Parameters& parameters) {
    auto given = parameters.list("slug");
    for (std::string& slug : given) slug = percent::decode(slug);
    return given;
}

ListPart list_part_of(const Parameters& parameters, std::string_view order_otherwise) {
    ListPart part;
    part.slice.limit = static_cast<int>(parameters.number("per_page", kPerPage, 1, kMostPerPage));
    part.page = parameters.number("page", 1, 1, 1'000'000);
    part.slice.offset = parameters.number("offset", (part.page - 1) * part.slice.limit, 0, 100'000'000);
    part.slice.ascending = parameters.one_of("order", order_otherwise, {"asc", "desc"}) == "asc";
    return part;
}

}  // namespace warraq::site::wordpress
