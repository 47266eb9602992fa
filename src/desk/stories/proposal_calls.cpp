// What the machine proposes of a story while it is written.
#include "desk/reply.h"
#include "desk/stories/calls.h"
#include "desk/stories/proposals.h"
#include "desk/stories/section_suggester.h"
#include "desk/stories/story_json.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::size_t kParagraphs = 2'000, kLongestParagraph = 20'000, kHeadline = 300, kAbout = 50;

}  // namespace

Reply propose(const Call& call) {
    auto reader = call.desk.newsroom.read(call.visitor().user);
    const story::StoryId id{call.body.has("id") ? call.body.number("id") : 0};
    const Written written(reader->may_read(id) ? id : story::StoryId{}, call.body.text("headline", kHeadline),
                          call.body.texts("paragraphs", kParagraphs, kLongestParagraph), now());
    Proposals proposals = proposals_for(written);
    const auto about =
        call.body.has("about") ? call.body.texts("about", kAbout, kHeadline) : std::vector<std::string>{};
    proposals.section = call.desk.suggester.suggest(written.text, about);
    const auto sections = reader->sections();
    if (call.desk.index) {
        auto& archive = reader->public_view();
        proposals.copies = value_or_throw(copies_of(written, *call.desk.index, archive));
        proposals.related = value_or_throw(
            related_to(written, call.body.text("headline", kHeadline), *call.desk.index, archive));
    }

    JsonWriter json;
    json.object().array("key_points");
    for (const std::string& point : proposals.points) json.text(point);
    json.end();
    write_tags(json, proposals.tags);
    if (proposals.section)
        json.text("section", proposals.section->section);
    else
        json.null("section");
    json.array("corrections");
    for (const Correction& one : proposals.corrections)
        json.object()
            .number("paragraph", static_cast<std::int64_t>(one.paragraph))
            .number("begin", static_cast<std::int64_t>(one.begin))
            .number("end", static_cast<std::int64_t>(one.end))
            .text("found", one.found)
            .text("replacement", one.replacement)
            .text("kind", one.kind)
            .end();
    json.end();
    write_cards(json, "copies", proposals.copies, sections);
    write_cards(json, "related", proposals.related, sections);
    return json_reply(json);
}

}  // namespace warraq::desk
