// What becomes of a comment: whether its story takes any, and whether it is shown, held for a moderator, or
// put with the spam, with the reason. Thread-safe.
#pragma once

#include <mutex>
#include <string>

#include "base/crypto.h"
#include "settings/settings.h"
#include "site/comments/spam_filter.h"
#include "store/public_store.h"

namespace warraq::site {

class CommentRules {
  public:
    CommentRules(const settings::CommentSettings& settings, const crypto::Key& key)
        : settings_(settings), key_(key) {}

    // Before, After or Closed: the story's, its section's or the site's; closed by age too.
    Result<story::CommentPolicy> policy(store::PublicReader& reader, const story::Card& story) const;

    // Pages of the site's own take none.
    Result<bool> takes_comments(store::PublicReader& reader, const story::Card& story) const;

    // Keyed, of the network for IPv6: for bans, never to be turned back.
    std::string address_hash(std::string_view address) const;

    // Status and reason of a comment under `policy`. Learns what moderators decided since the last call.
    struct Outcome {
        story::CommentStatus status = story::CommentStatus::Pending;
        std::string reason;
    };
    // Takes a snapshot: not to be called while one is held.
    Result<Outcome> screen(store::PublicStore& store, const story::CommentDraft& draft,
                           const std::string& address_hash, story::CommentPolicy policy);

  private:
    Result<std::vector<store::Ban>> learn(store::PublicStore& store);

    const settings::CommentSettings settings_;
    const crypto::Key key_;
    SpamFilter filter_;
    std::mutex learning_;
    Instant learnt_until_{};
};

}  // namespace warraq::site
