#include "desk/account_changes.h"

#include <fmt/format.h>

#include "base/crypto.h"

namespace warraq::desk {

std::string factors_of(store::Reader& reader, const story::User& user) {
    const auto known = take(reader.credentials(user.id));
    std::string all = fmt::format("{}\n{}", known.password, known.totp);
    if (user.has_passkey)
        for (const auto& passkey : take(reader.passkeys_of(user.id))) all += fmt::format("\n{}", passkey.id);
    return crypto::content_hash(all, 32);
}

void end_what_ends(store::Writer& writer, AccountCall call, story::UserId user, std::int64_t session) {
    const AccountRule& rule = rule_of(call);
    // Without a session of this account's none is spared.
    if (rule.ends_any(kOtherSessions))
        take(writer.end_sessions(user, rule.ends_any(kThisSession) ? 0 : session));
    else if (rule.ends_any(kThisSession))
        take(writer.end_session(user, session));
    if (rule.ends_any(kLinks)) take(writer.end_links(user));
    if (rule.ends_any(kTotp)) take(writer.set_totp(user, "", {}));
    if (rule.ends_any(kPasskeys)) take(writer.drop_passkeys(user));
}

}  // namespace warraq::desk
