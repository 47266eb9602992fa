#include "desk/moving_in/import_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace warraq::wordpress {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(WordpressContents, title, address, uploads, posts, pages,
                                                comments, attachments, authors, categories, tags, others,
                                                damage)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(WordpressReport, added, updated, unchanged, kept, bad,
                                                statuses, pages, comments, pingbacks, sections, people,
                                                topics, pictures, files, missing_files, left_out, links,
                                                notes)
NLOHMANN_JSON_SERIALIZE_ENUM(WordpressProgress::Step, {{WordpressProgress::Step::Looking, "looking"},
                                                       {WordpressProgress::Step::Files, "files"},
                                                       {WordpressProgress::Step::Stories, "stories"},
                                                       {WordpressProgress::Step::Links, "links"}})

}  // namespace warraq::wordpress

namespace warraq::desk {
namespace {

using Json = nlohmann::json;
using Phase = ImportState::Phase;

constexpr std::pair<Phase, std::string_view> kStates[] = {
    {Phase::None, "none"},   {Phase::Receiving, "receiving"}, {Phase::Looking, "looking"},
    {Phase::Ready, "ready"}, {Phase::Running, "running"},     {Phase::Stopped, "stopped"},
    {Phase::Done, "done"},   {Phase::Failed, "failed"},
};

Json time_or_null(Instant at) {
    return at == Instant{} ? Json(nullptr) : Json(to_iso8601(at));
}
Instant time_from(const Json& value) {
    const auto at = value.is_string() ? from_iso8601(value.get<std::string>()) : Result<Instant>(Instant{});
    return at ? *at : Instant{};
}

Json tree_of(const ImportState& at) {
    const auto state = std::ranges::find(kStates, at.phase, &std::pair<Phase, std::string_view>::first);
    return {{"state", state->second},
            {"name", at.name},
            {"size", at.size},
            {"received", at.received},
            {"looked", at.looked},
            {"contents", at.contents},
            {"download", at.options.download},
            {"types", at.options.types},
            {"take_name", at.options.take_name},
            {"who", at.who.value},
            {"started", time_or_null(at.started)},
            {"ended", time_or_null(at.ended)},
            {"step", at.step},
            {"percent", static_cast<int>(at.share * 100)},
            {"report", at.report},
            {"problem", at.problem},
            {"clean_end", at.clean_end}};
}

ImportState state_from(const Json& json) {
    ImportState at;
    const auto state = std::ranges::find(kStates, json.at("state").get<std::string>(),
                                         &std::pair<Phase, std::string_view>::second);
    if (state == std::end(kStates)) return at;
    at.phase = state->first;
    at.name = json.at("name");
    at.size = json.at("size");
    at.received = json.at("received");
    // A state that was written before these two were kept has neither.
    at.looked = json.value("looked", at.phase != Phase::Receiving && at.phase != Phase::Looking);
    at.clean_end = json.value("clean_end", false);
    at.contents = json.at("contents");
    at.options = {json.at("download"), json.at("types"), json.at("take_name")};
    at.who = {json.at("who").get<std::int64_t>()};
    at.started = time_from(json.at("started"));
    at.ended = time_from(json.at("ended"));
    at.report = json.at("report");
    at.problem = json.at("problem");
    return at;
}

// What an export says may be no UTF-8.
std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string json_of(const ImportState& state) {
    return text_of(tree_of(state));
}

std::string json_for_desk(const ImportState& state, bool stopping) {
    Json json = tree_of(state);
    json.erase("who");
    json.erase("clean_end");
    json["stopping"] = stopping;
    return text_of(json);
}

Result<ImportState> import_state_from(std::string_view json) {
    try {
        return state_from(Json::parse(json));
    } catch (const Json::exception& error) {
        return invalid(error.what());
    }
}

std::string json_text_of(const std::string& text) {
    return text_of(Json(text));
}

}  // namespace warraq::desk
