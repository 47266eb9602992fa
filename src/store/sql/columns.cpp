#include "store/sql/columns.h"

#include <array>
#include <nlohmann/json.hpp>

namespace warraq::store::sql {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 7> kKinds = {"story", "section", "person",  "comment",
                                                    "topic", "front",   "settings"};

Json json_of(const std::string& text) {
    return text;
}
Json json_of(const story::Tag& tag) {
    if (tag.kind == story::TopicKind::Topic) return tag.name;
    return {{"name", tag.name}, {"kind", story::to_string(tag.kind)}};
}
Json json_of(const story::Source& source) {
    return {{"name", source.name}, {"url", source.url}};
}
Json json_of(const story::Correction& correction) {
    return {{"at", to_unix(correction.at)}, {"text", correction.text}};
}

void read(const Json& json, std::string& out) {
    json.get_to(out);
}
void read(const Json& json, story::Tag& out) {
    if (json.is_string()) return json.get_to(out.name), void();
    json.at("name").get_to(out.name);
    out.kind = story::topic_kind_from(json.at("kind").get<std::string>()).value_or(story::TopicKind::Topic);
}
void read(const Json& json, story::Source& out) {
    json.at("name").get_to(out.name);
    json.at("url").get_to(out.url);
}
void read(const Json& json, story::Correction& out) {
    out.at = from_unix(json.at("at").get<std::int64_t>());
    json.at("text").get_to(out.text);
}

template <class T>
std::string write_list(const std::vector<T>& values) {
    if (values.empty()) return "[]";
    Json list = Json::array();
    for (const T& value : values) list.push_back(json_of(value));
    return list.dump();
}

template <class Work>
Result<void> reading(Work work) {
    try {
        work();
        return {};
    } catch (const Json::exception& error) {
        return unavailable(std::string("a stored column cannot be read: ") + error.what());
    }
}

template <class T>
Result<void> read_list(std::string_view column, std::vector<T>& out) {
    out.clear();
    if (column == "[]") return {};
    return reading([&] {
        for (const Json& json : Json::parse(column)) read(json, out.emplace_back());
    });
}

}  // namespace

std::string to_column(const std::vector<std::string>& texts) {
    return write_list(texts);
}
std::string to_column(const std::vector<story::Tag>& tags) {
    return write_list(tags);
}
std::string to_column(const std::vector<story::Source>& sources) {
    return write_list(sources);
}
std::string to_column(const std::vector<story::Correction>& corrections) {
    return write_list(corrections);
}
std::string to_column(const story::Image& image) {
    return Json{{"media", image.media},   {"alt", image.alt},     {"caption", image.caption},
                {"credit", image.credit}, {"width", image.width}, {"height", image.height},
                {"focus", image.focus}}
        .dump();
}

Result<void> from_column(std::string_view column, std::vector<std::string>& out) {
    return read_list(column, out);
}
Result<void> from_column(std::string_view column, std::vector<story::Tag>& out) {
    return read_list(column, out);
}
Result<void> from_column(std::string_view column, std::vector<story::Source>& out) {
    return read_list(column, out);
}
Result<void> from_column(std::string_view column, std::vector<story::Correction>& out) {
    return read_list(column, out);
}
Result<void> from_column(std::string_view column, story::Image& out) {
    return reading([&] {
        const Json json = Json::parse(column);
        json.at("media").get_to(out.media);
        json.at("alt").get_to(out.alt);
        json.at("caption").get_to(out.caption);
        json.at("credit").get_to(out.credit);
        json.at("width").get_to(out.width);
        json.at("height").get_to(out.height);
        out.focus = json.value("focus", std::string());
    });
}

std::string_view to_column(ChangeKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<ChangeKind> change_kind_from(std::string_view column) {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (kKinds[i] == column) return static_cast<ChangeKind>(i);
    return std::nullopt;
}

}  // namespace warraq::store::sql
