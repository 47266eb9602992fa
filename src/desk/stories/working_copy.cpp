#include "desk/stories/working_copy.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "desk/stories/story_json.h"

namespace warraq::desk {
namespace {

using store::Revision;
using story::Status;
using story::Story;

// Revisions of one person within a sitting, above which no more of their refused saves are kept.
constexpr int kMostLate = 20;
constexpr int kLookedBack = 200;
constexpr Instant kAlwaysAnother = Instant::max();  // add_revision(): in place of none

std::string content_of(DeskWriter& writer, const Story& story) {
    return content_json(story, writer.sections());
}

Revision words_beside(const Story& story, story::UserId by, Instant at, std::string content) {
    return {0, story.id, by, at, Status::Draft, std::move(content)};
}

// `follows` is put after words that are not taken, so that what the same person saves next in this sitting
// takes the place of that, and not of theirs.
void set_aside(DeskWriter& writer, const Story& story, const Revision& words, const Revision& follows) {
    const auto newest = writer.revisions(story, 2);
    const auto known = std::ranges::find_if(newest, [&](const Revision& one) {
        return one.user == words.user && writer.stored_revision(one.id).content == words.content;
    });
    if (known == newest.end()) writer.add_revision(words, kAlwaysAnother);
    const bool followed = known != newest.end() && known != newest.begin();
    if (!followed && follows.content != words.content) writer.add_revision(follows, kAlwaysAnother);
}

}  // namespace

void keep_working_copy(DeskWriter& writer, const Story& story) {
    value_or_throw(story::check(story));
    const std::string content = content_of(writer, story);
    writer.keep_working_copy(story, content);
    writer.add_revision(words_beside(story, writer.who().id, now(), content), now() - kSitting);
}

void keep_embargo(DeskWriter& writer, Story& story) {
    const auto copy = writer.stored_working_copy(story);
    if (!copy) return;
    const Fields content = Fields::parse(copy->content);
    story.embargo =
        content.has("embargo") ? value_or_throw(from_iso8601(content.text("embargo", 100))) : Instant{};
}

bool take_working_copy(DeskWriter& writer, Story& story, Status to) {
    const auto copy = writer.stored_working_copy(story);
    if (!copy) return false;
    const bool corrected = story::is_public(story.status) && story::is_public(to);
    if (!corrected && to != Status::Draft) return true;
    // What readers saw is found again, also of a story that was imported and has no revisions.
    if (!corrected)
        writer.add_revision({0, story.id, writer.who().id, now(), story.status, content_of(writer, story)},
                            kAlwaysAnother);
    read_content(Fields::parse(copy->content), story, writer);
    writer.drop_working_copy(story);
    return false;
}

bool move_working_copy(DeskWriter& writer, const Story& story) {
    auto copy = writer.stored_working_copy(story);
    if (!copy) return false;
    const auto sections = writer.sections();
    const auto* section = story::find_section(sections, story.section);
    auto content = nlohmann::json::parse(copy->content);
    content["section"] = section ? section->slug : "";
    copy->content = content.dump();
    writer.keep_working_copy(story, *copy);
    return true;
}

void give_up_working_copy(DeskWriter& writer, const Story& story) {
    const auto copy = writer.stored_working_copy(story);
    if (!copy) return;
    set_aside(writer, story, words_beside(story, copy->user, copy->at, copy->content),
              {0, story.id, writer.who().id, now(), story.status, content_of(writer, story)});
    writer.drop_working_copy(story);
}

void keep_late_words(DeskWriter& writer, Story story, const Fields& content) {
    const auto by = writer.who().id;
    const auto newest = writer.revisions(story, kLookedBack);
    const auto late = [&](const Revision& one) { return one.user == by && one.at > now() - kSitting; };
    if (std::ranges::count_if(newest, late) >= kMostLate) return;  // their browser has these still
    Revision stands;
    if (newest.empty()) {
        const auto owner = writer.owner_of(story);
        stands = {0, story.id, owner ? owner : by, story.updated, story.status, content_of(writer, story)};
    } else {
        stands = writer.stored_revision(newest.front().id);
    }
    read_content(content, story, writer);
    value_or_throw(story::check(story));
    set_aside(writer, story, words_beside(story, by, now(), content_of(writer, story)), stands);
}

}  // namespace warraq::desk
