// Media: the pictures of public stories.
#include "site/api/wordpress/collections.h"

namespace warraq::site::wordpress {

using serve::Reply;

Reply media(Call& call) {
    const auto part = list_part_of(call.parameters, "desc");
    store::PictureListing wanted;
    wanted.numbers = call.parameters.chosen<std::int64_t>("include", "exclude");
    wanted.slice = part.slice;
    const auto listed = value_or_throw(call.reader.list(wanted));
    Json out = Json::array();
    for (const store::LibraryPicture& picture : listed.things)
        out.push_back(call.writer.media({picture.number, picture.image, picture.added}));
    return call.list(out, listed.total, part);
}

Reply media_item(Call& call, std::int64_t number) {
    const auto picture = value_or_throw(call.reader.picture(number));
    if (!picture) throw Refusal{404, "rest_post_invalid_id", "Invalid post ID."};
    return call.json(call.writer.media({picture->number, picture->image, picture->added}));
}

}  // namespace warraq::site::wordpress
