// Proof of work for comments in a flood.
#include "site/comments/challenge.h"

#include <fmt/format.h>

#include "base/number.h"

namespace warraq::site {

bool CommentChallenge::demanded(Instant now) {
    if (after_ == 0) return false;
    const std::int64_t minute = to_unix(now) / 60, second = to_unix(now) % 60;
    std::lock_guard lock(mutex_);
    if (minute != minute_) {
        last_count_ = minute == minute_ + 1 ? now_count_ : 0;
        now_count_ = 0;
        minute_ = minute;
    }
    ++now_count_;
    // The last sixty seconds, as if the minute before had been even.
    return now_count_ + last_count_ * (60 - second) / 60 > after_;
}

// "1795512345.00c0ffee….0f3c…": when it was made, a number of its own, its signature.
std::string CommentChallenge::make(Instant now) const {
    const std::string challenge = fmt::format("{}.{:016x}", to_unix(now), crypto::random_number());
    return challenge + "." + signature(challenge);
}

std::string CommentChallenge::signature(std::string_view challenge) const {
    return crypto::keyed_hash(fmt::format("challenge {}", challenge), key_);
}

bool CommentChallenge::is_ours(std::string_view challenge, Instant now) const {
    const auto dot = challenge.rfind('.');
    if (dot == challenge.npos) return false;
    const auto made = number_from(challenge.substr(0, challenge.find('.')));
    return made && crypto::equal(challenge.substr(dot + 1), signature(challenge.substr(0, dot))) &&
           now < from_unix(*made) + kLifetime;
}

bool CommentChallenge::met(std::string_view challenge, std::string_view text, std::string_view work,
                           Instant now) {
    if (work.empty() || work.size() > 20 || !is_ours(challenge, now)) return false;
    std::string worked_on = std::string(challenge) + "\n";
    for (const char c : text)
        if (c != '\r') worked_on += c;
    worked_on += "\n" + std::string(work);
    if (crypto::sha256_zeros(worked_on) < kBits) return false;
    std::lock_guard lock(mutex_);
    if (now >= turned_ + kLifetime) {  // those of before the last turn have had their lifetime
        spent_before_ = now >= turned_ + 2 * kLifetime ? decltype(spent_){} : std::move(spent_);
        spent_.clear();
        turned_ = now;
    }
    return !spent_before_.contains(std::string(challenge)) && spent_.emplace(challenge).second;
}

}  // namespace warraq::site
