// Sessions: how they begin, whose they are, and how they end. A session ends unused after kSessionIdle, and
// after kSessionLife in any case.
//
//     const Entry entry = sessions.begin(writer, user, browser, now, SignedInBy::Password);
//     const auto visitor = sessions.visitor(entry.token, now());     // at each call
//
// Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "desk/auth/account_policy.h"
#include "desk/auth/last_seen.h"
#include "desk/auth/visitor.h"
#include "store/store.h"

namespace warraq::desk {

inline constexpr std::chrono::hours kSessionIdle{7 * 24}, kSessionLife{30 * 24};
inline constexpr std::size_t kMostSessions = 20;  // of one person; one more ends the one unseen longest

enum class SignedInBy { Password, Passkey };

class Sessions {
  public:
    Sessions(store::Store& store, const crypto::Key& key, const AccountPolicy& policy);

    // Nothing for a token that is unknown, or whose session is over. Problem 503.
    std::optional<Visitor> visitor(std::string_view token, Instant now);
    // One whom visitor() found before, as they are now; nothing once the session is over.
    std::optional<Visitor> visitor_still(store::Reader& reader, const Visitor& before, Instant now) const;

    // In the transaction that lets `user` in.
    Entry begin(store::Writer& writer, const story::User& user, const std::string& browser, Instant now,
                SignedInBy by) const;
    void sign_out(const Visitor& visitor);

  private:
    std::string csrf_token(std::string_view token) const;
    // Whose session it is; nothing where it is over.
    std::optional<Visitor> visitor_of(store::Reader& reader, const store::Session& session, std::string csrf,
                                      Instant now) const;

    store::Store& store_;
    const AccountPolicy& policy_;
    const crypto::Key csrf_key_;
    LastSeen last_seen_;
};

}  // namespace warraq::desk
