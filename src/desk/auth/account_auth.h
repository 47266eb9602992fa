// How people come in: passwords, second factors, passkeys, sessions, one-time links. Knows no HTTP.
//
//     AccountAuth doors(store, key, "صحيفة");
//     const auto entry = doors.sign_in({login, password, code, address, browser}, now());   // or a Problem
//     const auto visitor = doors.visitor(entry.token, now());                               // at each call
//     const auto proof = doors.prove(*visitor, {password, code, address}, now());           // kept by the
//     page doors.drop_totp(doors.proven(*visitor, proof, now()));
//
// A session may be stolen, so it changes none of the ways into an account by itself: each of those changes
// takes a Proven, which is had for the account's strongest factors alone. What each call asks for and what
// ends with it is account_rules.h; it is looked at again in the transaction that carries the call out.
//
// All calls but visitor() throw a Problem for what the person who called can mend. Thread-safe.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/crypto.h"
#include "desk/auth/account_changes.h"
#include "desk/auth/last_seen.h"
#include "desk/auth/passkeys.h"
#include "desk/problem.h"
#include "serve/limits/address_limiter.h"
#include "store/store.h"

namespace warraq::desk {

struct Visitor {
    story::User user;
    std::int64_t session = 0;
    std::string csrf_token;    // what a page of this session must send with each change
    bool by_passkey = false;   // how the session began
    std::string factors = {};  // factors_of() the user, as the session was looked at
};

// A session as it begins; the token is told once, to the browser that it is for.
struct Entry {
    std::string token;
    Visitor visitor;
};

// A visitor who has shown within the last minutes, by more than a session, that the account is theirs. Made
// by AccountAuth::proven() alone; refers to the visitor.
class Proven {
  public:
    const Visitor& visitor() const { return *visitor_; }
    const story::User& user() const { return visitor_->user; }

  private:
    friend class AccountAuth;
    explicit Proven(const Visitor& visitor) : visitor_(&visitor) {}
    const Visitor* visitor_;
};

// What may be done through a one-time link.
struct LinkPurpose {
    std::optional<story::User> user;  // none: the first administrator is made
};

class AccountAuth {
  public:
    static constexpr std::chrono::hours kSessionIdle{7 * 24}, kSessionLife{30 * 24}, kLinkLife{3 * 24};
    static constexpr std::size_t kMostSessions = 20;  // of one person; one more ends the one unseen longest

    // `limits`: of all nodes; nothing where there is one. `newsroom`: its name and address, which no password
    // may be made of. `must_have_second_factor`: of no role where it is empty.
    using Words = std::function<std::vector<std::string>()>;
    using FactorDemand = std::function<bool(story::Role)>;
    AccountAuth(store::Store& store, const crypto::Key& key,
                const std::shared_ptr<serve::SharedLimits>& limits = {}, Words newsroom = {},
                FactorDemand must_have_second_factor = {});
    ~AccountAuth();
    AccountAuth(const AccountAuth&) = delete;
    AccountAuth& operator=(const AccountAuth&) = delete;

    std::optional<Visitor> visitor(std::string_view token, Instant now);
    // One whom visitor() found before, as they are now; nothing once the session is over.
    std::optional<Visitor> visitor_still(store::Reader& reader, const Visitor& before, Instant now) const;

    struct Attempt {
        std::string login, password, code;  // the code of the second factor, or a recovery code
        std::string address, browser;
    };
    Entry sign_in(const Attempt& attempt, Instant now);
    void sign_out(const Visitor& visitor);

    LinkPurpose purpose(std::string_view link, Instant now);
    // Sets the password of the link's user, whose other sessions end; or makes the first administrator.
    // Nothing for who has a second factor: they sign in with it.
    struct Newcomer {
        std::string login, name;  // of a first administrator
        std::string password, browser;
    };
    std::optional<Entry> use_link(std::string_view link, const Newcomer& newcomer, Instant now);

    // A link for whoever forgot their password, good for an hour, to be sent to their login where that is an
    // e-mail address. Two steps, so that the answer to the first tells nothing: it looks at the address
    // alone, and throws where that asked too often.
    static constexpr std::chrono::hours kResetLife{1};
    struct Reset {
        std::string login, secret;
    };
    void check_reset(const std::string& address);
    // Nothing for who has no login or no password here, or was sent too many. Not while someone waits for the
    // answer.
    std::optional<Reset> make_reset(std::string_view login, Instant now);

    // A step-up: shows that the account is the visitor's by its strongest factors, which are the password
    // and, where there is an app, a code of it or a recovery code; where there are passkeys alone, one of
    // them. Throttled together with signing in, and what is wrong is recorded. What comes back is good in
    // this session alone, for kProofLife or until one of the account's factors is changed; it is never kept
    // in a cookie.
    static constexpr std::chrono::minutes kProofLife{5};
    // In the audit log, beside what the rules name.
    static constexpr const char *kSignInRefused = "sign_in_refused", *kProofRefused = "proof_refused",
                                *kCodeAsked = "code_asked";
    struct Proof {
        std::string password, code;
        std::string address;
    };
    std::string prove(const Visitor& visitor, const Proof& proof, Instant now);
    // A Problem, `proof_needed`, for one that is none, late, of other factors, or another session's.
    Proven proven(const Visitor& visitor, std::string_view proof, Instant now) const;
    // In the transaction that a proof was asked for: the session is there and the factors are those that were
    // proven. The same Problem where not.
    static void check_still(store::Reader& reader, const Visitor& visitor);

    // The account that a call is about, within its transaction: what was read before may be over. Where the
    // state does not allow the call: Problem 409 `account_state`.
    story::User allowed_user(store::Reader& reader, AccountCall call, story::UserId id) const;

    // The person's other sessions end, and this one goes on under a new token.
    Entry change_password(const Proven& owner, const std::string& next, const std::string& browser,
                          Instant now);
    void end_session(const Proven& owner, std::int64_t session);

    // A secret to be shown as QR code; it counts once a code of it came back.
    struct TotpSecret {
        std::string secret, address;
    };
    TotpSecret propose_totp(const Visitor& visitor, std::string_view publication) const;
    // In place of the one there is. The other sessions end; the recovery codes are told once.
    std::vector<std::string> accept_totp(const Proven& owner, const std::string& secret,
                                         const std::string& code, Instant now);
    void drop_totp(const Proven& owner);  // NotFound where there is none

    // What a key must sign, good once and for five minutes: one to come in by, one of the visitor's to be, or
    // one of theirs that proves what a password would.
    static constexpr std::chrono::minutes kChallengeLife{5};
    static constexpr std::size_t kMostPasskeys = 20;  // of one person
    std::string entry_challenge(Instant now) const;
    std::string new_passkey_challenge(const Proven& owner, Instant now) const;
    std::string proof_challenge(const Visitor& visitor, Instant now) const;
    // What a key may be told of its owner: a number of theirs that says nothing to others.
    std::string passkey_owner(const story::User& user) const;
    struct MadePasskey {
        std::string name, client_data, authenticator_data;
    };
    // Who proved their right asked for its challenge, in this session.
    store::Passkey add_passkey(const Visitor& visitor, const MadePasskey& made, const passkeys::Site& site,
                               Instant now);
    void drop_passkey(const Proven& owner, std::int64_t id);
    struct PasskeyAttempt {
        std::string credential, client_data, authenticator_data, signature;
        std::string address, browser;
    };
    Entry sign_in(const PasskeyAttempt& attempt, const passkeys::Site& site, Instant now);
    // As by password and code: a passkey is both.
    std::string prove(const Visitor& visitor, const PasskeyAttempt& attempt, const passkeys::Site& site,
                      Instant now);

    // An administrator's, in place of those that the user was sent before. Error: as the store; Conflict for
    // who may not come in. The link's address is kLinkPath and the token.
    static constexpr std::string_view kLinkPath = "/desk#/welcome/";
    static Result<std::string> make_link(store::Store& store, story::UserId user, Instant now);
    static Result<std::string> make_link(store::Writer& writer, story::UserId user, Instant now);
    // For a newsroom that no administrator can enter: the first one's; an empty text where one can.
    static Result<std::string> make_first_link(store::Store& store, Instant now);

  private:
    static constexpr const char* kUsedChallenges = "challenges";  // as nodes tell each other
    enum class By { Password, Passkey };
    Entry begin_session(store::Writer& writer, const story::User& user, const std::string& browser,
                        Instant now, By by) const;
    // Signed for one purpose, such as "enter" or "make 12".
    std::string new_challenge(std::string_view purpose, Instant now) const;
    // Once: it does not count again, here or at another node that hears of it. A Problem for what is none, of
    // another purpose, late, or used.
    void take_challenge(const std::string& challenge, std::string_view purpose, Instant now);
    std::string csrf_token(std::string_view token) const;
    // Whose session it is; nothing where it is over.
    std::optional<Visitor> visitor_of(store::Reader& reader, const store::Session& session, std::string csrf,
                                      Instant now) const;
    std::vector<std::string> words_about(const story::User& user) const;
    std::string seal_of_proof(const Visitor& visitor, std::string_view until) const;
    std::string new_proof(const Visitor& visitor, Instant now) const;

    // What was asked for with secrets that may be wrong: how that is answered and recorded.
    struct Asked {
        int status;
        const char* refusal;
    };
    static constexpr Asked kEntry{401, kSignInRefused}, kProof{403, kProofRefused};
    // The first of a while is recorded, of the user with that login; each one would let strangers fill the
    // log.
    [[noreturn]] void refuse_throttled(const Asked& asked, std::string_view address, std::string_view login);
    void note_refusal(const Asked& asked, story::UserId user, std::string_view detail);
    // The app's, unsealed.
    std::string second_factor_of(const store::Credentials& known) const;
    // False for a code that is wrong, or was used already: refuse_code() outside of the transaction.
    static bool take_second_factor(store::Writer& writer, const story::User& user, const std::string& secret,
                                   const std::string& code, Instant now);
    [[noreturn]] void refuse_code(const Asked& asked, const story::User& user);
    bool allows(AccountCall call, const std::optional<story::User>& user) const;
    // In the transaction of a call: the owner, whose session and factors are as they were when they proved.
    story::User still_owner(store::Writer& writer, AccountCall call, const Visitor& visitor) const;
    void check_keeps_a_factor(AccountCall call, const story::User& left) const;
    // Throttled. To come in, or, with a visitor, to prove. A Problem for a passkey that is no one's who may,
    // or was used wrongly.
    struct UsedPasskey {
        story::User user;
        std::int64_t passkey = 0, uses = 0;
    };
    UsedPasskey check_passkey(const Asked& asked, const Visitor* visitor, const PasskeyAttempt& attempt,
                              const passkeys::Site& site, Instant now);
    [[noreturn]] void refuse_copied(const Asked& asked, const UsedPasskey& used);

    store::Store& store_;
    const Words newsroom_;
    const FactorDemand must_have_second_factor_;
    const crypto::Key csrf_key_, totp_key_, passkey_key_, proof_key_;
    std::mutex used_mutex_;
    std::unordered_map<std::string, Instant> used_challenges_;  // until they are late
    serve::AddressLimiter by_address_, by_login_, by_login_anywhere_, by_session_, resets_, throttle_notes_;
    LastSeen last_seen_;
};

}  // namespace warraq::desk
