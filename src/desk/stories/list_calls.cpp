// The list of stories.
#include "desk/auth/users.h"
#include "desk/reply.h"
#include "desk/stories/calls.h"
#include "desk/stories/story_finder.h"
#include "desk/stories/story_json.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr int kPage = 50;

}  // namespace

Reply list_stories(const Call& call) {
    const auto& request = call.request;
    auto reader = call.desk.newsroom.read(call.visitor().user);
    const auto sections = reader->sections();
    const auto users = reader->users();
    store::DeskQuery query{.limit = kPage + 1};
    if (const auto status = request.parameter("status"); !status.empty()) {
        query.status = story::status_from(status);
        if (!query.status) throw Problem(422, "invalid", "status: there is no such status");
    }
    if (const auto slug = request.parameter("section"); !slug.empty()) {
        const auto section = reader->section(slug);
        if (!section) throw Problem::not_there("section");
        query.section = section->id;
    }
    if (!request.parameter("mine").empty())
        query.owner = call.visitor().user.id;
    else if (const auto owner = call.number_asked("owner"))
        query.owner = story::UserId{owner};
    query.pages = !request.parameter("pages").empty();
    if (const auto day = request.parameter("until"); !day.empty())  // changed on this day or before
        query.after =
            store::DeskQuery::Place{value_or_throw(from_iso8601(day)) + std::chrono::hours(24), {0}};
    if (const auto id = call.number_asked("after")) {
        const auto last = reader->card({id});
        if (!last) throw Problem::not_there("story");
        query.after = store::DeskQuery::Place{last->updated, last->id};
    }
    const auto words = request.parameter("q");
    auto cards =
        words.empty() ? reader->desk_cards(query) : find_stories(words, query, call.desk.index, *reader);
    const bool more = words.empty() && cards.size() > kPage;  // what is found has one page, the best
    if (cards.size() > kPage) cards.pop_back();
    JsonWriter json;
    json.object().flag("more", more).array("stories");
    for (const store::DeskCard& card : cards) {
        json.object();
        write_card(json, card.card, sections);
        json.text("owner", who_is(users, card.owner))
            .number("words", card.words)
            .number("version", card.version)
            .flag("has_working_copy", card.has_working_copy)
            .end();
    }
    return json_reply(json);
}

}  // namespace warraq::desk
