#include "desk/stories/story_preview.h"

#include <fmt/format.h>

#include "base/number.h"
#include "desk/preview_links.h"
#include "desk/stories/calls.h"
#include "desk/stories/story_json.h"

namespace warraq::desk {

using serve::Reply;

Reply make_preview(const Call& call) {
    const auto story = call.desk.newsroom.read(call.visitor().user)->story({call.number("id")});
    return preview_link_reply(call, fmt::format("{}{}", kStoryPreview, story.id.value), kStoryPreviewLife);
}

Reply story_preview(const DeskContext& desk, std::string_view number, const story::User& maker) {
    auto reader = desk.newsroom.read(maker);
    auto story = reader->story({number_from(number).value_or(0)});
    if (const auto copy = reader->working_copy(story))
        read_content(Fields::parse(copy->content), story, *reader, named_people(*reader));
    reader.reset();  // the page takes one of its own
    return page_reply(desk, value_or_throw(desk.options.preview(story)));
}

}  // namespace warraq::desk
