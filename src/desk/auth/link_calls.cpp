// One-time links: what one is for, using it, and asking for one by mail.
#include "desk/auth/account_auth.h"
#include "desk/auth/account_mail.h"
#include "desk/auth/calls.h"
#include "desk/auth/password_rules.h"
#include "desk/auth/session_reply.h"
#include "desk/reply.h"

namespace warraq::desk {

using serve::Reply;

Reply show_link(const Call& call) {
    const auto purpose = call.desk.auth.links.purpose(call.body.text("link", kLongestAccountText), now());
    JsonWriter json;
    json.object().flag("first", !purpose.user).text("publication", call.desk.settings()->publication.name);
    if (purpose.user) json.text("login", purpose.user->login).text("name", purpose.user->name);
    return json_reply(json);
}

Reply use_link(const Call& call) {
    const Fields& body = call.body;
    Links& links = call.desk.auth.links;
    const auto link = body.text("link", kLongestAccountText);
    const auto purpose = links.purpose(link, now());
    const auto entry = links.use(
        link,
        {body.text_or("login", kLongestAccountText, ""), body.text_or("name", kLongestAccountText, ""),
         body.text("password", kLongestPassword), call.request.user_agent},
        now());
    if (purpose.user && purpose.user->has_password)
        call.desk.mail.tell(*purpose.user, AccountChange::PasswordSet);
    return entry ? session_begun(call, *entry) : no_content();
}

// The same answer for everyone, by the same work: who has a login here is looked at once it is given.
Reply ask_reset(const Call& call) {
    if (!call.desk.mail.can_send())
        throw Problem(409, "no_mail", "the desk sends no mail; ask an administrator for a link");
    call.desk.auth.links.check_reset(call.request.address);
    call.desk.mail.send_reset(call.body.text("login", kLongestAccountText));
    return no_content();
}

}  // namespace warraq::desk
