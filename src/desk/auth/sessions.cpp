#include "desk/auth/sessions.h"

#include <algorithm>

#include "base/utf8.h"
#include "desk/auth/account_changes.h"
#include "desk/auth/token_hash.h"
#include "desk/transact.h"

namespace warraq::desk {
namespace {

constexpr std::chrono::minutes kBetweenTouches{1};
constexpr std::size_t kLongestBrowser = 200;

}  // namespace

Sessions::Sessions(store::Store& store, const crypto::Key& key, const AccountPolicy& policy)
    : store_(store), policy_(policy), csrf_key_(crypto::derived_key(key, "desk: csrf")), last_seen_(store) {}

std::string Sessions::csrf_token(std::string_view token) const {
    return crypto::keyed_hash(token, csrf_key_, 32);
}

std::optional<Visitor> Sessions::visitor(std::string_view token, Instant now) {
    if (token.empty()) return std::nullopt;
    auto snapshot = value_or_throw(store_.snapshot());
    const auto session = value_or_throw(snapshot->session(token_hash(token)));
    if (!session) return std::nullopt;
    auto visitor = visitor_of(*snapshot, *session, csrf_token(token), now);
    if (visitor && now >= session->seen + kBetweenTouches) last_seen_.note(session->id, now);
    return visitor;
}

std::optional<Visitor> Sessions::visitor_still(store::Reader& reader, const Visitor& before,
                                               Instant now) const {
    const auto sessions = value_or_throw(reader.sessions_of(before.user.id));
    const auto session = std::ranges::find(sessions, before.session, &store::Session::id);
    return session == sessions.end() ? std::nullopt : visitor_of(reader, *session, before.csrf_token, now);
}

std::optional<Visitor> Sessions::visitor_of(store::Reader& reader, const store::Session& session,
                                            std::string csrf, Instant now) const {
    if (now > session.created + kSessionLife || now > session.seen + kSessionIdle) return std::nullopt;
    auto user = value_or_throw(reader.user(session.user));
    if (!policy_.allows(AccountCall::SignOut, user)) return std::nullopt;
    auto factors = factors_of(reader, *user);
    return Visitor{std::move(*user), session.id, std::move(csrf), session.by_passkey, std::move(factors)};
}

Entry Sessions::begin(store::Writer& writer, const story::User& user, const std::string& browser, Instant now,
                      SignedInBy by) const {
    const bool by_passkey = by == SignedInBy::Passkey;
    const std::string token = crypto::new_token();
    value_or_throw(writer.end_old_sessions(now - kSessionLife, now - kSessionIdle));
    const auto known = value_or_throw(writer.sessions_of(user.id));  // the latest seen first
    for (std::size_t at = kMostSessions - 1; at < known.size(); ++at)
        value_or_throw(writer.end_session(user.id, known[at].id));
    const auto session = value_or_throw(writer.add_session(
        token_hash(token),
        {0, user.id, now, now, std::string(utf8::prefix(browser, kLongestBrowser)), by_passkey}));
    return {token, {user, session, csrf_token(token), by_passkey, factors_of(writer, user)}};
}

void Sessions::sign_out(const Visitor& visitor) {
    transact(store_, [&](store::Writer& writer) {
        end_what_ends(writer, AccountCall::SignOut, visitor.user.id, visitor.session);
        value_or_throw(writer.record(visitor.user.id, rule_of(AccountCall::SignOut).recorded, "", ""));
    });
}

}  // namespace warraq::desk
