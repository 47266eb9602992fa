// Decides what happens to a comment: whether its story takes comments, and whether it is shown, held for a
// moderator, or filed as spam, and why. Thread-safe.
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

    // Before, After or Closed: the story's own policy, else its section's or the site's. Old stories are
    // Closed.
    Result<story::CommentPolicy> policy(store::PublicReader& reader, const story::Card& story) const;

    // False also for pages, which are stories with an address of their own.
    Result<bool> takes_comments(store::PublicReader& reader, const story::Card& story) const;

    // Identifies a sender for bans: a keyed hash, of the /64 for IPv6.
    std::string address_hash(std::string_view address) const;

    struct Outcome {
        story::CommentStatus status = story::CommentStatus::Pending;
        std::string reason;
    };
    // Learns from what moderators decided since the last call, then judges the comment. Takes a snapshot: not
    // to be called while one is held.
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
