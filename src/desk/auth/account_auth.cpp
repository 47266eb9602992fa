#include "desk/auth/account_auth.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "base/utf8.h"
#include "desk/auth/password_rules.h"
#include "desk/auth/totp.h"
#include "desk/transact.h"
#include "desk/auth/users.h"

namespace warraq::desk {
namespace {

using store::Writer;
using story::User;

constexpr int kRecoveryCodes = 10;
constexpr std::chrono::minutes kBetweenTouches{1};
constexpr std::size_t kLongestBrowser = 200;
constexpr std::chrono::minutes kBetweenThrottleNotes{10};
// Of a password that was thrown away, at the cost of everyone's: an unknown login takes as long as a wrong
// password.
constexpr std::string_view kNobodysPassword =
    "$argon2id$v=19$m=65536,t=2,p=1$ET7QpqL1jPPs9hA9gRE5fA$TnnN8KgdCsgjRQAPmGle9+h+dQ8Ny00sgLaQfKa5y4Y";

std::string hash_of(std::string_view token) {
    return crypto::content_hash(token, 32);
}

Problem wrong_login() {
    return {401, "wrong_login", "the login or the password is wrong"};
}
Problem proof_needed() {
    return {403, "proof_needed", "show first that the account is yours"};
}
Problem throttled() {
    return {429, "throttled", "too many attempts; try again in a minute"};
}
Problem link_over() {
    return {404, "link_over", "the link was used already, or its time is over"};
}

// "k3fw2ap-…": 28 letters of five bits each, so that a plain hash of one is enough.
std::vector<std::string> new_recovery_codes() {
    constexpr std::size_t kGroups = 4, kGroup = 7;
    std::vector<std::string> codes;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        std::string letters = totp::new_secret(), code;
        std::ranges::transform(letters, letters.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        for (std::size_t group = 0; group < kGroups; ++group)
            code += (group ? "-" : "") + letters.substr(group * kGroup, kGroup);
        codes.push_back(std::move(code));
    }
    return codes;
}

// IPv4's whole address; of IPv6 the /48 that a customer may have: many a /64 is at the hand of one.
std::string wide_network_of(std::string_view address) {
    auto network = serve::network_of(address);
    if (std::ranges::count(network, ':') == 3) network.erase(network.rfind(':'));
    return network;
}

}  // namespace

AccountAuth::AccountAuth(store::Store& store, const crypto::Key& key,
                         const std::shared_ptr<serve::SharedLimits>& limits, Words newsroom,
                         FactorDemand must_have_second_factor)
    : store_(store),
      newsroom_(std::move(newsroom)),
      must_have_second_factor_(must_have_second_factor ? std::move(must_have_second_factor)
                                                       : [](story::Role) { return false; }),
      csrf_key_(crypto::derived_key(key, "desk: csrf")),
      totp_key_(crypto::derived_key(key, "desk: totp")),
      passkey_key_(crypto::derived_key(key, "desk: passkeys")),
      proof_key_(crypto::derived_key(key, "desk: proofs")),
      by_address_(20, std::chrono::seconds(15), limits, "doors-by-address"),
      by_login_(10, std::chrono::seconds(30), limits, "doors-by-login"),
      by_login_anywhere_(60, std::chrono::seconds(5), limits, "doors-by-login-anywhere"),
      by_session_(10, std::chrono::seconds(30), limits, "doors-by-session"),
      resets_(3, std::chrono::minutes(20), limits, "resets"),
      throttle_notes_(1, kBetweenThrottleNotes),
      last_seen_(store) {
    store_.subscribe(kUsedChallenges, [this](std::string_view challenge) {
        const std::scoped_lock lock(used_mutex_);
        used_challenges_.emplace(challenge, now() + kChallengeLife);
    });
}

AccountAuth::~AccountAuth() {
    store_.subscribe(kUsedChallenges, {});
}

bool AccountAuth::allows(AccountCall call, const std::optional<User>& user) const {
    return rule_of(call).allows(state_of(user, user && must_have_second_factor_(user->role)));
}

User AccountAuth::allowed_user(store::Reader& reader, AccountCall call, story::UserId id) const {
    auto user = value_or_throw(reader.user(id), "user");
    if (!allows(call, user)) throw Problem(409, "account_state", "the account is not in a state for this");
    return user;
}

void AccountAuth::refuse_throttled(const Asked& asked, std::string_view address, std::string_view login) {
    if (throttle_notes_.allow(login.empty() ? address : login, std::chrono::steady_clock::now())) {
        const auto user =
            login.empty() ? std::nullopt : value_or_throw(value_or_throw(store_.snapshot())->user(login));
        note_refusal(asked, user ? user->id : story::UserId{}, "throttled");
    }
    throw throttled();
}

std::string AccountAuth::csrf_token(std::string_view token) const {
    return crypto::keyed_hash(token, csrf_key_, 32);
}

std::optional<Visitor> AccountAuth::visitor(std::string_view token, Instant now) {
    if (token.empty()) return std::nullopt;
    auto snapshot = value_or_throw(store_.snapshot());
    const auto session = value_or_throw(snapshot->session(hash_of(token)));
    if (!session) return std::nullopt;
    auto visitor = visitor_of(*snapshot, *session, csrf_token(token), now);
    if (visitor && now >= session->seen + kBetweenTouches) last_seen_.note(session->id, now);
    return visitor;
}

std::optional<Visitor> AccountAuth::visitor_still(store::Reader& reader, const Visitor& before,
                                                  Instant now) const {
    const auto sessions = value_or_throw(reader.sessions_of(before.user.id));
    const auto session = std::ranges::find(sessions, before.session, &store::Session::id);
    return session == sessions.end() ? std::nullopt : visitor_of(reader, *session, before.csrf_token, now);
}

std::optional<Visitor> AccountAuth::visitor_of(store::Reader& reader, const store::Session& session,
                                               std::string csrf, Instant now) const {
    if (now > session.created + kSessionLife || now > session.seen + kSessionIdle) return std::nullopt;
    auto user = value_or_throw(reader.user(session.user));
    if (!allows(AccountCall::SignOut, user)) return std::nullopt;
    auto factors = factors_of(reader, *user);
    return Visitor{std::move(*user), session.id, std::move(csrf), session.by_passkey, std::move(factors)};
}

Entry AccountAuth::begin_session(Writer& writer, const User& user, const std::string& browser, Instant now,
                                 By by) const {
    const bool by_passkey = by == By::Passkey;
    const std::string token = crypto::new_token();
    value_or_throw(writer.end_old_sessions(now - kSessionLife, now - kSessionIdle));
    const auto known = value_or_throw(writer.sessions_of(user.id));  // the latest seen first
    for (std::size_t at = kMostSessions - 1; at < known.size(); ++at)
        value_or_throw(writer.end_session(user.id, known[at].id));
    const auto session = value_or_throw(writer.add_session(
        hash_of(token),
        {0, user.id, now, now, std::string(utf8::prefix(browser, kLongestBrowser)), by_passkey}));
    return {token, {user, session, csrf_token(token), by_passkey, factors_of(writer, user)}};
}

Entry AccountAuth::sign_in(const Attempt& attempt, Instant now) {
    const auto moment = std::chrono::steady_clock::now();
    const auto login = story::login_of(attempt.login);
    if (!by_address_.allow(attempt.address, moment)) refuse_throttled(kEntry, attempt.address, {});
    // Of one network few, so that a stranger who knows a login does not keep its owner out.
    if (login && !(by_login_.allow(*login + " " + wide_network_of(attempt.address), moment) &&
                   by_login_anywhere_.allow(*login, moment)))
        refuse_throttled(kEntry, attempt.address, *login);
    auto snapshot = value_or_throw(store_.snapshot());
    const auto user = login ? value_or_throw(snapshot->user(std::string_view(*login))) : std::nullopt;
    const auto known = user ? value_or_throw(snapshot->credentials(user->id)) : store::Credentials{};
    const auto factors = user ? factors_of(*snapshot, *user) : std::string();
    snapshot.reset();  // not held while the password is worked on
    const bool has_password = !known.password.empty();
    const bool right =
        attempt.password.size() <= kLongestPassword &&
        crypto::password_matches(has_password ? std::string_view(known.password) : kNobodysPassword,
                                 attempt.password);
    if (!right || !has_password || !allows(AccountCall::SignIn, user)) {
        note_refusal(kEntry, user ? user->id : story::UserId{}, "");
        throw wrong_login();
    }
    std::string secret;
    if (user->has_totp) {
        if (attempt.code.empty()) {
            // Whoever knows the password alone leaves a trace too.
            transact(store_,
                     [&](Writer& writer) { value_or_throw(writer.record(user->id, kCodeAsked, "", "")); });
            throw Problem(kEntry.status, "code_needed", "the code of the second factor is needed");
        }
        secret = second_factor_of(known);
    }
    auto entry = transact(store_, [&](Writer& writer) -> std::optional<Entry> {
        // Changed or shut while the password was worked on: what was right is so no longer.
        const auto present = value_or_throw(writer.user(user->id));
        if (!allows(AccountCall::SignIn, present) || factors_of(writer, *present) != factors)
            throw wrong_login();
        if (user->has_totp && !take_second_factor(writer, *user, secret, attempt.code, now))
            return std::nullopt;
        value_or_throw(writer.record(user->id, rule_of(AccountCall::SignIn).recorded, "", ""));
        return begin_session(writer, *present, attempt.browser, now, By::Password);
    });
    if (!entry) refuse_code(kEntry, *user);
    return std::move(*entry);
}

void AccountAuth::note_refusal(const Asked& asked, story::UserId user, std::string_view detail) {
    transact(store_, [&](Writer& writer) { value_or_throw(writer.record(user, asked.refusal, "", detail)); });
}

std::string AccountAuth::second_factor_of(const store::Credentials& known) const {
    std::string secret;
    if (!crypto::unseal(known.totp, totp_key_, secret))
        throw Problem(503, "unavailable", "the second factor cannot be read: was secret.key replaced?");
    return secret;
}

// In the transaction that lets them in: a code is not used up where it fails.
bool AccountAuth::take_second_factor(Writer& writer, const User& user, const std::string& secret,
                                     const std::string& code, Instant now) {
    const auto step = totp::step_of(secret, code, now);
    return value_or_throw(step ? writer.take_totp_step(user.id, *step)
                               : writer.take_recovery_code(user.id, hash_of(code)));
}

void AccountAuth::refuse_code(const Asked& asked, const User& user) {
    note_refusal(asked, user.id, "wrong code");
    throw Problem(asked.status, "wrong_code", "the code is wrong, or was used already");
}

void AccountAuth::sign_out(const Visitor& visitor) {
    transact(store_, [&](Writer& writer) {
        end_what_ends(writer, AccountCall::SignOut, visitor.user.id, visitor.session);
        value_or_throw(writer.record(visitor.user.id, rule_of(AccountCall::SignOut).recorded, "", ""));
    });
}

LinkPurpose AccountAuth::purpose(std::string_view token, Instant now) {
    auto snapshot = value_or_throw(store_.snapshot());
    const auto link = value_or_throw(snapshot->link(hash_of(token)));
    // The first administrator's is over as soon as there is one.
    const bool late = link && !link->user && has_administrator(value_or_throw(snapshot->users()));
    if (!link || late || link->expires <= now) throw link_over();
    if (!link->user) return {};
    auto user = value_or_throw(snapshot->user(link->user));
    if (!allows(AccountCall::UseLink, user)) throw link_over();
    return {std::move(user)};
}

std::optional<Entry> AccountAuth::use_link(std::string_view token, const Newcomer& newcomer, Instant now) {
    const LinkPurpose wanted = purpose(token, now);
    const auto call = wanted.user ? AccountCall::UseLink : AccountCall::UseFirstLink;
    User user = wanted.user.value_or(User{});
    if (!wanted.user) {
        user.login = value_or_throw(story::login_of(newcomer.login));
        user.name = value_or_throw(story::user_name_of(newcomer.name));
        user.role = story::Role::Administrator;
    }
    check_new_password(newcomer.password, words_about(user));
    const std::string password = crypto::password_hash(newcomer.password);
    return transact(store_, [&](Writer& writer) -> std::optional<Entry> {
        const auto link = value_or_throw(writer.take_link(hash_of(token), now));
        const auto present = wanted.user ? value_or_throw(writer.user(link.user))
                                         : value_or_throw(writer.user(std::string_view(user.login)));
        if (!wanted.user) {
            if (has_administrator(value_or_throw(writer.users()))) throw link_over();
            if (!allows(call, present)) throw Problem(409, "login_taken", "another user has this login");
            // Someone who was moved in with the stories, and could not come in until now.
            if (present) user.id = present->id;
            user.id = value_or_throw(writer.save(user));
        } else if (!allows(call, present)) {
            throw link_over();
        }
        value_or_throw(writer.set_password(user.id, password));
        end_what_ends(writer, call, user.id, 0);
        value_or_throw(writer.record(user.id, rule_of(call).recorded, user.login, "by link"));
        const User now_is = value_or_throw(writer.user(user.id), "user");
        if (now_is.has_totp) return std::nullopt;
        return begin_session(writer, now_is, newcomer.browser, now, By::Password);
    });
}

std::vector<std::string> AccountAuth::words_about(const User& user) const {
    std::vector<std::string> words{user.login, user.name};
    if (newsroom_)
        for (std::string& word : newsroom_()) words.push_back(std::move(word));
    return words;
}

std::string AccountAuth::prove(const Visitor& visitor, const Proof& proof, Instant now) {
    const User& user = visitor.user;
    const auto moment = std::chrono::steady_clock::now();
    if (!by_address_.allow(proof.address, moment)) refuse_throttled(kProof, proof.address, {});
    if (!by_session_.allow(std::to_string(visitor.session), moment))
        refuse_throttled(kProof, proof.address, user.login);
    const auto known = value_or_throw(value_or_throw(store_.snapshot())->credentials(user.id));
    if (proof.password.size() > kLongestPassword ||
        !crypto::password_matches(known.password, proof.password)) {
        note_refusal(kProof, user.id, "");
        throw Problem(kProof.status, "wrong_password", "the password is wrong");
    }
    if (!known.totp.empty()) {
        if (proof.code.empty()) {
            note_refusal(kProof, user.id, "no code");
            throw Problem(kProof.status, "code_needed", "the code of the second factor is needed");
        }
        const auto secret = second_factor_of(known);
        if (!transact(store_, [&](Writer& writer) {
                return take_second_factor(writer, user, secret, proof.code, now);
            }))
            refuse_code(kProof, user);
    } else if (user.has_passkey) {
        note_refusal(kProof, user.id, "no passkey");
        throw Problem(kProof.status, "passkey_needed",
                      "the account has passkeys, so its password alone does not do: use one of them");
    }
    return new_proof(visitor, now);
}

// Bound to the session by its CSRF token, which no other session has, and to the factors that the visitor had
// when they proved: if one was changed meanwhile, the proof was of others.
std::string AccountAuth::seal_of_proof(const Visitor& visitor, std::string_view until) const {
    return crypto::keyed_hash(fmt::format("{}.{}.{}", visitor.csrf_token, visitor.factors, until), proof_key_,
                              32);
}

std::string AccountAuth::new_proof(const Visitor& visitor, Instant now) const {
    const auto until = std::to_string(to_unix(now + kProofLife));
    return until + "." + seal_of_proof(visitor, until);
}

Proven AccountAuth::proven(const Visitor& visitor, std::string_view proof, Instant now) const {
    const auto dot = std::min(proof.find('.'), proof.size());
    const auto until = number_from(proof.substr(0, dot));
    if (!until || from_unix(*until) <= now ||
        !crypto::equal(seal_of_proof(visitor, proof.substr(0, dot)),
                       proof.substr(std::min(dot + 1, proof.size()))))
        throw proof_needed();
    return Proven(visitor);
}

void AccountAuth::check_still(store::Reader& reader, const Visitor& visitor) {
    const auto user = value_or_throw(reader.user(visitor.user.id));
    const auto sessions = value_or_throw(reader.sessions_of(visitor.user.id));
    if (!user || std::ranges::find(sessions, visitor.session, &store::Session::id) == sessions.end() ||
        factors_of(reader, *user) != visitor.factors)
        throw proof_needed();
}

User AccountAuth::still_owner(Writer& writer, AccountCall call, const Visitor& visitor) const {
    check_still(writer, visitor);
    return allowed_user(writer, call, visitor.user.id);
}

void AccountAuth::check_keeps_a_factor(AccountCall call, const User& left) const {
    if (rule_of(call).keeps_a_factor &&
        state_of(left, must_have_second_factor_(left.role)) == AccountState::MustEnrol)
        throw Problem(403, "second_factor_needed", "your role comes in with a second factor only");
}

Entry AccountAuth::change_password(const Proven& owner, const std::string& next, const std::string& browser,
                                   Instant now) {
    const User& user = owner.user();
    check_new_password(next, words_about(user));
    const std::string password = crypto::password_hash(next);
    return transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::ChangePassword;
        const User present = still_owner(writer, kCall, owner.visitor());
        value_or_throw(writer.set_password(user.id, password));
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login, ""));
        return begin_session(writer, present, browser, now,
                             owner.visitor().by_passkey ? By::Passkey : By::Password);
    });
}

void AccountAuth::end_session(const Proven& owner, std::int64_t session) {
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::EndSession;
        still_owner(writer, kCall, owner.visitor());
        value_or_throw(writer.end_session(owner.user().id, session));
        value_or_throw(writer.record(owner.user().id, rule_of(kCall).recorded, owner.user().login, ""));
    });
}

AccountAuth::TotpSecret AccountAuth::propose_totp(const Visitor& visitor,
                                                  std::string_view publication) const {
    const std::string secret = totp::new_secret();
    return {secret, totp::address(secret, publication, visitor.user.login)};
}

std::vector<std::string> AccountAuth::accept_totp(const Proven& owner, const std::string& secret,
                                                  const std::string& code, Instant now) {
    const User& user = owner.user();
    if (!totp::is_secret(secret))
        throw Problem(422, "invalid", "secret: is not as long as those that are proposed");
    const auto step = totp::step_of(secret, code, now);
    if (!step) throw Problem(422, "wrong_code", "the code is wrong, or was used already");
    const auto codes = new_recovery_codes();
    std::vector<std::string> hashes;
    hashes.reserve(codes.size());
    for (const std::string& one : codes) hashes.push_back(hash_of(one));
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::EnrolTotp;
        const User present = still_owner(writer, kCall, owner.visitor());
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.set_totp(user.id, crypto::seal(secret, totp_key_), hashes));
        value_or_throw(writer.take_totp_step(user.id, *step));
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login,
                                     present.has_totp ? "in place of another" : ""));
    });
    return codes;
}

void AccountAuth::drop_totp(const Proven& owner) {
    transact(store_, [&](Writer& writer) {
        constexpr auto kCall = AccountCall::DropTotp;
        User user = still_owner(writer, kCall, owner.visitor());
        if (!user.has_totp) throw Problem(404, "not_found", "there is no such second factor");
        user.has_totp = false;
        check_keeps_a_factor(kCall, user);
        end_what_ends(writer, kCall, user.id, owner.visitor().session);
        value_or_throw(writer.record(user.id, rule_of(kCall).recorded, user.login, ""));
    });
}

void AccountAuth::check_reset(const std::string& address) {
    if (!by_address_.allow(address, std::chrono::steady_clock::now())) throw throttled();
}

std::optional<AccountAuth::Reset> AccountAuth::make_reset(std::string_view asked, Instant now) {
    constexpr auto kCall = AccountCall::AskReset;
    const auto login = story::login_of(asked);
    if (!login || login->find('@') == login->npos) return std::nullopt;
    const auto user = value_or_throw(value_or_throw(store_.snapshot())->user(std::string_view(*login)));
    if (!allows(kCall, user) || !resets_.allow(*login, std::chrono::steady_clock::now())) return std::nullopt;
    return transact(store_, [&](Writer& writer) -> std::optional<Reset> {
        if (!allows(kCall, value_or_throw(writer.user(user->id)))) return std::nullopt;
        const std::string token = crypto::new_token();
        // Beside those that an administrator made: whoever asks is not known yet.
        value_or_throw(writer.add_link(hash_of(token), {user->id, now + kResetLife}));
        value_or_throw(writer.record(user->id, rule_of(kCall).recorded, *login, "by mail"));
        return Reset{*login, token};
    });
}

Result<std::string> AccountAuth::make_link(store::Store& store, story::UserId user, Instant now) {
    return store.write([&](Writer& writer) { return make_link(writer, user, now); });
}

Result<std::string> AccountAuth::make_link(Writer& writer, story::UserId id, Instant now) {
    if (id) {
        auto user = writer.user(id);
        if (!user) return fail(user.error());
        if (!rule_of(AccountCall::MakeLink).allows(state_of(*user, false)))
            return conflict("there is no such user, or they are shut out");
    }
    const std::string token = crypto::new_token();
    if (auto ended = writer.end_links(id); !ended) return fail(ended.error());
    if (auto made = writer.add_link(hash_of(token), {id, now + kLinkLife}); !made) return fail(made.error());
    return token;
}

Result<std::string> AccountAuth::make_first_link(store::Store& store, Instant now) {
    auto snapshot = store.snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto users = (*snapshot)->users();
    if (!users) return fail(users.error());
    snapshot->reset();
    return has_administrator(*users) ? Result<std::string>() : make_link(store, {}, now);
}

}  // namespace warraq::desk
