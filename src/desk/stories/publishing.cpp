#include "desk/stories/publishing.h"

#include "base/utf8.h"
#include "digest/digest.h"
#include "story/release.h"

namespace warraq::desk {

using story::Status;
using story::Story;

void check_fit(const Story& story) {
    if (utf8::trim(story.headline).empty()) throw Problem(422, "no_headline", "the story has no headline");
    if (story.body.word_count() == 0) throw Problem(422, "no_body", "the story has no text");
}

void check_publishable(Story& story) {
    check_fit(story);
    if (story.key_points.empty() && story.page_path.empty()) {
        const Instant at = story.published == Instant{} ? story.updated : story.published;
        story.key_points = digest::digest_of(story.headline, story.body.plain_text(), at).points;
        story.key_points_by = story::KeyPointsBy::Machine;
    }
}

void check_embargo(const Story& story, Instant shown) {
    if (story.embargo > shown)
        throw Problem(422, "embargoed",
                      "nothing of the story is published before " + to_iso8601(story.embargo));
}

void change_status(Story& story, Status to, const Particulars& particulars, Instant now) {
    const bool was_public = story::is_public(story.status) || story.status == Status::Withdrawn;
    if (to == Status::InReview || to == Status::Scheduled || story::is_public(to)) check_publishable(story);
    if ((to == Status::Corrected || to == Status::Withdrawn) && particulars.text.empty())
        throw Problem(422, "no_text", "readers are told what was corrected, or why a story was withdrawn");
    const Instant shown = to == Status::Scheduled && particulars.at ? *particulars.at : now;
    if (to == Status::Scheduled || story::is_public(to)) check_embargo(story, shown);
    if (to == Status::Scheduled) {
        if (!particulars.at || *particulars.at <= now)
            throw Problem(422, "past_time", "a story is scheduled for a time to come");
        story.published = *particulars.at;
    }
    if (to == Status::Published && (!was_public || story.published == Instant{}))
        story.published = particulars.at.value_or(now);
    if (to == Status::Draft && story.status == Status::Scheduled) story.published = {};
    if (to == Status::Corrected) story.corrections.push_back({now, particulars.text});
    if (to == Status::Withdrawn) story.withdrawal = particulars.text;
    if (story.status == Status::Withdrawn) story.withdrawal.clear();
    story.status = to;
    story.updated = now;
}

}  // namespace warraq::desk
