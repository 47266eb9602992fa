// One-time links, by which a password is set: an administrator's for a colleague, one that was asked for by
// mail, and that of the first administrator. A link's address is kLinkPath and its token.
//
//     const auto token = make_link(store, user, now());
//     const auto entry = links.use(*token, {.password = "…", .browser = "…"}, now());   // or a Problem
//
// Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "desk/auth/account_policy.h"
#include "desk/auth/attempts.h"
#include "desk/auth/passwords.h"
#include "desk/auth/sessions.h"
#include "store/store.h"

namespace warraq::desk {

inline constexpr std::string_view kLinkPath = "/desk#/welcome/";
inline constexpr std::chrono::hours kLinkLife{3 * 24}, kResetLife{1};

// An administrator's, in place of those that the user was sent before. Error: as the store; Conflict for who
// may not come in.
Result<std::string> make_link(store::Store& store, story::UserId user, Instant now);
Result<std::string> make_link(store::Writer& writer, story::UserId user, Instant now);
// For a newsroom that no administrator can enter: the first one's; an empty text where one can.
Result<std::string> make_first_link(store::Store& store, Instant now);

// What may be done through a link.
struct LinkPurpose {
    std::optional<story::User> user;  // none: the first administrator is made
};

class Links {
  public:
    Links(store::Store& store, const AccountPolicy& policy, Attempts& attempts, const Sessions& sessions,
          const Passwords& passwords);

    LinkPurpose purpose(std::string_view link, Instant now);  // or Problem 404 `link_over`
    // Sets the password of the link's user, whose other sessions end; or makes the first administrator.
    // Nothing for who has a second factor: they sign in with it.
    struct Newcomer {
        std::string login, name;  // of a first administrator
        std::string password, browser;
    };
    std::optional<Entry> use(std::string_view link, const Newcomer& newcomer, Instant now);

    // A link for whoever forgot their password, good for kResetLife, to be sent to their login where that is
    // an e-mail address. Two steps, so that the answer to the first tells nothing: it looks at the address
    // alone, and throws where that asked too often.
    void check_reset(const std::string& address);
    struct Reset {
        std::string login, secret;
    };
    // Nothing for who has no login or no password here, or was sent too many. Not while someone waits for the
    // answer.
    std::optional<Reset> make_reset(std::string_view login, Instant now);

  private:
    store::Store& store_;
    const AccountPolicy& policy_;
    Attempts& attempts_;
    const Sessions& sessions_;
    const Passwords& passwords_;
};

}  // namespace warraq::desk
