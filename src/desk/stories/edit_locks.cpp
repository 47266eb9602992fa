#include "desk/stories/edit_locks.h"

#include <fmt/format.h>
#include <sstream>

namespace warraq::desk {
namespace {

constexpr const char* kTopic = "presence";  // as nodes of older versions know it

}  // namespace

EditLocks::EditLocks(store::Store& store) : store_(store) {
    store_.subscribe(kTopic, [this](std::string_view message) { receive(message); });
}

EditLocks::~EditLocks() {
    store_.subscribe(kTopic, {});
}

EditLock EditLocks::acquire(story::StoryId story, std::int64_t session, const story::User& who,
                            TakeOver take_over, Instant now) {
    EditLock held;
    {
        const std::lock_guard guard(mutex_);
        std::erase_if(locks_, [&](const auto& lock) { return now > lock.second.seen + kIdle; });
        EditLock& one = locks_[story];
        const bool gives_way = one.session == 0 || take_over == TakeOver::Any ||
                               (take_over == TakeOver::OwnSession && one.user == who.id);
        if (one.session != session && gives_way) one = {session, who.id, who.name, now, now};
        if (one.session == session) one.seen = now;
        held = one;
    }
    if (held.session == session)
        broadcast(fmt::format("sits {} {} {} {} {} {}", story.value, session, who.id.value,
                              to_unix(held.since), to_unix(held.seen), who.name));
    return held;
}

void EditLocks::release(story::StoryId story, std::int64_t session) {
    {
        const std::lock_guard guard(mutex_);
        const auto one = locks_.find(story);
        if (one == locks_.end() || one->second.session != session) return;
        locks_.erase(one);
    }
    broadcast(fmt::format("leaves {} {}", story.value, session));
}

void EditLocks::release_all(std::int64_t session) {
    {
        const std::lock_guard guard(mutex_);
        std::erase_if(locks_, [&](const auto& lock) { return lock.second.session == session; });
    }
    broadcast(fmt::format("leaves 0 {}", session));
}

void EditLocks::broadcast(const std::string& message) {
    (void)store_.broadcast(kTopic, message);  // a node that does not hear it knows what it knew
}

void EditLocks::receive(std::string_view message) {
    std::istringstream in{std::string(message)};
    std::string what;
    story::StoryId story;
    EditLock heard;
    in >> what >> story.value >> heard.session;
    const std::lock_guard guard(mutex_);
    if (what == "leaves") {
        std::erase_if(locks_, [&](const auto& lock) {
            return lock.second.session == heard.session && (!story || lock.first == story);
        });
        return;
    }
    std::int64_t since = 0, seen = 0;
    in >> heard.user.value >> since >> seen >> std::ws;
    if (what != "sits" || !in) return;
    std::getline(in, heard.who);
    heard.since = from_unix(since);
    heard.seen = from_unix(seen);
    // Of two who acquired it on different nodes, the one who came last has it, as with one node.
    EditLock& one = locks_[story];
    if (std::pair(heard.since, heard.session) >= std::pair(one.since, one.session)) one = heard;
}

}  // namespace warraq::desk
