// Addresses of pages that readers do not see yet: secret, signed, and good for a while, for whoever is asked
// to look, signed in or not. A link shows what its maker may see by the time that it is opened, and ends with
// the password and the factors that they had.
//
//     "/desk/preview/7-story-12.1795512345.0f3c…"
//
// is of user 7, shows story 12, ends at that second, and bears a signature. Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "desk/context.h"

namespace warraq::desk {

inline constexpr std::string_view kPreviewPath = "/desk/preview/";  // what follows is a secret
inline constexpr std::chrono::hours kStoryPreviewLife{24}, kSitePreviewLife{1};

// Who made a link, and what they came in by then (factors_of()).
struct PreviewMaker {
    story::User user;
    std::string factors;
};

// What an address says, whoever made it.
struct PreviewToken {
    std::string_view claim, signature;
    story::UserId maker;
    std::string_view what;
    Instant ends{};

    static std::optional<PreviewToken> from(std::string_view text);  // nothing for what is no such address
};

class PreviewLinks {
  public:
    explicit PreviewLinks(const crypto::Key& key) : key_(crypto::derived_key(key, "desk: preview")) {}

    std::string address(const PreviewMaker& maker, std::string_view what, Instant ends) const;
    bool is_signed_by(const PreviewToken& token, const PreviewMaker& maker) const;

    // What travels in an address and is not for who sees it.
    std::string seal(std::string_view text) const { return crypto::seal(text, key_); }
    bool unseal(std::string_view sealed, std::string& text) const {
        return crypto::unseal(sealed, key_, text);
    }

  private:
    std::string signature(std::string_view claim, std::string_view factors) const;

    const crypto::Key key_;
};

// The reply to who makes a link: its address and end.
serve::Reply preview_link_reply(const Call& call, std::string_view what, std::chrono::hours life);

// A page under the desk, which the site's own may frame.
serve::Reply page_reply(const DeskContext& desk, std::string html);

}  // namespace warraq::desk
