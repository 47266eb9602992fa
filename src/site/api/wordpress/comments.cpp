// Comments that readers see.
#include "site/api/wordpress/collections.h"

namespace warraq::site::wordpress {

using serve::Reply;

Reply comments(Call& call) {
    const auto part = list_part_of(call.parameters, "desc");
    store::CommentListing wanted;
    wanted.comments = call.parameters.chosen<story::CommentId>("include", "exclude");
    wanted.stories.only = call.parameters.ids<story::StoryId>("post");
    if (call.parameters.has("parent")) wanted.parents = call.parameters.ids<story::CommentId>("parent");
    wanted.after = call.parameters.instant("after");
    wanted.before = call.parameters.instant("before");
    wanted.slice = part.slice;
    const auto listed = value_or_throw(call.reader.list(wanted));
    Json out = Json::array();
    for (const story::Comment& comment : listed.things) out.push_back(call.writer.comment(comment));
    return call.list(out, listed.total, part);
}

Reply comment(Call& call, std::int64_t number) {
    auto listed = value_or_throw(call.reader.list(store::CommentListing{.comments = {{{number}}, {}}}));
    if (listed.things.empty()) throw Refusal{404, "rest_comment_invalid_id", "Invalid comment ID."};
    return call.json(call.writer.comment(listed.things.front()));
}

}  // namespace warraq::site::wordpress
