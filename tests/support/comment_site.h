// A site whose readers comment: forms, their tokens, and what became of them.
#pragma once

#include "site/comments/challenge.h"
#include "support/site.h"

namespace warraq::testing {

class CommentSiteTest : public SiteTest {
  protected:
    std::string token(const std::string& path) {
        const auto body = get(path).body;
        const std::string start = "name=\"token\" value=\"";
        const auto at = body.find(start) + start.size();
        return body.substr(at, body.find('"', at) - at);
    }
    std::size_t pending() { return with(story::CommentStatus::Pending); }
    // Held or taken for spam.
    std::size_t stored() { return pending() + with(story::CommentStatus::Spam); }
    std::size_t with(story::CommentStatus status) {
        return (*store_->snapshot())->comments_to_moderate(status, 100)->size();
    }
    static std::string form(const std::string& token, const std::string& rest = {}) {
        return "name=%D8%B3%D8%A7%D9%84%D9%85&email=salem%40example.org&text=%D8%AA%D8%B9%D9%84%D9%8A%D9%82&"
               "token=" +
               token + rest;
    }
};

// The proof of work that a challenge asks for.
inline std::string work_for(const std::string& challenge, const std::string& text) {
    for (int work = 0;; ++work)
        if (crypto::sha256_zeros(challenge + "\n" + text + "\n" + std::to_string(work)) >=
            site::CommentChallenge::kBits)
            return std::to_string(work);
}

}  // namespace warraq::testing
