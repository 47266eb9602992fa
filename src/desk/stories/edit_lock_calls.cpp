// Who is writing a story now.
#include "desk/reply.h"
#include "desk/stories/calls.h"
#include "desk/stories/edit_locks.h"

namespace warraq::desk {

using serve::Reply;

Reply acquire_edit_lock(const Call& call) {
    const auto says = [&](const char* flag) { return call.body.has(flag) && call.body.flag(flag); };
    const auto take_over = says("take") ? TakeOver::Any : says("open") ? TakeOver::OwnSession : TakeOver::No;
    const Visitor& visitor = call.visitor();
    const auto story = call.desk.newsroom.read(visitor.user)->writable({call.number("id")}).id;
    const auto lock = call.desk.edit_locks.acquire(story, visitor.session, visitor.user, take_over, now());
    JsonWriter json;
    json.object()
        .flag("mine", lock.session == visitor.session)
        .text("who", lock.who)
        .text("since", to_iso8601(lock.since));
    return json_reply(json);
}

// Also from a story that is theirs to write no more.
Reply release_edit_lock(const Call& call) {
    const story::StoryId id{call.number("id")};
    call.desk.edit_locks.release(id, call.visitor().session);
    (void)call.desk.newsroom.read(call.visitor().user)->story(id);
    return no_content();
}

}  // namespace warraq::desk
