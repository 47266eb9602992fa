// When comments arrive faster than people write, each must come with a proof of work: about a second of a
// browser's time that a reader does not feel and a flood cannot pay. After Dwork and Naor, "Pricing via
// Processing" (1992); the puzzle is Hashcash's, with SHA-256. Thread-safe.
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
    static constexpr int kBits = 17;  // zeros that the hash must begin with: 131,072 tries on average
    static constexpr std::chrono::minutes kLifetime{10};

    // `after`: comments a minute from which work is asked for; 0: never, -1: always.
    CommentChallenge(int after, const crypto::Key& key) : after_(after), key_(key) {}

    // Counts a comment that arrived; true when it has to come with work.
    bool demanded(Instant now);

    std::string make(Instant now) const;  // a challenge, signed

    // Is SHA-256(challenge LF text LF work) as demanded? Carriage returns of `text` do not count. Each
    // challenge is good for one comment, within its lifetime.
    bool met(std::string_view challenge, std::string_view text, std::string_view work, Instant now);

  private:
    bool is_ours(std::string_view challenge, Instant now) const;
    std::string signature(std::string_view challenge) const;

    const int after_;
    const crypto::Key key_;
    std::mutex mutex_;
    std::int64_t minute_ = 0;
    int now_count_ = 0, last_count_ = 0;  // in this minute and in the one before
    Instant turned_{};
    std::unordered_set<std::string> spent_, spent_before_;  // challenges
};

}  // namespace warraq::site
