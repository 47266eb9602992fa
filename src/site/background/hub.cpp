// Which feeds a change touches, and telling the hub of them.
#include "site/background/hub.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/percent.h"
#include "outgoing/http_call.h"
#include "press/feeds.h"
#include "site/background/cache_invalidator.h"
#include "story/address.h"

namespace warraq::site {
namespace {

using std::chrono::milliseconds;

enum class Answer { Accepted, Refused, Failed };

struct Outcome {
    Answer answer = Answer::Failed;
    std::string problem;  // unless it was accepted
};

Outcome publish(outgoing::HttpCall& hub, const std::string& feed) {
    const auto answer =
        hub.perform({.method = "POST", .body = "hub.mode=publish&hub.url=" + percent::encode_value(feed)});
    if (!answer) return {Answer::Failed, answer.error().message};
    const long status = answer->status;
    if (outgoing::succeeded(status)) return {Answer::Accepted, {}};
    const bool try_again = status >= 500 || status == 408 || status == 429;
    return {try_again ? Answer::Failed : Answer::Refused, fmt::format("it answers {}", status)};
}

// Which hub is told of whose feeds; empty while there is nothing to tell.
std::string work_of(const settings::Settings& settings) {
    if (settings.feeds.hub.empty() || settings.publication.address.empty()) return {};
    return fmt::format("hub {} {}", settings.feeds.hub, settings.publication.address);
}

}  // namespace

HubPinger::HubPinger(store::Store& store, Current settings, Timing timing)
    : store_(store),
      current_(std::move(settings)),
      timing_(timing),
      notifying_("hub", [this](BackgroundTask& task) { return look(task); }) {}

void HubPinger::changed(std::int64_t seq) {
    seq_ = seq;
    notifying_.wake();
}

// Also at the start: the hub will ask a server that is only now starting.
BackgroundTask::Pause HubPinger::look(BackgroundTask& task) {
    if (!task.rest(timing_.gather)) return {};
    const std::int64_t seq = seq_;
    settings_ = current_();
    const std::string work = work_of(settings_);
    if (!work.empty() && (seq > notified_ || work != notified_work_)) {
        auto done = notify_until(seq, task);
        if (!done && !failing_)
            spdlog::error("which feeds are others now cannot be read: {}", done.error().message);
        failing_ = !done;
        if (!done || !*done) {
            task.rest(timing_.other);
            return {};
        }
    }
    notified_ = seq;
    notified_work_ = work;
    return BackgroundTask::kUntilWoken;
}

bool HubPinger::wait_before_retry(BackgroundTask& task, milliseconds time) const {
    for (milliseconds left = time; left > milliseconds(0); left -= timing_.other) {
        if (!task.rest(std::min(left, timing_.other))) return false;
        if (work_of(current_()) != work_of(settings_)) return false;
    }
    return true;
}

Result<bool> HubPinger::notify_until(std::int64_t seq, BackgroundTask& task) {
    const std::string work = work_of(settings_);
    Feeds feeds;
    {
        auto snapshot = store_.snapshot();
        if (!snapshot) return fail(snapshot.error());
        auto state = (*snapshot)->claim(work);
        if (!state) return fail(state.error());
        if (!state->holder.empty() && state->done >= seq) return true;
    }
    auto lease = store::Lease::take(store_, work);
    if (!lease) return fail(lease.error());
    if (!*lease) return false;
    {
        auto snapshot = store_.snapshot();
        if (!snapshot) return fail(snapshot.error());
        if ((*lease)->done() == 0)
            add_feeds_at("/", feeds);
        else if (auto added = add_changed(**snapshot, (*lease)->done(), seq, feeds); !added)
            return fail(added.error());
    }
    if (!notify(**lease, feeds, task)) return false;
    (*lease)->done(seq);
    return true;
}

// False when it ended before the hub was notified of all.
bool HubPinger::notify(store::Lease& lease, Feeds& feeds, BackgroundTask& task) {
    outgoing::HttpCall hub(settings_.feeds.hub,
                           outgoing::Reach::open_internet(settings_.outgoing.allowed_hosts),
                           {.time = timing_.patience, .stopped = [&task] { return task.stopping(); }});
    for (milliseconds again = timing_.again; !feeds.empty() && !task.stopping() && lease.held();) {
        const auto [answer, problem] = publish(hub, *feeds.begin());
        if (answer == Answer::Failed) {
            if (task.stopping()) break;
            spdlog::warn("the hub {} is told later of {} feeds: {}", settings_.feeds.hub, feeds.size(),
                         problem);
            if (!wait_before_retry(task, again)) break;
            again = std::min(2 * again, timing_.most);
            continue;
        }
        if (answer == Answer::Refused)
            spdlog::error("the hub {} refuses {}: {}", settings_.feeds.hub, *feeds.begin(), problem);
        feeds.erase(feeds.begin());
    }
    return feeds.empty();
}

Result<void> HubPinger::add_changed(store::Reader& reader, std::int64_t from, std::int64_t until,
                                    Feeds& feeds) const {
    constexpr int kBatch = 1'000;
    std::set<story::StoryId> stories;
    while (from < until) {
        auto changes = reader.changes_after(from, kBatch);
        if (!changes) return fail(changes.error());
        if (changes->empty()) break;
        for (const store::Change& change : *changes)
            if (change.kind == store::ChangeKind::Story && change.seq <= until) stories.insert({change.id});
        from = changes->back().seq;
    }
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    for (const story::StoryId id : stories)
        if (auto added = add_feeds_of(reader, *sections, id, feeds); !added) return added;
    return {};
}

Result<void> HubPinger::add_feeds_of(store::Reader& reader, std::span<const story::Section> sections,
                                     story::StoryId id, Feeds& feeds) const {
    auto story = reader.story(id);
    if (!story) return fail(story.error());
    if (!*story || !is_known_to_readers((*story)->status)) return {};
    add_feeds_at("/", feeds);
    if (const auto* section = story::find_section(sections, (*story)->section))
        add_feeds_at(story::address_of(*section), feeds);
    // Who signs it, and what it is about, may have been changed since it was withdrawn, for nobody to see.
    if (!story::is_public((*story)->status)) return {};
    for (const story::Person& person : (*story)->bylines) add_feeds_at(story::address_of(person), feeds);
    auto topics = reader.topics_of(id);
    if (!topics) return fail(topics.error());
    for (const story::Topic& topic : *topics)
        if (settings::has_page(topic, settings_)) add_feeds_at(story::address_of(topic), feeds);
    return {};
}

void HubPinger::add_feeds_at(std::string_view home, Feeds& feeds) const {
    for (const press::FeedKind kind : press::kFeedKinds)
        feeds.insert(press::absolute(settings_.publication, press::feed_address(home, kind)));
}

}  // namespace warraq::site
