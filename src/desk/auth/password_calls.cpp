// Proving by the password that an account is one's own, and setting another password.
#include "desk/auth/account_auth.h"
#include "desk/auth/account_mail.h"
#include "desk/auth/calls.h"
#include "desk/auth/password_rules.h"
#include "desk/auth/session_reply.h"
#include "desk/reply.h"

namespace warraq::desk {

using serve::Reply;

Reply prove(const Call& call) {
    const auto proof =
        call.desk.auth.passwords.prove(call.visitor(),
                                       {call.body.text("password", kLongestPassword),
                                        call.body.text_or("code", kLongestCode, ""), call.request.address},
                                       now());
    JsonWriter json;
    json.object().text("proof", proof);
    return json_reply(json);
}

Reply change_password(const Call& call) {
    const auto entry = call.desk.auth.passwords.change(
        call.proven(), call.body.text("next", kLongestPassword), call.request.user_agent, now());
    call.desk.mail.tell(call.visitor().user, AccountChange::PasswordSet);
    return session_begun(call, entry);
}

}  // namespace warraq::desk
