#include "desk/auth/session_reply.h"

#include "desk/auth/factor_demand.h"
#include "desk/auth/permissions.h"
#include "desk/auth/session_cookie.h"
#include "desk/auth/sessions.h"
#include "desk/auth/users.h"
#include "desk/reply.h"
#include "desk/stories/edit_locks.h"

namespace warraq::desk {

using serve::Reply;

void write_session(JsonWriter& json, const settings::Settings& settings, const Visitor& visitor) {
    json.object("user");
    write_user(json, visitor.user);
    json.end().text("csrf_token", visitor.csrf_token).text("publication", settings.publication.name);
    json.array("permissions");
    const bool lacking = lacks_second_factor(settings, visitor);
    for (const Grant& grant : grants())
        if (may(visitor.user.role, grant.permission) && (!lacking || grant.permission == Permission::Account))
            json.text(grant.name);
    json.end().flag("second_factor_needed", lacking);
}

Reply session_begun(const Call& call, const Entry& entry) {
    if (call.who && call.who->session != entry.visitor.session) {
        // It is gone already where the person's sessions were ended.
        (void)call.desk.store.write(
            [&](store::Writer& writer) { return writer.end_session(call.who->user.id, call.who->session); });
        call.desk.edit_locks.release_all(call.who->session);
    }
    const auto settings = call.desk.settings();
    JsonWriter json;
    json.object();
    write_session(json, *settings, entry.visitor);
    Reply reply = json_reply(json);
    reply.headers.push_back(session_cookie(*settings, entry.token, kSessionLife));
    return reply;
}

}  // namespace warraq::desk
