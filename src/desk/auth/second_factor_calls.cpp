// The authenticator app of one's own account.
#include "desk/auth/account_auth.h"
#include "desk/auth/account_mail.h"
#include "desk/auth/calls.h"
#include "desk/auth/session_reply.h"
#include "desk/reply.h"

namespace warraq::desk {

using serve::Reply;

Reply propose_totp(const Call& call) {
    const auto proposed =
        call.desk.auth.second_factors.propose(call.visitor(), call.desk.settings()->publication.name);
    JsonWriter json;
    json.object().text("secret", proposed.secret).text("address", proposed.address);
    return json_reply(json);
}

Reply accept_totp(const Call& call) {
    const auto codes = call.desk.auth.second_factors.accept(call.proven(), call.body.text("secret", 100),
                                                            call.body.text("code", kLongestCode), now());
    const story::User& user = call.visitor().user;
    call.desk.mail.tell(user, user.has_totp ? AccountChange::FactorReplaced : AccountChange::FactorAdded);
    JsonWriter json;
    json.object().array("recovery_codes");
    for (const std::string& code : codes) json.text(code);
    return json_reply(json);
}

Reply drop_totp(const Call& call) {
    call.desk.auth.second_factors.drop(call.proven());
    call.desk.mail.tell(call.visitor().user, AccountChange::FactorDropped);
    return no_content();
}

}  // namespace warraq::desk
