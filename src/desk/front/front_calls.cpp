// The front page's top, as editors arrange it: which story stands in which place, and until when.
#include <charconv>
#include <fmt/format.h>

#include "desk/front/calls.h"
#include "desk/front/front_preview.h"
#include "desk/preview_links.h"
#include "desk/reply.h"
#include "desk/stories/story_json.h"
#include "store/front_top.h"

namespace warraq::desk {

using serve::Reply;
using story::FrontPlace;

namespace {

constexpr std::size_t kLongestText = 2'000;

// An arrangement as a text without spaces: "1-12-0_2-7-1795512345_".
std::string stamp_of(std::span<const FrontPlace> places) {
    std::string stamp;
    for (const auto& [place, story, until] : places)
        stamp += fmt::format("{}-{}-{}_", place + 1, story.value, to_unix(until));
    return stamp;
}

// Of a text that stamp_of() made.
std::vector<FrontPlace> places_from(std::string_view stamp) {
    std::vector<FrontPlace> places;
    for (; !stamp.empty(); stamp.remove_prefix(stamp.find('_') + 1)) {
        std::int64_t numbers[3] = {};
        const char* at = stamp.data();
        for (std::int64_t& number : numbers)
            at = std::from_chars(at, stamp.data() + stamp.size(), number).ptr + 1;
        places.push_back({static_cast<int>(numbers[0]) - 1, {numbers[1]}, from_unix(numbers[2])});
    }
    return places;
}

std::vector<FrontPlace> read_places(const Fields& body) {
    std::vector<FrontPlace> places;
    for (const Fields& one : body.objects("places", story::kFrontPlaces)) {
        const auto at = one.number("place");
        if (at < 0 || at >= story::kFrontPlaces)
            throw Problem(422, "invalid", "place: the front page has no such place");
        FrontPlace place{static_cast<int>(at), {one.number("story")}, {}};
        if (one.has("until")) {
            place.until = value_or_throw(from_iso8601(one.text("until", kLongestText)));
            if (place.until <= now()) throw Problem(422, "past_time", "a place is kept until a time to come");
        }
        places.push_back(place);
    }
    return places;
}

Reply front_reply(DeskReader& reader) {
    const auto sections = reader.sections();
    const auto places = reader.front_places();
    const auto latest = value_or_throw(reader.public_view().cards({.limit = store::kFrontLatest}));
    JsonWriter json;
    json.object().text("stamp", stamp_of(places)).array("places");
    for (const story::TopStory& top :
         value_or_throw(store::front_top(reader.public_view(), places, latest, now()))) {
        json.object().flag("placed", top.placed);
        write_time(json, "until", top.until);
        json.object("story");
        write_card(json, top.card, sections);
        json.end().end();
    }
    return json_reply(json);
}

}  // namespace

Reply show_front(const Call& call) {
    return front_reply(*call.desk.newsroom.read(call.visitor().user));
}

Reply place_front(const Call& call) {
    const auto places = read_places(call.body);
    return call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
        // Whoever arranges over a colleague's change is told.
        if (call.body.text("stamp", kLongestText) != stamp_of(writer.front_places()))
            throw Problem(409, "conflict", "the front page was arranged by someone else meanwhile");
        for (const FrontPlace& place : places) {
            const auto card = writer.card(place.story);
            if (!card) throw Problem::not_there("story");
            if (!story::is_public(card->status))
                throw Problem(422, "not_public", "readers cannot see this story");
        }
        writer.place_front(places);
        writer.record("front_placed", "front", stamp_of(places));
        return front_reply(writer);
    });
}

Reply make_front_preview(const Call& call) {
    return preview_link_reply(call, std::string(kFrontPreview) + stamp_of(read_places(call.body)),
                              kSitePreviewLife);
}

Reply front_preview(const DeskContext& desk, std::string_view stamp, const story::User&) {
    return page_reply(desk, value_or_throw(desk.options.preview_front(places_from(stamp))));
}

}  // namespace warraq::desk
