#include "serve/routing/router.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "base/percent.h"

namespace warraq::serve {
namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (true) {
        const auto end = std::min(path.find('/'), path.size());
        segments.emplace_back(path.substr(0, end));
        if (end == path.size()) return segments;
        path.remove_prefix(end + 1);
    }
}

bool is_capture(const std::string& segment) {
    return segment.size() > 2 && segment.front() == '{';
}

std::optional<std::vector<Field>> captures(const std::vector<std::string>& pattern,
                                           const std::vector<std::string>& segments) {
    if (pattern.size() != segments.size()) return std::nullopt;
    std::vector<Field> found;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_capture(pattern[i])) {
            if (segments[i].empty()) return std::nullopt;
            found.push_back({pattern[i].substr(1, pattern[i].size() - 2), segments[i]});
        } else if (pattern[i] != segments[i]) {
            return std::nullopt;
        }
    }
    return found;
}

bool is_list(std::string_view parameter) {
    return parameter.ends_with("[]");
}

// «ids[]» and «ids[3]» are of the list «ids[]».
bool names(std::string_view parameter, std::string_view given) {
    if (given == parameter) return true;
    if (!is_list(parameter)) return false;
    const auto opening = parameter.substr(0, parameter.size() - 1);
    if (!given.starts_with(opening) || !given.ends_with(']')) return false;
    return only_digits(given.substr(opening.size(), given.size() - opening.size() - 1));
}

}  // namespace

Admission Admission::refused(int status) {
    return {.refusal = Reply{.status = status,
                             .type = "text/plain; charset=utf-8",
                             .body = fmt::format("{} {}\n", status, reason(status))}};
}

void Router::add(Route route) {
    auto segments = split(route.pattern);
    routes_.push_back({std::move(route), std::move(segments)});
}

Router::Match Router::match(Method method, std::string_view path) const {
    const Method wanted = method == Method::Head ? Method::Get : method;
    const auto segments = split(path);
    Match match;
    const std::vector<std::string>* pattern = nullptr;  // of the first route that fits: others are not asked
    for (const Compiled& candidate : routes_) {
        if (pattern && candidate.segments != *pattern) continue;
        auto found = captures(candidate.segments, segments);
        if (!found) continue;
        pattern = &candidate.segments;
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += to_string(candidate.route.method);
        if (candidate.route.method == Method::Get) match.allow += ", HEAD";
        if (candidate.route.method == wanted && !match.route) {
            match.route = &candidate.route;
            match.captures = std::move(*found);
        }
    }
    return match;
}

std::vector<const Route*> Router::routes() const {
    std::vector<const Route*> all;
    all.reserve(routes_.size());
    for (const Compiled& one : routes_) all.push_back(&one.route);
    return all;
}

std::vector<Field> known_parameters(const Route& route, std::string_view query) {
    std::vector<Field> known;
    if (query.empty() || route.options.parameters.empty()) return known;
    const auto given = parse_form(query);
    for (const std::string& name : route.options.parameters)
        for (const Field& field : given) {
            if (!names(name, field.name)) continue;
            known.push_back({name, field.value});
            if (!is_list(name)) break;
        }
    return known;
}

std::string canonical_query(const std::vector<Field>& parameters) {
    std::string out;
    for (const Field& parameter : parameters) {
        out += out.empty() ? '?' : '&';
        out += percent::encode_value(parameter.name);
        out += '=';
        out += percent::encode_value(parameter.value);
    }
    return out;
}

}  // namespace warraq::serve
