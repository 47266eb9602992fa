#include "serve/router.h"

#include <algorithm>
#include <optional>

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

}  // namespace

void Router::add(Route route) {
    for (const std::string& name : route.options.parameters) parameters_.push_back(name);
    std::sort(parameters_.begin(), parameters_.end());
    parameters_.erase(std::unique(parameters_.begin(), parameters_.end()), parameters_.end());
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

std::string Router::canonical_query(std::string_view query) const {
    if (query.empty() || parameters_.empty()) return {};
    std::string out;
    const auto given = parse_form(query);
    for (const std::string& name : parameters_) {
        const auto found =
            std::find_if(given.begin(), given.end(), [&](const Field& f) { return f.name == name; });
        if (found == given.end()) continue;
        out += out.empty() ? '?' : '&';
        out += name;
        out += '=';
        for (const char c : found->value)  // so that no value can look like two parameters
            if (c == '&' || c == '%')
                out += c == '&' ? "%26" : "%25";
            else
                out += c;
    }
    return out;
}

}  // namespace warraq::serve
