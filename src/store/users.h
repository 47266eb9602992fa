// Who works at the desk, how they come in, and what they did: the calls about users, part of Reader and
// Writer. Passwords, session tokens and links are here as their hashes only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "story/user.h"

namespace warraq::store {

// What a sign-in is checked against.
struct Credentials {
    std::string password;  // argon2id's own text; empty: none yet
    std::string totp;      // sealed; empty: no second factor
    std::int64_t totp_step = 0;
};

struct Session {
    std::int64_t id = 0;
    story::UserId user;
    Instant created{}, seen{};
    std::string browser;
    bool by_passkey = false;  // else by a password
};

// The public half of a key that one of a person's devices holds.
struct Passkey {
    std::int64_t id = 0;
    story::UserId user;
    std::string credential, key;  // base64url
    int algorithm = 0;            // COSE's number
    std::int64_t uses = 0;        // the device's count of signatures
    std::string name;
    Instant created{}, used{};
};

// A link that sets a password, once. Without a user it makes the first administrator.
struct Link {
    story::UserId user;
    Instant expires{};
};

// An entry of the log that no one edits.
struct AuditEntry {
    std::int64_t id = 0;
    Instant at{};
    story::UserId user;  // zero: the program itself, or someone who is not signed in
    std::string action, subject, detail;
};

class UsersReader {
  public:
    virtual ~UsersReader() = default;

    virtual Result<std::vector<story::User>> users() = 0;  // by name
    virtual Result<std::optional<story::User>> user(story::UserId id) = 0;
    virtual Result<std::optional<story::User>> user(std::string_view login) = 0;  // as login_of() makes it
    virtual Result<Credentials> credentials(story::UserId id) = 0;                // Error: NotFound

    virtual Result<std::optional<Session>> session(std::string_view hash) = 0;
    virtual Result<std::vector<Session>> sessions_of(story::UserId id) = 0;  // latest seen first
    virtual Result<std::optional<Link>> link(std::string_view hash) = 0;
    virtual Result<std::vector<Passkey>> passkeys_of(story::UserId id) = 0;  // oldest first
    virtual Result<std::optional<Passkey>> passkey(std::string_view credential) = 0;
    // Newest first, below the number `before` (0: from the newest). With an `untold`: without the actions
    // that it lists between bars, such as "|sign_in|sign_out|", but those of `own`.
    virtual Result<std::vector<AuditEntry>> audit(std::int64_t before, int limit,
                                                  std::string_view untold = {}, story::UserId own = {}) = 0;
};

class UsersWriter {
  public:
    virtual ~UsersWriter() = default;

    // Inserts (id 0) or changes login, name, role and whether they may come in. Error: NotFound; Conflict
    // when another has the login.
    virtual Result<story::UserId> save(const story::User& user) = 0;
    virtual Result<void> set_password(story::UserId id, std::string_view hash) = 0;
    virtual Result<void> set_totp(story::UserId id, std::string_view sealed,
                                  const std::vector<std::string>& recovery_hashes) = 0;
    // False when this step, or a later one, was taken already.
    virtual Result<bool> take_totp_step(story::UserId id, std::int64_t step) = 0;
    // False when there is no such code (any more).
    virtual Result<bool> take_recovery_code(story::UserId id, std::string_view hash) = 0;

    // Its number. Error: Conflict when the credential is there already.
    virtual Result<std::int64_t> add_passkey(const Passkey& passkey) = 0;
    // False when the device counted no further than before: then the key was copied.
    virtual Result<bool> take_passkey_use(std::int64_t id, std::int64_t uses, Instant at) = 0;
    virtual Result<void> drop_passkey(story::UserId of, std::int64_t id) = 0;  // Error: NotFound
    virtual Result<void> drop_passkeys(story::UserId of) = 0;

    // Its number.
    virtual Result<std::int64_t> add_session(std::string_view hash, const Session& session) = 0;
    virtual Result<void> touch_session(std::int64_t id, Instant seen) = 0;
    virtual Result<void> end_session(story::UserId of, std::int64_t id) = 0;       // Error: NotFound
    virtual Result<void> end_sessions(story::UserId of, std::int64_t except) = 0;  // 0: none is kept
    virtual Result<void> end_old_sessions(Instant created_before, Instant seen_before) = 0;

    // Beside the user's others: whoever asks for one ends none that was sent before. The kMostLinks that last
    // longest are kept.
    static constexpr int kMostLinks = 8;
    virtual Result<void> add_link(std::string_view hash, const Link& link) = 0;
    virtual Result<void> end_links(story::UserId of) = 0;  // zero: of the first administrator
    // Ends all links of the same user. Error: NotFound when it is not there or its time is over.
    virtual Result<Link> take_link(std::string_view hash, Instant now) = 0;

    virtual Result<void> record(story::UserId user, std::string_view action, std::string_view subject,
                                std::string_view detail) = 0;
};

}  // namespace warraq::store
