// A spam filter that learns from moderators' decisions and says why.
//
//     SpamFilter filter;
//     filter.learn(comment.id, draft, /*spam=*/true);
//     Verdict verdict = filter.judge(draft);          // {0.99, "مثل ما رفضه المشرفون: «ربح»، «رابط»"}
//
// Naive Bayes over the terms of text and name and a few signs of the text's shape (Graham 2002, "A Plan for
// Spam"; only the most telling signs count). It starts with the vocabulary that spam has everywhere, and
// gives no verdict until it has seen enough decisions of both kinds. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "story/comment.h"

namespace warraq::site {

struct Verdict {
    double spam = 0;  // probability; 0 until enough is learnt
    std::string reason;
};

class SpamFilter {
  public:
    SpamFilter();

    // Replaces an earlier decision on the same comment.
    void learn(story::CommentId id, const story::CommentDraft& draft, bool spam);
    Verdict judge(const story::CommentDraft& draft) const;

    // From here on a comment is held for a moderator, or filed as spam.
    static constexpr double kDoubtful = 0.6, kSpam = 0.95;

  private:
    struct Seen {
        std::uint32_t spam = 0, good = 0;  // comments with it
    };
    struct Learnt {
        std::vector<std::string> signs;
        bool spam = false;
    };
    void count(const Learnt& learnt, int by);

    mutable std::mutex mutex_;
    std::unordered_map<std::string, Seen> seen_;
    std::unordered_map<story::CommentId, Learnt> learnt_;
    std::uint32_t spam_ = 0, good_ = 0;  // comments learnt
};

// A comment's features, each once: "w:…" terms of its text, "n:…" of the name, "s:…" its shape («رابط»، «رقم
// هاتف»).
std::vector<std::string> signs_of(const story::CommentDraft& draft);

// How many links a text has.
std::size_t links_in(std::string_view text);

}  // namespace warraq::site
