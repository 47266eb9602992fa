// How people come in: passwords, second factors, passkeys, sessions, one-time links. Knows no HTTP.
//
//     Doors doors(store, key, "صحيفة");
//     const auto entry = doors.sign_in({login, password, code, address, browser}, now());   // or a Problem
//     const auto visitor = doors.visitor(entry.token, now());                               // at each call
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
#include "desk/passkeys.h"
#include "desk/problem.h"
#include "serve/address_limiter.h"
#include "store/store.h"

namespace warraq::desk {

struct Visitor {
    story::User user;
    std::int64_t session = 0;
    std::string csrf_token;   // what a page of this session must send with each change
    bool by_passkey = false;  // how the session began
};

// A session as it begins; the token is told once, to the browser that it is for.
struct Entry {
    std::string token;
    Visitor visitor;
};

// What may be done through a one-time link.
struct LinkPurpose {
    std::optional<story::User> user;  // none: the first administrator is made
};

class Doors {
  public:
    static constexpr std::chrono::hours kSessionIdle{7 * 24}, kSessionLife{30 * 24}, kLinkLife{3 * 24};
    static constexpr std::size_t kMostSessions = 20;  // of one person; one more ends the one unseen longest

    // `limits`: of all nodes; nothing where there is one. `newsroom`: its name and address, which no password
    // may be made of.
    using Words = std::function<std::vector<std::string>()>;
    Doors(store::Store& store, const crypto::Key& key,
          const std::shared_ptr<serve::SharedLimits>& limits = {}, Words newsroom = {});
    ~Doors();
    Doors(const Doors&) = delete;
    Doors& operator=(const Doors&) = delete;

    std::optional<Visitor> visitor(std::string_view token, Instant now);

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
    // e-mail address. Nothing for others, and where too much was asked.
    static constexpr std::chrono::hours kResetLife{1};
    struct Reset {
        std::string login, secret;
    };
    std::optional<Reset> ask_reset(std::string_view login, const std::string& address, Instant now);

    // The person's other sessions end, and this one goes on under a new token.
    Entry change_password(const Visitor& visitor, const std::string& current, const std::string& next,
                          const std::string& browser, Instant now);

    // A secret to be shown as QR code; it counts once a code of it came back.
    struct TotpSecret {
        std::string secret, address;
    };
    TotpSecret propose_totp(const Visitor& visitor, std::string_view publication) const;
    // The recovery codes, told once.
    std::vector<std::string> accept_totp(const Visitor& visitor, const std::string& secret,
                                         const std::string& code, Instant now);
    void drop_totp(const Visitor& visitor, const std::string& password);

    // What a key must sign, good once and for five minutes: one to come in by, or one of the visitor's to be,
    // who gives their password again.
    static constexpr std::chrono::minutes kChallengeLife{5};
    static constexpr std::size_t kMostPasskeys = 20;  // of one person
    std::string passkey_challenge(Instant now) const;
    std::string passkey_challenge(const Visitor& visitor, const std::string& password, Instant now);
    // What a key may be told of its owner: a number of theirs that says nothing to others.
    std::string passkey_owner(const story::User& user) const;
    struct MadePasskey {
        std::string name, client_data, authenticator_data;
    };
    store::Passkey add_passkey(const Visitor& visitor, const MadePasskey& made, const passkeys::Site& site,
                               Instant now);
    void drop_passkey(const Visitor& visitor, std::int64_t id);
    struct PasskeyAttempt {
        std::string credential, client_data, authenticator_data, signature;
        std::string address, browser;
    };
    Entry sign_in(const PasskeyAttempt& attempt, const passkeys::Site& site, Instant now);

    // Error: as the store. The link's address is kLinkPath and the token.
    static constexpr std::string_view kLinkPath = "/desk#/welcome/";
    static Result<std::string> make_link(store::Store& store, story::UserId user, Instant now,
                                         std::chrono::hours life = kLinkLife);
    static Result<std::string> make_link(store::Writer& writer, story::UserId user, Instant now,
                                         std::chrono::hours life = kLinkLife);
    // For a newsroom that no administrator can enter: the first one's; an empty text where one can.
    static Result<std::string> make_first_link(store::Store& store, Instant now);

  private:
    enum class By { Password, Passkey };
    Entry begin_session(store::Writer& writer, const story::User& user, const std::string& browser,
                        Instant now, By by) const;
    // Signed for one purpose: a user's number, or 0 to come in.
    std::string new_challenge(std::int64_t purpose, Instant now) const;
    // Once: it does not count again, here or at another node that hears of it. A Problem for what is none, of
    // another purpose, late, or used.
    void take_challenge(const std::string& challenge, std::int64_t purpose, Instant now);
    std::string csrf_token(std::string_view token) const;
    std::vector<std::string> words_about(const story::User& user) const;
    // Its secret, for one who sent a code.
    std::string second_factor_of(const store::Credentials& known, const std::string& code) const;
    static void take_second_factor(store::Writer& writer, const story::User& user, const std::string& secret,
                                   const std::string& code, Instant now);
    // Throttled, as signing in is.
    void check_password(const story::User& user, const std::string& password);

    store::Store& store_;
    const Words newsroom_;
    const crypto::Key csrf_key_, totp_key_, passkey_key_;
    std::mutex used_mutex_;
    std::unordered_map<std::string, Instant> used_challenges_;  // until they are late
    serve::AddressLimiter by_address_, by_login_, resets_;
};

}  // namespace warraq::desk
