// People who write stories at the desk, by its API.
#pragma once

#include "support/desk.h"

namespace warraq::testing {

class WritingTest : public DeskTest {
  protected:
    using json = nlohmann::json;

    // A content with this headline and these paragraphs.
    static json content(const std::string& headline,
                        const std::vector<std::string>& paragraphs = {
                            "أفرغت السفينة «أمّ الخير» 18 ألف طن من القمح في 31 ساعة بدل ثلاثة أيام."}) {
        json blocks = json::array();
        for (const auto& text : paragraphs)
            blocks.push_back({{"type", "paragraph"}, {"content", {{{"type", "text"}, {"text", text}}}}});
        return {{"section", "local"},          {"headline", headline},
                {"key_points", json::array()}, {"bylines", {"سلمى النجار"}},
                {"sources", json::array()},    {"tags", json::array()},
                {"lead_image", nullptr},       {"body", {{"type", "doc"}, {"content", blocks}}}};
    }
    static json content_until(const std::string& headline, Instant embargo) {
        json what = content(headline);
        what["embargo"] = embargo == Instant{} ? json(nullptr) : json(to_iso8601(embargo));
        return what;
    }
    static std::string path(std::int64_t id, const std::string& rest = {}) {
        return fmt::format("/desk/api/stories/{}{}", id, rest);
    }
    int write(const Browser& who, const std::string& headline) {
        const auto made = call(who, "POST", "/desk/api/stories");
        EXPECT_EQ(made.status, 201) << made.json;
        const int id = made.json["id"];
        EXPECT_EQ(save(who, id, content(headline)).status, 200);
        return id;
    }
    int version(const Browser& who, int id) { return call(who, "GET", path(id)).json["version"]; }
    Called save(const Browser& who, int id, const json& what) {
        return call(who, "PUT", path(id), {{"version", version(who, id)}, {"content", what}});
    }
    Called move(const Browser& who, int id, const std::string& to, json more = json::object()) {
        more["version"] = version(who, id);
        more["to"] = to;
        return call(who, "POST", path(id, "/move"), more);
    }
    Called publish_changes(const Browser& who, int id) {
        return call(who, "POST", path(id, "/changes"), {{"version", version(who, id)}});
    }
    Called drop_changes(const Browser& who, int id) {
        return call(who, "DELETE", path(id, "/changes"), {{"version", version(who, id)}});
    }
    std::string status(std::int64_t id) { return std::string(story::to_string(get({id}).status)); }
    // The headline of the working copy; empty where there is none.
    std::string waiting(std::int64_t id) {
        const auto copy = *read()->working_copy({id});
        return copy ? json::parse(copy->content)["headline"].get<std::string>() : std::string();
    }
    // Headlines of all revisions, newest first, with their status: "draft:خبر".
    std::vector<std::string> history(std::int64_t id) {
        std::vector<std::string> out;
        const auto reader = read();
        const auto revisions = *reader->revisions({id}, 1'000);
        for (const store::Revision& one : revisions)
            out.push_back(fmt::format(
                "{}:{}", story::to_string(one.status),
                json::parse((**reader->revision(one.id)).content)["headline"].get<std::string>()));
        return out;
    }
};

}  // namespace warraq::testing
