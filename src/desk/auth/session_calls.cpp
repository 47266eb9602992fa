// Coming in by a password, going out, and the sessions that someone has.
#include "desk/auth/account_auth.h"
#include "desk/auth/calls.h"
#include "desk/auth/password_rules.h"
#include "desk/auth/session_cookie.h"
#include "desk/auth/session_reply.h"
#include "desk/reply.h"
#include "desk/stories/edit_locks.h"
#include "desk/transact.h"

namespace warraq::desk {

using serve::Reply;

Reply show_session(const Call& call) {
    if (!call.who) return no_content();
    JsonWriter json;
    json.object();
    write_session(json, *call.desk.settings(), call.visitor());
    return json_reply(json);
}

Reply sign_in(const Call& call) {
    const Fields& body = call.body;
    return session_begun(
        call, call.desk.auth.passwords.sign_in(
                  {body.text("login", kLongestAccountText), body.text("password", kLongestPassword),
                   body.text_or("code", kLongestCode, ""), call.request.address, call.request.user_agent},
                  now()));
}

Reply sign_out(const Call& call) {
    call.desk.auth.sessions.sign_out(call.visitor());
    call.desk.edit_locks.release_all(call.visitor().session);
    Reply reply = no_content();
    reply.headers.push_back(session_cookie(*call.desk.settings(), "", std::chrono::seconds(0)));
    reply.headers.push_back({"Clear-Site-Data", "\"cache\""});
    return reply;
}

Reply list_sessions(const Call& call) {
    JsonWriter json;
    json.object().array("sessions");
    for (const store::Session& session :
         value_or_throw(value_or_throw(call.desk.store.snapshot())->sessions_of(call.visitor().user.id)))
        json.object()
            .number("id", session.id)
            .text("created", to_iso8601(session.created))
            .text("seen", to_iso8601(session.seen))
            .text("browser", session.browser)
            .flag("this", session.id == call.visitor().session)
            .end();
    return json_reply(json);
}

Reply end_session(const Call& call) {
    const auto session = call.number("id");
    transact(call.desk.store, [&](store::Writer& writer) {
        constexpr auto kCall = AccountCall::EndSession;
        const story::User& user = call.visitor().user;
        call.desk.auth.proofs.still_owner(writer, kCall, call.proven().visitor());
        value_or_throw(writer.end_session(user.id, session));
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login, ""));
    });
    return no_content();
}

}  // namespace warraq::desk
