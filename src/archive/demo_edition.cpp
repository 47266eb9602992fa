#include "archive/demo_edition.h"

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/file.h"

namespace warraq::archive {
namespace {

using Json = nlohmann::json;
using story::Node;
using story::NodeKind;

Result<Json> read_edition(const std::filesystem::path& edition) {
    auto content = read_file(edition / "edition.json");
    if (!content) return fail(content.error());
    Json json = Json::parse(*content, nullptr, false);
    if (!json.is_object()) return invalid((edition / "edition.json").string() + " is not a JSON object");
    return json;
}

Node container(NodeKind kind, std::vector<story::Attribute> attributes = {}) {
    Node node;
    node.kind = kind;
    node.attributes = std::move(attributes);
    return node;
}

// «نص **قوي** و[رابط](https://…)»: the two marks that the demo's texts need.
std::vector<Node> inline_nodes(std::string_view text) {
    std::vector<Node> runs;
    const auto add = [&](std::string_view part, std::vector<story::Mark> marks) {
        if (!part.empty()) runs.push_back(story::text_node(std::string(part), std::move(marks)));
    };
    while (!text.empty()) {
        const auto strong = text.find("**"), link = text.find('[');
        const auto at = std::min(strong, link);
        add(text.substr(0, at), {});
        if (at == text.npos) break;
        text.remove_prefix(at);
        if (at == strong) {
            const auto end = text.find("**", 2);
            add(text.substr(2, end - 2), {{story::MarkKind::Strong, {}}});
            text.remove_prefix(end == text.npos ? text.size() : end + 2);
        } else {
            const auto middle = text.find("]("), end = text.find(')', middle == text.npos ? 0 : middle);
            if (middle == text.npos || end == text.npos) break;
            add(text.substr(1, middle - 1),
                {{story::MarkKind::Link, std::string(text.substr(middle + 2, end - middle - 2))}});
            text.remove_prefix(end + 1);
        }
    }
    return runs;
}

Node block(NodeKind kind, std::string_view text, std::vector<story::Attribute> attributes = {}) {
    Node node = container(kind, std::move(attributes));
    node.content = inline_nodes(text);
    return node;
}

class Edition {
  public:
    Edition(const Json& json, store::Writer& writer, std::map<std::string, story::Image> pictures,
            Instant now)
        : json_(json), writer_(writer), pictures_(std::move(pictures)), now_(now) {}

    // Throws Json::exception where the edition lacks something, like all below.
    Result<DemoReport> store() {
        int position = 0;
        for (const Json& section : json_.at("sections")) {
            auto id = writer_.save(story::Section{{}, section.at("slug"), section.at("name"), ++position});
            if (!id) return fail(id.error());
            sections_[section.at("slug")] = *id;
        }
        for (const Json& person : json_.at("people")) {
            auto made = writer_.person_for(person.at("name").get<std::string>());
            if (!made) return fail(made.error());
            if (auto done = writer_.describe(made->id, person.at("about").get<std::string>()); !done)
                return fail(done.error());
        }
        // Oldest first, so that numbers grow with time.
        std::vector<const Json*> stories;
        for (const Json& story : json_.at("stories")) stories.push_back(&story);
        std::stable_sort(stories.begin(), stories.end(), [](const Json* a, const Json* b) {
            return a->at("hours_ago").get<double>() > b->at("hours_ago").get<double>();
        });
        for (const Json* story : stories)
            if (auto stored = store_story(*story); !stored) return fail(stored.error());
        report_.filled = true;
        report_.pictures = static_cast<int>(pictures_.size());
        return report_;
    }

  private:
    Instant ago(double hours) const {
        return now_ - std::chrono::seconds(static_cast<std::int64_t>(hours * 3600));
    }

    Result<Node> read_block(const Json& json) {
        if (json.is_string()) return block(NodeKind::Paragraph, json.get<std::string>());
        if (json.contains("heading"))
            return block(NodeKind::Heading, json.at("heading").get<std::string>(), {{"level", "2"}});
        if (json.contains("quote")) {
            Node quote = container(NodeKind::Quote, {{"speaker", json.at("speaker").get<std::string>()}});
            quote.content.push_back(block(NodeKind::Paragraph, json.at("quote").get<std::string>()));
            return quote;
        }
        if (json.contains("list")) {
            Node list =
                container(NodeKind::List, {{"ordered", json.value("ordered", false) ? "true" : "false"}});
            for (const Json& item : json.at("list")) {
                Node made = container(NodeKind::ListItem);
                made.content.push_back(block(NodeKind::Paragraph, item.get<std::string>()));
                list.content.push_back(std::move(made));
            }
            return list;
        }
        if (json.contains("table")) {
            Node table = container(NodeKind::Table);
            bool header = true;
            for (const Json& cells : json.at("table")) {
                Node row = container(NodeKind::TableRow);
                for (const Json& cell : cells) {
                    Node made = container(NodeKind::TableCell, {{"header", header ? "true" : "false"}});
                    made.content.push_back(block(NodeKind::Paragraph, cell.get<std::string>()));
                    row.content.push_back(std::move(made));
                }
                table.content.push_back(std::move(row));
                header = false;
            }
            return table;
        }
        if (json.contains("picture")) {
            const story::Image& image = pictures_.at(json.at("picture"));
            return container(NodeKind::Image, {{"media", image.media},
                                               {"alt", image.alt},
                                               {"caption", json.value("caption", std::string())},
                                               {"credit", image.credit},
                                               {"width", std::to_string(image.width)},
                                               {"height", std::to_string(image.height)}});
        }
        if (json.contains("embed"))
            return container(NodeKind::Embed, {{"url", json.at("embed")},
                                               {"title", json.at("title")},
                                               {"provider", json.value("provider", std::string())}});
        if (json.contains("divider")) return container(NodeKind::Divider);
        return invalid("a block of no known kind");
    }

    Result<void> store_story(const Json& json) {
        story::Story story;
        story.headline = json.at("headline");
        const auto named = [&](const Error& error) {
            return fail({error.kind, fmt::format("demo story «{}»: {}", story.headline, error.message)});
        };
        story.slug = story::slug_of(story.headline);
        story.section = sections_.at(json.at("section"));
        const auto status = story::status_from(json.value("status", "published"));
        if (!status) return named({Error::Kind::Invalid, "unknown status"});
        story.status = *status;
        story.kicker = json.value("kicker", "");
        story.standfirst = json.value("standfirst", "");
        story.dateline = json.value("dateline", "");
        story.key_points = json.value("key_points", std::vector<std::string>());
        story.key_points_by = story::KeyPointsBy::Editor;
        for (const Json& tag : json.value("tags", Json::array()))
            story.tags.push_back({tag.get<std::string>()});
        story.withdrawal = json.value("withdrawal", "");
        story.created = story.published = ago(json.at("hours_ago"));
        story.updated = ago(json.value("updated_hours_ago", json.at("hours_ago").get<double>()));
        if (story.status == story::Status::Draft) story.published = {};
        for (const Json& source : json.value("sources", Json::array())) story.sources.push_back({source, ""});
        for (const Json& correction : json.value("corrections", Json::array()))
            story.corrections.push_back({ago(correction.at("hours_ago")), correction.at("text")});
        for (const Json& name : json.value("bylines", Json::array())) {
            auto person = writer_.person_for(name.get<std::string>());
            if (!person) return named(person.error());
            story.bylines.push_back(std::move(*person));
        }
        if (json.contains("picture")) {
            story.lead_image = pictures_.at(json.at("picture"));
            story.lead_image->caption = json.value("caption", "");
        }
        std::vector<Node> blocks;
        for (const Json& block : json.at("body")) {
            auto read = read_block(block);
            if (!read) return named(read.error());
            blocks.push_back(std::move(*read));
        }
        auto body = story::Body::from_nodes(std::move(blocks));
        if (!body) return named(body.error());
        story.body = std::move(*body);
        auto id = writer_.save(story);
        if (!id) return named(id.error());
        ++report_.stories;
        for (const Json& comment : json.value("comments", Json::array())) {
            auto added =
                writer_.add_comment(*id, {comment.at("name"), comment.at("email"), comment.at("text")});
            if (!added) return named(added.error());
            const auto verdict = story::comment_status_from(comment.value("status", "approved"));
            if (!verdict) return named({Error::Kind::Invalid, "a comment's status is unknown"});
            if (auto done = writer_.moderate(*added, *verdict); !done) return named(done.error());
            ++report_.comments;
        }
        return {};
    }

    const Json& json_;
    store::Writer& writer_;
    const std::map<std::string, story::Image> pictures_;
    const Instant now_;
    std::map<std::string, story::SectionId> sections_;
    DemoReport report_;
};

Result<std::map<std::string, story::Image>> copy_pictures(const Json& json,
                                                          const std::filesystem::path& edition,
                                                          const store::Media& media) {
    std::map<std::string, story::Image> pictures;
    for (const auto& [name, about] : json.at("pictures").items()) {
        const auto file = edition / "pictures" / (name + ".webp");
        auto content = read_file(file);
        if (!content) return fail(content.error());
        story::Image image;
        image.media = crypto::content_hash(*content) + ".webp";
        image.alt = about.at("alt");
        image.credit = json.value("picture_credit", "");
        image.width = json.at("picture_width");
        image.height = json.at("picture_height");
        if (auto kept = media.put(image.media, *content); !kept) return fail(kept.error());
        pictures.emplace(name, std::move(image));
    }
    return pictures;
}

template <class Work>
auto reading(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const Json::exception& error) {
        return invalid(std::string("the demo edition: ") + error.what());
    } catch (const std::out_of_range&) {
        return invalid("the demo edition names a section or picture that it does not have");
    }
}

}  // namespace

Result<DemoReport> fill_with_demo(store::Store& store, const std::filesystem::path& edition,
                                  const store::Media& media, Instant now) {
    {
        auto snapshot = store.snapshot();
        if (!snapshot) return fail(snapshot.error());
        auto counts = (*snapshot)->counts();
        if (!counts) return fail(counts.error());
        if (counts->stories > 0) return DemoReport{};
    }
    auto json = read_edition(edition);
    if (!json) return fail(json.error());
    return reading([&]() -> Result<DemoReport> {
        auto pictures = copy_pictures(*json, edition, media);
        if (!pictures) return fail(pictures.error());
        return store.write([&](store::Writer& writer) -> Result<DemoReport> {
            return reading([&] { return Edition(*json, writer, std::move(*pictures), now).store(); });
        });
    });
}

Result<DemoName> read_demo_name(const std::filesystem::path& edition) {
    auto json = read_edition(edition);
    if (!json) return fail(json.error());
    return reading([&]() -> Result<DemoName> {
        const Json& about = json->at("publication");
        return DemoName{about.at("name"), about.at("tagline"), about.at("description"), about.at("about")};
    });
}

}  // namespace warraq::archive
