#include "site/hub_pinger.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/percent.h"
#include "press/feeds.h"
#include "site/outgoing_call.h"
#include "story/address.h"

namespace warraq::site {
namespace {

using std::chrono::milliseconds;

enum class Told { Taken, Refused, Failed };

Told publish(OutgoingCall& hub, const std::string& feed) {
    const std::string form = "hub.mode=publish&hub.url=" + percent::encode_value(feed);
    hub.set(CURLOPT_POSTFIELDS, form.c_str());
    const long status = hub.perform();
    if (succeeded(status)) return Told::Taken;
    const bool try_again = status == 0 || status >= 500 || status == 408 || status == 429;
    return try_again ? Told::Failed : Told::Refused;
}

// Leaves in `feeds` those that are to be told again.
void tell(OutgoingCall& hub, std::set<std::string>& feeds, const std::string& hub_address) {
    for (auto feed = feeds.begin(); feed != feeds.end();) {
        const Told told = publish(hub, *feed);
        if (told == Told::Failed) {
            spdlog::warn("the hub {} is told later of {} feeds: {}", hub_address,
                         std::distance(feed, feeds.end()), hub.problem());
            return;
        }
        if (told == Told::Refused)
            spdlog::error("the hub {} refuses {}: {}", hub_address, *feed, hub.problem());
        feed = feeds.erase(feed);
    }
}

}  // namespace

HubPinger::HubPinger(store::Store& store, Current settings, Timing timing)
    : store_(store), current_(std::move(settings)), timing_(timing) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    thread_ = std::thread([this] { run(); });
}

HubPinger::~HubPinger() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void HubPinger::changed(std::span<const story::StoryId> stories) {
    if (!thread_.joinable() || stories.empty()) return;
    {
        std::lock_guard lock(mutex_);
        changed_.insert(stories.begin(), stories.end());
    }
    wake_.notify_all();
}

// False when it is to stop.
bool HubPinger::rest(milliseconds time) {
    std::unique_lock lock(mutex_);
    return !wake_.wait_for(lock, time, [this] { return stopping_.load(); });
}

void HubPinger::run() {
    std::set<std::string> feeds;
    std::string home;  // whose feeds the hub was told of at its start
    milliseconds again = timing_.again;
    rest(timing_.gather);  // the hub will ask a server that is only now starting
    while (!stopping_) {
        settings_ = current_();
        const bool told = !settings_.feeds.hub.empty() && !settings_.publication.address.empty();
        if (told && home != settings_.publication.address) {
            home = settings_.publication.address;
            add_feeds_at("/", feeds);
        }
        if (auto added = add_changed(feeds); !added)
            spdlog::error("which feeds are others now cannot be read: {}", added.error().message);
        if (!told) feeds.clear();
        if (!feeds.empty()) {
            OutgoingCall hub(settings_.feeds.hub, timing_.patience, stopping_);
            tell(hub, feeds, settings_.feeds.hub);
        }
        if (feeds.empty()) {
            again = timing_.again;
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !changed_.empty(); });
        } else {
            rest(again);
            again = std::min(2 * again, timing_.most);
        }
        rest(timing_.gather);
    }
}

Result<void> HubPinger::add_changed(std::set<std::string>& feeds) {
    std::set<story::StoryId> changed;
    {
        std::lock_guard lock(mutex_);
        changed.swap(changed_);
    }
    if (changed.empty()) return {};
    add_feeds_at("/", feeds);
    auto snapshot = store_.snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto sections = (*snapshot)->sections();
    if (!sections) return fail(sections.error());
    for (const story::StoryId id : changed)
        if (auto added = add_feeds_of(**snapshot, *sections, id, feeds); !added) return added;
    return {};
}

Result<void> HubPinger::add_feeds_of(store::Reader& reader, std::span<const story::Section> sections,
                                     story::StoryId id, std::set<std::string>& feeds) const {
    auto story = reader.story(id);
    if (!story) return fail(story.error());
    if (!*story) return {};
    if (const auto* section = story::find_section(sections, (*story)->section))
        add_feeds_at(story::address_of(*section), feeds);
    for (const story::Person& person : (*story)->bylines) add_feeds_at(story::address_of(person), feeds);
    auto topics = reader.topics_of(id);
    if (!topics) return fail(topics.error());
    for (const story::Topic& topic : *topics)
        if (settings::has_page(topic, settings_)) add_feeds_at(story::address_of(topic), feeds);
    return {};
}

void HubPinger::add_feeds_at(std::string_view home, std::set<std::string>& feeds) const {
    for (const press::FeedKind kind : press::kFeedKinds)
        feeds.insert(press::absolute(settings_.publication, press::feed_address(home, kind)));
}

}  // namespace warraq::site
