#include "desk/working_copy.h"

#include <algorithm>

#include "desk/story_json.h"

namespace warraq::desk {
namespace {

using store::Revision;
using store::Writer;
using story::Status;
using story::Story;

constexpr Instant kAlwaysAnother = Instant::max();  // add_revision(): in place of none

std::string content_of(Writer& writer, const Story& story) {
    return content_json(story, take(writer.sections()));
}

Revision words_beside(const Story& story, story::UserId by, Instant at, std::string content) {
    return {0, story.id, by, at, Status::Draft, std::move(content)};
}

// `follows` is put after words that are not taken, so that what the same person saves next in this sitting
// takes the place of that, and not of theirs.
void set_aside(Writer& writer, const Revision& words, const Revision& follows) {
    const auto newest = take(writer.revisions(words.story, 2));
    const auto known = std::ranges::find_if(newest, [&](const Revision& one) {
        return one.user == words.user && take(writer.revision(one.id), "revision").content == words.content;
    });
    if (known == newest.end()) take(writer.add_revision(words, kAlwaysAnother));
    const bool followed = known != newest.end() && known != newest.begin();
    if (!followed && follows.content != words.content) take(writer.add_revision(follows, kAlwaysAnother));
}

}  // namespace

void keep_working_copy(Writer& writer, const Story& story, story::UserId by) {
    take(story::check(story));
    const std::string content = content_of(writer, story);
    take(writer.keep_working_copy(story.id, {by, now(), content}));
    take(writer.add_revision(words_beside(story, by, now(), content), now() - kSitting));
}

void keep_embargo(Writer& writer, Story& story) {
    const auto copy = take(writer.working_copy(story.id));
    if (!copy) return;
    const Fields content = Fields::parse(copy->content);
    story.embargo = content.has("embargo") ? take(from_iso8601(content.text("embargo", 100))) : Instant{};
}

bool take_working_copy(Writer& writer, Story& story, Status to, story::UserId by) {
    const auto copy = take(writer.working_copy(story.id));
    if (!copy) return false;
    const bool corrected = story::is_public(story.status) && story::is_public(to);
    if (!corrected && to != Status::Draft) return true;
    // What readers saw is found again, also of a story that was imported and has no revisions.
    if (!corrected)
        take(writer.add_revision({0, story.id, by, now(), story.status, content_of(writer, story)},
                                 kAlwaysAnother));
    read_content(Fields::parse(copy->content), story, writer);
    take(writer.drop_working_copy(story.id));
    return false;
}

void give_up_working_copy(Writer& writer, const Story& story, story::UserId by) {
    const auto copy = take(writer.working_copy(story.id));
    if (!copy) return;
    set_aside(writer, words_beside(story, copy->user, copy->at, copy->content),
              {0, story.id, by, now(), story.status, content_of(writer, story)});
    take(writer.drop_working_copy(story.id));
}

void keep_late_words(Writer& writer, Story story, story::UserId by, const Fields& content) {
    const auto newest = take(writer.revisions(story.id, 1));
    Revision stands;
    if (newest.empty()) {
        const auto owner = take(writer.owner_of(story.id));
        stands = {0, story.id, owner ? owner : by, story.updated, story.status, content_of(writer, story)};
    } else {
        stands = take(writer.revision(newest.front().id), "revision");
    }
    read_content(content, story, writer);
    take(story::check(story));
    set_aside(writer, words_beside(story, by, now(), content_of(writer, story)), stands);
}

}  // namespace warraq::desk
