#include "wordpress/meta.h"

#include <nlohmann/json.hpp>

#include "base/json_writer.h"

namespace warraq::wordpress {

std::string wordpress_meta(const story::Story& s) {
    const bool chosen = s.key_points_by == story::KeyPointsBy::Editor;
    const bool held = s.embargo != Instant{};
    if (s.kicker.empty() && !chosen && !held && s.dateline.empty() && s.sources.empty() &&
        s.corrections.empty())
        return {};
    JsonWriter json;
    json.object().text("kicker", s.kicker).text("dateline", s.dateline).array("sources");
    for (const story::Source& source : s.sources)
        json.object().text("name", source.name).text("url", source.url).end();
    json.end().array("corrections");
    for (const story::Correction& correction : s.corrections)
        json.object().text("at", to_iso8601(correction.at)).text("text", correction.text).end();
    json.end();
    if (held) json.text("embargo", to_iso8601(s.embargo));
    if (chosen) {
        json.array("key_points");
        for (const std::string& point : s.key_points) json.text(point);
    }
    return json.take();
}

Result<void> read_wordpress_meta(std::string_view value, story::Story& story) {
    const auto json = nlohmann::json::parse(value, nullptr, false);
    if (!json.is_object()) return invalid("is no JSON object");
    try {
        story::Story read = story;
        read.kicker = json.value("kicker", "");
        read.dateline = json.value("dateline", "");
        for (const auto& source : json.value("sources", nlohmann::json::array()))
            read.sources.push_back({source.value("name", ""), source.value("url", "")});
        for (const auto& correction : json.value("corrections", nlohmann::json::array())) {
            auto at = from_iso8601(correction.value("at", ""));
            if (!at) return fail(at.error());
            read.corrections.push_back({*at, correction.value("text", "")});
        }
        if (json.contains("embargo")) {
            auto embargo = from_iso8601(json.value("embargo", ""));
            if (!embargo) return fail(embargo.error());
            read.embargo = *embargo;
        }
        if (json.contains("key_points")) {
            read.key_points = json["key_points"].get<std::vector<std::string>>();
            read.key_points_by = story::KeyPointsBy::Editor;
        }
        story = std::move(read);
        return {};
    } catch (const nlohmann::json::exception& error) {
        return invalid(error.what());
    }
}

}  // namespace warraq::wordpress
