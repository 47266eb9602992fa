#include "desk/stories/scheduler.h"

#include <algorithm>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "desk/stories/publishing.h"
#include "desk/transact.h"
#include "story/release.h"

namespace warraq::desk {
namespace {

using namespace std::chrono_literals;
using store::Writer;
using story::Status;

constexpr BackgroundTask::Pause kBetweenLooks = 200ms;
constexpr auto kTidyEvery = 1min;
constexpr auto kBetweenTellings = 1h;  // of one story that stays unfit
constexpr auto kAfterFailure = 10s;    // a full disk is not asked all the time, nor an unfit story tried

// False when somebody else was faster.
bool publish(store::Store& store, story::StoryId id, Instant now) {
    return transact(store, [&](Writer& writer) {
        auto story = value_or_throw(writer.story(id), "story");
        const Instant due = story::due_at(story);
        if (story.status != Status::Scheduled || due > now) return false;
        change_status(story, Status::Published, {due, {}}, now);
        value_or_throw(writer.save(story));
        value_or_throw(writer.grow_import(id));  // no editor's work: a later import may still replace it
        value_or_throw(
            writer.record({}, "story_published", fmt::format("story {}", id.value), story.headline));
        return true;
    });
}

}  // namespace

Result<int> publish_due(store::Store& store, Instant now, const Unfit& unfit,
                        const std::function<bool(story::StoryId id)>& rests) {
    auto snapshot = store.snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto due = (*snapshot)->due_stories(now);
    if (!due) return fail(due.error());
    snapshot->reset();
    int published = 0;
    Result<int> failed = 0;
    for (const story::StoryId id : *due) {
        if (rests && rests(id)) continue;
        try {
            published += publish(store, id, now) ? 1 : 0;
        } catch (const Problem& problem) {
            if (problem.status() >= 500)
                failed = unavailable(fmt::format("story {} is due: {}", id.value, problem.what()));
            else if (unfit)
                unfit(id, problem.what());
        }
    }
    return failed ? Result<int>(published) : failed;
}

Result<void> clear_front(store::Store& store, Instant now) {
    auto snapshot = store.snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto places = (*snapshot)->front_places();
    if (!places) return fail(places.error());
    snapshot->reset();
    const auto over = [now](const story::FrontPlace& place) {
        return place.until != Instant{} && place.until <= now;
    };
    if (std::ranges::none_of(*places, over)) return {};
    auto cleared = store.write([now](Writer& writer) { return writer.clear_front(now); });
    return cleared ? Result<void>() : fail(cleared.error());
}

Scheduler::Scheduler(store::Store& store, std::function<void(Instant)> tidy)
    : store_(store),
      tidy_(std::move(tidy)),
      not_before_(std::chrono::steady_clock::now()),
      tidy_next_(not_before_),
      looking_("scheduler", [this](BackgroundTask&) {
          look();
          return kBetweenLooks;
      }) {}

void Scheduler::tell_unfit(story::StoryId id, std::string_view why) {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(unfit_, [&](const auto& one) { return now >= one.second.told + kBetweenTellings; });
    const auto [one, is_new] = unfit_.try_emplace(id.value, Tried{now, now});
    one->second.at = now;
    if (is_new) spdlog::error("story {} is due and cannot be published: {}", id.value, why);
}

void Scheduler::look() {
    const auto moment = std::chrono::steady_clock::now();
    const auto unfit = [this](story::StoryId id, std::string_view why) { tell_unfit(id, why); };
    const auto rests = [&](story::StoryId id) {
        const auto one = unfit_.find(id.value);
        return one != unfit_.end() && moment < one->second.at + kAfterFailure;
    };
    if (moment >= not_before_) {
        const auto failed = [&](const Error& error) {
            spdlog::error("{}", error.message);
            not_before_ = std::chrono::steady_clock::now() + kAfterFailure;
        };
        if (const auto published = publish_due(store_, now(), unfit, rests); !published)
            failed(published.error());
        if (const auto cleared = clear_front(store_, now()); !cleared) failed(cleared.error());
    }
    if (tidy_ && moment >= tidy_next_) {
        tidy_next_ = moment + kTidyEvery;
        tidy_(now());
    }
}

}  // namespace warraq::desk
