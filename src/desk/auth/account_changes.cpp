#include "desk/auth/account_changes.h"

#include <fmt/format.h>

#include "base/crypto.h"

namespace warraq::desk {

std::string factors_of(store::Reader& reader, const story::User& user) {
    const auto known = value_or_throw(reader.credentials(user.id));
    std::string all = fmt::format("{}\n{}", known.password, known.totp);
    if (user.has_passkey)
        for (const auto& passkey : value_or_throw(reader.passkeys_of(user.id)))
            all += fmt::format("\n{}", passkey.id);
    return crypto::content_hash(all, 32);
}

void end_what_ends(store::Writer& writer, AccountCall call, story::UserId user, std::int64_t session) {
    const AccountRule& rule = rule_of(call);
    // Without a session of this account's none is spared.
    if (rule.ends_any(kOtherSessions))
        value_or_throw(writer.end_sessions(user, rule.ends_any(kThisSession) ? 0 : session));
    else if (rule.ends_any(kThisSession))
        value_or_throw(writer.end_session(user, session));
    if (rule.ends_any(kLinks)) value_or_throw(writer.end_links(user));
    if (rule.ends_any(kTotp)) value_or_throw(writer.set_totp(user, "", {}));
    if (rule.ends_any(kPasskeys)) value_or_throw(writer.drop_passkeys(user));
}

}  // namespace warraq::desk
