// Proof of work for comments that arrive faster than people write: about a second of a browser's time, which
// a reader does not notice and a flood cannot afford. After Dwork and Naor, "Pricing via Processing" (1992);
// the puzzle is Hashcash's, with SHA-256. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/crypto.h"
#include "base/time.h"

namespace warraq::site {

class CommentChallenge {
  public:
    static constexpr int kBits = 17;  // leading zero bits of the hash: 131,072 tries on average
    static constexpr std::chrono::minutes kLifetime{10};

    // `after`: comments a minute beyond which work is demanded; 0: never, -1: always.
    CommentChallenge(int after, const crypto::Key& key) : after_(after), key_(key) {}

    // Counts a comment; true when it must come with work.
    bool demanded(Instant now);

    std::string make(Instant now) const;  // a challenge, signed

    // Whether SHA-256(challenge LF text LF work) has the zeros. Carriage returns in `text` are left out. Each
    // challenge is good for one comment, within its lifetime.
    bool met(std::string_view challenge, std::string_view text, std::string_view work, Instant now);

  private:
    bool is_ours(std::string_view challenge, Instant now) const;
    std::string signature(std::string_view challenge) const;

    const int after_;
    const crypto::Key key_;
    std::mutex mutex_;
    std::int64_t minute_ = 0;
    int now_count_ = 0, last_count_ = 0;  // this minute and the one before
    Instant turned_{};
    std::unordered_set<std::string> spent_, spent_before_;  // challenges
};

}  // namespace warraq::site
