#include "desk/moderation/comment_reader.h"

#include "desk/problem.h"

namespace warraq::desk {

std::vector<CommentToModerate> CommentReader::comments(story::CommentStatus status, int limit) {
    std::vector<CommentToModerate> out;
    for (auto& comment : value_or_throw(all_.comments_to_moderate(status, limit))) {
        auto story = stories_.card(comment.comment.story);
        out.push_back({std::move(comment), std::move(story)});
    }
    return out;
}

std::int64_t CommentReader::pending_comments() {
    return value_or_throw(all_.counts()).pending_comments;
}

}  // namespace warraq::desk
