// The library of pictures: taken in, found by what is said of them, and where each is shown.
#include <algorithm>
#include <fmt/format.h>

#include "arabic/fold.h"
#include "desk/pictures/calls.h"
#include "desk/pictures/media.h"
#include "desk/pictures/picture_maker.h"
#include "desk/reply.h"
#include "desk/stories/story_finder.h"
#include "desk/stories/story_json.h"
#include "story/address.h"

namespace warraq::desk {

using serve::Reply;
using store::LibraryPicture;

namespace {

constexpr int kPage = 40;
constexpr int kUses = 5;                // told of each
constexpr int kLookedThrough = 20'000;  // for words; about 10 µs each

// Everything that is said of it, folded; searches find parts of words, as moderators and editors type them.
bool holds(const story::Image& image, std::span<const std::string> words) {
    const std::string said = arabic::fold(fmt::format("{} {} {}", image.alt, image.caption, image.credit));
    return std::ranges::all_of(words, [&](const std::string& word) { return said.find(word) != said.npos; });
}

}  // namespace

Reply list_pictures(const Call& call) {
    auto reader = call.desk.newsroom.read(call.visitor().user);
    const auto words = folded_words(call.request.parameter("q"));
    auto pictures =
        reader->pictures(call.request.parameter("after"), words.empty() ? kPage + 1 : kLookedThrough);
    if (!words.empty())
        std::erase_if(pictures, [&](const LibraryPicture& picture) { return !holds(picture.image, words); });
    const bool more = pictures.size() > kPage;
    if (more) pictures.resize(kPage);
    const auto sections = reader->sections();
    JsonWriter json;
    json.object().flag("more", more).array("pictures");
    for (const LibraryPicture& picture : pictures) {
        const story::Image& image = picture.image;
        json.object();
        write_image(json, image);
        json.text("added", to_iso8601(picture.added)).text("thumbnail", desk_thumbnail(image));
        write_cards(json, "stories", reader->stories_showing(image.media, kUses), sections);
        json.end();
    }
    return json_reply(json);
}

Reply add_picture(const Call& call) {
    const Picture picture = value_or_throw(make_picture(call.request.body, call.desk.options.media));
    call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) {
        writer.add_picture({picture.media, "", "", "", picture.width, picture.height});
        writer.record("picture_added", picture.media, "");
    });
    JsonWriter json;
    json.object()
        .text("media", picture.media)
        .number("width", picture.width)
        .number("height", picture.height);
    return json_reply(json, 201);
}

Reply show_media(const Call& call) {
    return media_reply(call.desk, call.request.capture("name"), call.visitor().user);
}

}  // namespace warraq::desk
