// What stands beside a story while it is written: the machine's proposals, and who else is at it.
#include "base/json_writer.h"
#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/stories/proposals.h"
#include "desk/stories/story_json.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::size_t kParagraphs = 2'000, kLongestParagraph = 20'000, kHeadline = 300, kAbout = 50;

}  // namespace

Reply Desk::propose(const Call& call) {
    auto reader = newsroom_.read(call.visitor().user);
    const story::StoryId id{call.body.has("id") ? call.body.number("id") : 0};
    const Written written(reader->may_read(id) ? id : story::StoryId{}, call.body.text("headline", kHeadline),
                          call.body.texts("paragraphs", kParagraphs, kLongestParagraph), now());
    Proposals proposals = proposals_for(written);
    const auto about =
        call.body.has("about") ? call.body.texts("about", kAbout, kHeadline) : std::vector<std::string>{};
    proposals.section = suggester_.suggest(written.text, about);
    const auto sections = reader->sections();
    if (index_) {
        auto& archive = reader->public_view();
        proposals.copies = value_or_throw(copies_of(written, *index_, archive));
        proposals.related =
            value_or_throw(related_to(written, call.body.text("headline", kHeadline), *index_, archive));
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

Reply Desk::acquire_edit_lock(const Call& call) {
    const auto says = [&](const char* flag) { return call.body.has(flag) && call.body.flag(flag); };
    const auto manner = says("take")   ? Presence::Manner::Take
                        : says("open") ? Presence::Manner::Open
                                       : Presence::Manner::Stay;
    const Visitor& visitor = call.visitor();
    const auto story = newsroom_.read(visitor.user)->writable({call.number("id")}).id;
    const auto seat = presence_.sit(story, visitor.session, visitor.user, manner, now());
    JsonWriter json;
    json.object()
        .flag("mine", seat.session == visitor.session)
        .text("who", seat.who)
        .text("since", to_iso8601(seat.since));
    return json_reply(json);
}

// Also from a story that is theirs to write no more.
Reply Desk::release_edit_lock(const Call& call) {
    const story::StoryId id{call.number("id")};
    presence_.leave(id, call.visitor().session);
    (void)newsroom_.read(call.visitor().user)->story(id);
    return nothing_to_say();
}

}  // namespace warraq::desk
