// The account's table: every call in every state, by HTTP, with and without what it asks for.
#include "desk/auth/account_rules.h"

#include <algorithm>
#include <set>

#include "desk/auth/account_changes.h"
#include "desk/auth/totp.h"
#include "support/desk.h"
#include "support/eventually.h"
#include "support/passkey_device.h"

namespace warraq::desk {

// As a kind is named in the list of tests.
struct AccountKind {
    const char* name;
    AccountState state;
    bool totp = false, passkey = false;
    bool must = false;  // its role comes in with a second factor
    // To a session that began by the password, and by a passkey.
    Opens by_password = Opens::AllOfTheRole, by_passkey = Opens::AllOfTheRole;
};
std::ostream& operator<<(std::ostream& out, const AccountKind& kind) {
    return out << kind.name;
}

namespace {

using nlohmann::json;
using testing::Browser;
using testing::PasskeyDevice;
using enum AccountCall;
using enum story::Role;

constexpr AccountKind kKinds[] = {
    {"absent", AccountState::Absent, false, false, false, Opens::Nothing, Opens::Nothing},
    {"invited", AccountState::Invited, false, false, false, Opens::Nothing, Opens::Nothing},
    {"active", AccountState::Active},
    {"with_an_app", AccountState::Active, true},
    {"with_a_passkey", AccountState::Active, false, true},
    {"with_both", AccountState::Active, true, true},
    {"that_must_and_has_an_app", AccountState::Active, true, false, true},
    {"that_must_and_has_a_passkey", AccountState::Active, false, true, true, Opens::OwnAccount},
    {"that_must_and_has_both", AccountState::Active, true, true, true},
    // By a passkey that it had while it need not have one.
    {"that_must_enrol", AccountState::MustEnrol, false, false, true, Opens::OwnAccount, Opens::OwnAccount},
    {"disabled", AccountState::Disabled, true, true, false, Opens::Nothing, Opens::Nothing},
};

std::string hash_of(std::string_view token) {
    return crypto::content_hash(token, 32);
}
std::string name_of(AccountCall call) {
    return fmt::format("call {}, «{}»", static_cast<int>(call), rule_of(call).recorded);
}

// What of an account a call may change.
struct Facts {
    std::optional<story::User> user;
    std::string password, totp, factors;
    bool recovery_code = false, link = false, this_session = false, other_session = false;
    std::size_t passkeys = 0, sessions = 0;
    std::int64_t audit = 0;

    auto all() const {
        return std::tuple(user ? user->login : "", user ? user->name : "",
                          user ? story::to_string(user->role) : "", user && user->disabled, password, totp,
                          factors, recovery_code, link, this_session, other_session, passkeys, sessions);
    }
};

struct Subject {
    story::UserId id{999'999};
    std::string login;
    std::string secret;  // of its app
    PasskeyDevice device;
    Browser browser;
    std::string token, other_token, link;
    std::int64_t other_session = 0, passkey = 999'999;
};

class AccountRulesTest : public testing::DeskTest {
  protected:
    static constexpr std::string_view kCode = "aaaaaaa-aaaaaaa-aaaaaaa-aaaaaaa";
    static constexpr std::string_view kNext = "ثلاثة جسور فوق النهر";

    void SetUp() override {
        DeskTest::SetUp();
        settings_.publication.address = "https://desk.example";
        settings_.mail = {"smtp://127.0.0.1:1", "desk@example.org", "", ""};  // no one is there
        settings_.desk.second_factor = {Moderator};
    }

    // An account of that kind with all that may end: two sessions and a link, also where none can be had.
    Subject make(const AccountKind& kind) {
        Subject subject;
        const int number = ++made_;
        subject.login = fmt::format("s{}@example.org", number);
        subject.device.credential = fmt::format("device {}", number);
        if (kind.state == AccountState::Absent) return subject;
        subject.secret = totp::new_secret();
        subject.token = crypto::new_token();
        subject.other_token = crypto::new_token();
        subject.link = crypto::new_token();
        static const std::string hash = crypto::password_hash(kPassword);
        EXPECT_TRUE(write([&](store::Writer& w) -> Result<void> {
            story::User user{{}, subject.login, "سلمى", kind.must ? Moderator : Editor};
            user.disabled = kind.state == AccountState::Disabled;
            subject.id = *w.save(user);
            if (kind.state != AccountState::Invited) {
                EXPECT_TRUE(w.set_password(subject.id, hash));
            }
            if (kind.totp) {
                const auto sealed = crypto::seal(subject.secret, crypto::derived_key(key_, "desk: totp"));
                EXPECT_TRUE(w.set_totp(subject.id, sealed, {hash_of(kCode)}));
            }
            if (kind.passkey) {
                const auto key = passkeys::read_new(subject.device.data_with_key(), site());
                subject.passkey = *w.add_passkey({0, subject.id, crypto::base64url(key.credential),
                                                  crypto::base64url(key.key), key.algorithm, key.uses, "هاتف",
                                                  now(), now()});
            }
            EXPECT_TRUE(
                w.add_session(hash_of(subject.token), {0, subject.id, now(), now(), "this", kind.passkey}));
            subject.other_session =
                *w.add_session(hash_of(subject.other_token), {0, subject.id, now(), now(), "other", false});
            return w.add_link(hash_of(subject.link), {subject.id, now() + std::chrono::hours(1)});
        }));
        subject.browser = {subject.token,
                           crypto::keyed_hash(subject.token, crypto::derived_key(key_, "desk: csrf"), 32)};
        return subject;
    }
    passkeys::Site site() const { return *passkeys::site_of(settings_.publication.address); }

    Facts facts_of(const Subject& subject) {
        auto reader = read();
        Facts facts;
        facts.audit = reader->audit(0, 1)->empty() ? 0 : reader->audit(0, 1)->front().id;
        facts.user = *reader->user(std::string_view(subject.login));
        if (!facts.user) return facts;
        const auto id = facts.user->id;
        const auto known = *reader->credentials(id);
        facts.password = known.password;
        facts.totp = known.totp;
        facts.factors = factors_of(*reader, *facts.user);
        facts.link = reader->link(hash_of(subject.link))->has_value();
        facts.this_session = reader->session(hash_of(subject.token))->has_value();
        facts.other_session = reader->session(hash_of(subject.other_token))->has_value();
        facts.passkeys = reader->passkeys_of(id)->size();
        facts.sessions = reader->sessions_of(id)->size();
        reader.reset();
        // Whether a recovery code counts is found by taking it, and undoing that.
        (void)write([&](store::Writer& w) -> Result<void> {
            facts.recovery_code = *w.take_recovery_code(id, hash_of(kCode));
            return refused("undone");
        });
        return facts;
    }

    json signed_by(const Subject& subject, const std::string& challenge) {
        const auto client_data = subject.device.client_data(passkeys::kUsed, crypto::base64url(challenge));
        return {{"credential", crypto::base64url(subject.device.credential)},
                {"client_data", crypto::base64url(client_data)},
                {"authenticator_data", crypto::base64url(subject.device.data())},
                {"signature", crypto::base64url(subject.device.sign(client_data))}};
    }
    // A step-up by the strongest factors that there are; empty for who has no session.
    std::string proof_for(AccountAuth& auth, Subject& subject) {
        const auto visitor = auth.sessions.visitor(subject.token, now());
        if (!visitor) return {};
        if (visitor->user.has_passkey) {
            ++subject.device.uses;
            const auto client_data = subject.device.client_data(
                passkeys::kUsed, crypto::base64url(auth.passkeys.proof_challenge(*visitor, now())));
            return auth.passkeys.prove(
                *visitor,
                PasskeyAuth::Attempt{crypto::base64url(subject.device.credential), client_data,
                                     subject.device.data(), subject.device.sign(client_data), "192.0.2.1",
                                     ""},
                site(), now());
        }
        const auto code =
            visitor->user.has_totp ? totp::code(subject.secret, now() - std::chrono::seconds(30)) : "";
        return auth.passwords.prove(*visitor, {std::string(kPassword), code, "192.0.2.1"}, now());
    }

    // Makes the call by its route: with all that it asks for, where `proof` is a good one.
    Called perform(AccountCall which, Subject& subject, const Browser& admin, const std::string& proof) {
        const auto user = fmt::format("/desk/api/users/{}", subject.id.value);
        const Browser& self = subject.browser;
        const auto with = [&](json body) {
            if (!proof.empty()) body["proof"] = proof;
            return body;
        };
        const auto code = [&] {
            return subject.secret.empty() ? std::string() : totp::code(subject.secret, now());
        };
        switch (which) {
            case SignIn:
                return call({}, "POST", "/desk/api/session",
                            {{"login", subject.login}, {"password", kPassword}, {"code", code()}});
            case SignInByPasskey: {
                const auto asked = call({}, "POST", "/desk/api/session/passkey").json;
                std::string challenge;
                EXPECT_TRUE(crypto::from_base64url(asked["challenge"].get<std::string>(), challenge));
                ++subject.device.uses;
                return call({}, "PUT", "/desk/api/session/passkey", signed_by(subject, challenge));
            }
            case SignOut: return call(self, "DELETE", "/desk/api/session");
            case UseFirstLink:
                return call({}, "PUT", "/desk/api/link",
                            {{"link", *make_link(*store_, {}, now())},
                             {"login", subject.login},
                             {"name", "ليلى"},
                             {"password", kNext}});
            case UseLink:
                return call({}, "PUT", "/desk/api/link", {{"link", subject.link}, {"password", kNext}});
            case AskReset: {
                const auto asked = call({}, "POST", "/desk/api/reset", {{"login", subject.login}});
                wait_for_resets();
                return asked;
            }
            case Prove:
                return call(self, "POST", "/desk/api/proof", {{"password", kPassword}, {"code", code()}});
            case ProveByPasskey: {
                const auto asked = call(self, "POST", "/desk/api/proof/passkey");
                if (asked.status != 200) return asked;
                std::string challenge;
                EXPECT_TRUE(crypto::from_base64url(asked.json["challenge"].get<std::string>(), challenge));
                ++subject.device.uses;
                return call(self, "PUT", "/desk/api/proof/passkey", signed_by(subject, challenge));
            }
            case EndSession:
                return call(self, "DELETE", fmt::format("/desk/api/sessions/{}", subject.other_session),
                            with(json::object()));
            case ChangePassword: return call(self, "PUT", "/desk/api/password", with({{"next", kNext}}));
            case ProposeTotp: return call(self, "POST", "/desk/api/second-factor");
            case EnrolTotp: {
                const auto secret = totp::new_secret();
                return call(self, "PUT", "/desk/api/second-factor",
                            with({{"secret", secret}, {"code", totp::code(secret, now())}}));
            }
            case DropTotp: return call(self, "DELETE", "/desk/api/second-factor", with(json::object()));
            case BeginPasskey: return call(self, "POST", "/desk/api/passkeys", with(json::object()));
            case AddPasskey: {
                PasskeyDevice added;
                added.credential = subject.device.credential + " and another";
                std::string challenge = "none";
                if (!proof.empty()) {
                    AccountAuth auth(*store_, key_);
                    const auto visitor = auth.sessions.visitor(subject.token, now());
                    challenge = auth.passkeys.new_passkey_challenge(
                        auth.proofs.proven(*visitor, proof, now()), now());
                }
                return call(self, "PUT", "/desk/api/passkeys",
                            {{"name", "حاسوب"},
                             {"client_data", crypto::base64url(added.client_data(
                                                 passkeys::kMade, crypto::base64url(challenge)))},
                             {"authenticator_data", crypto::base64url(added.data_with_key())}});
            }
            case DropPasskey:
                return call(self, "DELETE", fmt::format("/desk/api/passkeys/{}", subject.passkey),
                            with(json::object()));
            case Invite:
                return call(admin, "POST", "/desk/api/users",
                            with({{"login", subject.login}, {"name", "سلمى"}, {"role", "editor"}}));
            case Rename: return call(admin, "PATCH", user, with({{"name", "سلمى الأخرى"}}));
            case ChangeRole: return call(admin, "PATCH", user, with({{"role", "reporter"}}));
            case Disable: return call(admin, "PATCH", user, with({{"disabled", true}}));
            case Enable: return call(admin, "PATCH", user, with({{"disabled", false}}));
            case DropFactors: return call(admin, "PATCH", user, with({{"second_factor", false}}));
            case MakeLink: return call(admin, "POST", user + "/link", with(json::object()));
        }
        return {};
    }
    // They are done in their order: once this one's is, all before it are.
    void wait_for_resets() {
        const auto last = make({"last", AccountState::Active});
        call({}, "POST", "/desk/api/reset", {{"login", last.login}});
        EXPECT_TRUE(testing::eventually([&] {
            const auto entries = *read()->audit(0, 10);
            return std::ranges::any_of(entries, [&](const auto& one) {
                return one.action == "password_link" && one.subject == last.login;
            });
        }));
    }

    // What is wrong where the state, or what the account has, does not allow the call.
    static std::string refusal(AccountCall which, const AccountKind& kind) {
        const bool in = kind.state == AccountState::Active || kind.state == AccountState::MustEnrol;
        const AccountRule& rule = rule_of(which);
        if (rule.needs == Permission::Account && !in) return "signed_out";
        switch (which) {
            case SignIn: return in ? "" : "wrong_login";
            case SignInByPasskey: return in && kind.passkey ? "" : "unknown_passkey";
            case ProveByPasskey: return kind.passkey ? "" : "unknown_passkey";
            case Prove: return kind.passkey && !kind.totp ? "passkey_needed" : "";
            case UseFirstLink: return "link_over";  // there is an administrator
            case UseLink: return in || kind.state == AccountState::Invited ? "" : "link_over";
            case DropTotp:
                if (kind.state == AccountState::MustEnrol) return "account_state";
                if (!kind.totp) return "not_found";
                return kind.must && !kind.passkey ? "second_factor_needed" : "";
            case DropPasskey:
                if (kind.state == AccountState::MustEnrol) return "account_state";
                if (!kind.passkey) return "not_found";
                return kind.must && !kind.totp ? "second_factor_needed" : "";
            case Invite: return kind.state == AccountState::Absent ? "" : "login_taken";
            case MakeLink:
                if (kind.state == AccountState::Absent) return "not_found";
                return kind.state == AccountState::Disabled ? "account_state" : "";
            case Rename:
            case ChangeRole:
            case Disable:
            case Enable:
            case DropFactors: return kind.state == AccountState::Absent ? "not_found" : "";
            default: return "";
        }
    }
    // A call that is answered alike where there is nothing to do.
    static bool changes(AccountCall which, const AccountKind& kind) {
        if (which == Enable) return kind.state == AccountState::Disabled;
        if (which == Disable) return kind.state != AccountState::Disabled;
        if (which == AskReset)
            return kind.state == AccountState::Active || kind.state == AccountState::MustEnrol;
        return true;
    }
    // Where the call leads, told apart from the table.
    static AccountState after(AccountCall which, const AccountKind& kind) {
        const bool disabled = kind.state == AccountState::Disabled;
        switch (which) {
            case Invite: return AccountState::Invited;
            case UseLink:
                return kind.must && !kind.totp && !kind.passkey ? AccountState::MustEnrol
                                                                : AccountState::Active;
            case EnrolTotp:
            case AddPasskey: return AccountState::Active;
            case Disable: return AccountState::Disabled;
            case Enable: return AccountState::Active;
            case ChangeRole:  // to one that need not
                return kind.state == AccountState::MustEnrol ? AccountState::Active : kind.state;
            case DropFactors: return kind.must && !disabled ? AccountState::MustEnrol : kind.state;
            default: return kind.state;
        }
    }

    int made_ = 0;
};

class AccountMachine : public AccountRulesTest, public ::testing::WithParamInterface<AccountKind> {};

TEST_P(AccountMachine, EveryCallInThisState) {
    const AccountKind& kind = GetParam();
    const auto admin = come_in(Administrator), editor = come_in(Reporter);
    const std::string admins = proof_of(admin), editors = proof_of(editor);
    const auto must = [&](story::Role role) { return role == Moderator; };
    for (const AccountRule& rule : account_rules()) {
        SCOPED_TRACE(name_of(rule.call));
        auto subject = make(kind);
        AccountAuth auth(*store_, key_, {}, {}, must);
        const bool own = rule.needs == Permission::Account;
        const bool proves = rule.asks_for == Credential::Proof || rule.asks_for == Credential::Challenge;
        const std::string proof = !proves ? "" : own ? proof_for(auth, subject) : admins;
        const Facts before = facts_of(subject);
        EXPECT_EQ(state_of(before.user, before.user && must(before.user->role)), kind.state);
        const std::string expected = refusal(rule.call, kind);
        // The table and what is told of it here are the same.
        if (!rule.allows(kind.state)) {
            EXPECT_TRUE(!expected.empty() || !changes(rule.call, kind));
        }

        // Without what it asks for: nobody, a session alone, one whose role may not.
        if (rule.needs != Permission::None) {
            auto stranger = subject;
            stranger.browser = {};
            EXPECT_EQ(perform(rule.call, stranger, {}, "").code(), "signed_out");
        }
        if (proves) {
            const auto bare = perform(rule.call, subject, admin, "").code();
            if (own && expected == "signed_out") {
                EXPECT_EQ(bare, "signed_out");
            } else {
                EXPECT_EQ(bare, rule.asks_for == Credential::Proof ? "proof_needed" : "challenge_over");
            }
            if (own && expected != "signed_out" && rule.asks_for == Credential::Proof) {
                EXPECT_EQ(perform(rule.call, subject, admin, editors).code(), "proof_needed")
                    << "another's proof";
            }
        }
        if (rule.needs == Permission::ManageUsers) {
            EXPECT_EQ(perform(rule.call, subject, editor, editors).code(), "not_allowed");
        }
        EXPECT_EQ(facts_of(subject).all(), before.all()) << "nothing of that changed anything";

        // With it.
        const auto audit = facts_of(subject).audit;
        const auto done = perform(rule.call, subject, admin, proof);
        const Facts now_is = facts_of(subject);
        EXPECT_EQ(done.code(), expected) << done.json;
        if (!expected.empty() || !changes(rule.call, kind)) {
            EXPECT_EQ(now_is.all(), before.all());
            continue;
        }
        EXPECT_LT(done.status, 300) << done.json;
        EXPECT_EQ(state_of(now_is.user, now_is.user && must(now_is.user->role)), after(rule.call, kind));
        if (!rule.recorded.empty()) {
            const auto entries = *read()->audit(0, 10);
            EXPECT_TRUE(std::ranges::any_of(entries, [&](const auto& one) {
                return one.id > audit && one.action == rule.recorded &&
                       (one.user == subject.id || one.subject == subject.login);
            })) << "it stands in the audit log";
        }
        if (!before.user) continue;
        EXPECT_EQ(now_is.this_session, !rule.ends_any(kThisSession));
        EXPECT_EQ(now_is.other_session, !rule.ends_any(kOtherSessions) && rule.call != EndSession);
        EXPECT_EQ(now_is.link, !rule.ends_any(kLinks));
        EXPECT_EQ(now_is.recovery_code, before.recovery_code && !rule.ends_any(kTotp));
        const bool factors_there = kind.totp || kind.passkey;
        if (rule.call != DropFactors || factors_there) {
            EXPECT_EQ(now_is.factors != before.factors, rule.ends_any(kProofs));
        }
        if (rule.ends_any(kTotp)) {
            EXPECT_EQ(now_is.totp.empty(), rule.call != EnrolTotp);
            EXPECT_TRUE(now_is.totp.empty() || now_is.totp != before.totp);
        } else {
            EXPECT_EQ(now_is.totp, before.totp);
        }
        const std::size_t passkeys = rule.ends_any(kPasskeys)   ? 0
                                     : rule.call == AddPasskey  ? before.passkeys + 1
                                     : rule.call == DropPasskey ? before.passkeys - 1
                                                                : before.passkeys;
        EXPECT_EQ(now_is.passkeys, passkeys);
        // A proof ends with the factors that it was of.
        if (own && proves && now_is.this_session) {
            const auto visitor = auth.sessions.visitor(subject.token, now());
            ASSERT_TRUE(visitor);
            bool holds = true;
            try {
                (void)auth.proofs.proven(*visitor, proof, now());
            } catch (const Problem& problem) {
                EXPECT_EQ(problem.code(), "proof_needed");
                holds = false;
            }
            EXPECT_EQ(holds, !rule.ends_any(kProofs));
        }
    }
}

TEST_P(AccountMachine, WhatASessionOpensByHowItBegan) {
    const AccountKind& kind = GetParam();
    for (const bool by_passkey : {false, true}) {
        SCOPED_TRACE(by_passkey ? "by passkey" : "by password");
        const auto expected = by_passkey ? kind.by_passkey : kind.by_password;
        const auto subject = make(kind);
        const auto user = facts_of(subject).user;
        EXPECT_EQ(what_opens(user, kind.must, by_passkey), expected);
        if (!user) continue;
        const auto token = crypto::new_token();
        EXPECT_TRUE(write([&](store::Writer& w) {
            return w.add_session(hash_of(token), {0, subject.id, now(), now(), "", by_passkey});
        }));
        const Browser browser{token, crypto::keyed_hash(token, crypto::derived_key(key_, "desk: csrf"), 32)};
        const auto refused = [&](const char* path) { return call(browser, "GET", path).code(); };
        EXPECT_EQ(refused("/desk/api/sessions"), expected == Opens::Nothing ? "signed_out" : "");
        EXPECT_EQ(refused("/desk/api/comments"), expected == Opens::Nothing      ? "signed_out"
                                                 : expected == Opens::OwnAccount ? "second_factor_needed"
                                                                                 : "");
        EXPECT_EQ(call(browser, "GET", "/desk/api/events").status == 401, expected != Opens::AllOfTheRole);
        const auto session = call(browser, "GET", "/desk/api/session").json;
        if (expected == Opens::OwnAccount) {
            EXPECT_EQ(session["permissions"], json({"account"}));
        }
        EXPECT_EQ(session.is_object() && session["second_factor_needed"] == true,
                  expected == Opens::OwnAccount);
    }
}

INSTANTIATE_TEST_SUITE_P(Accounts, AccountMachine, ::testing::ValuesIn(kKinds),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_F(AccountRulesTest, TheFirstLinkMakesOneOfWhoeverCouldNotComeInYet) {
    for (const AccountKind& kind : kKinds) {
        if (kind.must) continue;
        SCOPED_TRACE(kind.name);
        auto subject = make(kind);
        const auto before = facts_of(subject);
        const bool allowed = rule_of(UseFirstLink).allows(kind.state);
        const auto done = perform(UseFirstLink, subject, {}, "");
        EXPECT_EQ(done.code(), allowed ? "" : "login_taken");
        const auto now_is = facts_of(subject);
        EXPECT_EQ(allowed, kind.state == AccountState::Absent || kind.state == AccountState::Invited);
        if (!allowed) {
            EXPECT_EQ(now_is.all(), before.all());
            continue;
        }
        ASSERT_TRUE(now_is.user);
        EXPECT_EQ(now_is.user->role, Administrator);
        EXPECT_TRUE(now_is.user->has_password);
        EXPECT_FALSE(now_is.link || now_is.this_session || now_is.other_session);
        // The next one is to find a newsroom without.
        EXPECT_TRUE(write([&](store::Writer& w) {
            auto user = *now_is.user;
            user.role = Reporter;
            return w.save(user);
        }));
    }
}

TEST_F(AccountRulesTest, EveryRouteOfAccountsHasItsCallsAndEveryCallItsRoute) {
    std::set<AccountCall> routed;
    for (const Route& route : routes()) {
        const auto name = fmt::format("{} {}", serve::to_string(route.method), route.pattern);
        const bool of_accounts = route.needs == Permission::None || route.needs == Permission::Account ||
                                 route.needs == Permission::ManageUsers;
        EXPECT_EQ(!route.calls.empty(), of_accounts && route.method != serve::Method::Get) << name;
        for (const AccountCall one : route.calls) {
            routed.insert(one);
            EXPECT_EQ(route.needs, rule_of(one).needs) << name;
            EXPECT_EQ(route.takes_proof, rule_of(one).asks_for == Credential::Proof) << name;
        }
    }
    EXPECT_EQ(routed.size(), account_rules().size());
}

// What the table must say, whatever else it says.
TEST_F(AccountRulesTest, WhatChangesAWayInIsProvenAndEndsWhatWasOpenedByTheFormerOne) {
    for (const AccountRule& rule : account_rules()) {
        SCOPED_TRACE(name_of(rule.call));
        const bool by_session = rule.needs != Permission::None;
        if (by_session && rule.ends_any(kProofs | kTotp | kPasskeys)) {
            EXPECT_TRUE(rule.asks_for == Credential::Proof || rule.asks_for == Credential::Challenge);
            EXPECT_TRUE(rule.ends_any(kLinks)) << "no link outlives it";
        }
        if (rule.needs == Permission::ManageUsers) {
            EXPECT_EQ(rule.asks_for, Credential::Proof);
        }
        if (rule.allows(AccountState::Disabled)) {
            EXPECT_EQ(rule.needs, Permission::ManageUsers) << "only an administrator does anything with it";
        }
        if (rule.allows(AccountState::Absent)) {
            EXPECT_TRUE(rule.call == Invite || rule.call == UseFirstLink);
        }
        if (rule.allows(AccountState::Invited) && !by_session) {
            EXPECT_EQ(rule.asks_for, Credential::Link) << "until there is a password, a link alone does";
        }
        if (rule.ends_any(kProofs) || rule.call == ChangeRole || rule.call == Disable) {
            EXPECT_FALSE(rule.recorded.empty());
        }
    }
    for (const AccountCall call : {ChangeRole, Disable, DropFactors, UseLink, ChangePassword})
        EXPECT_EQ(rule_of(call).ends & (kSessions | kLinks), kSessions | kLinks) << name_of(call);
    for (const AccountCall call : {EnrolTotp, DropTotp, DropPasskey})
        EXPECT_EQ(rule_of(call).ends & (kOtherSessions | kLinks), kOtherSessions | kLinks) << name_of(call);
}

}  // namespace
}  // namespace warraq::desk
