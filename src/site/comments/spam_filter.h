// Which comments are spam, learnt from what moderators decided, with the reason in words.
//
//     SpamFilter filter;
//     filter.learn(comment.id, draft, /*spam=*/true);
//     Verdict verdict = filter.judge(draft);          // {0.99, "مثل ما رفضه المشرفون: «ربح»، «رابط»"}
//
// Naive Bayes over the terms of text and name and a few signs of a text's shape (Graham 2002, "A Plan for
// Spam"; the most telling signs only). It begins with the vocabulary that spam has everywhere, and is silent
// until it has seen decisions of both kinds. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "story/comment.h"

namespace warraq::site {

struct Verdict {
    double spam = 0;  // probability; 0 while nothing is known
    std::string reason;
};

class SpamFilter {
  public:
    SpamFilter();

    // A later decision on the same comment takes the place of the earlier one.
    void learn(story::CommentId id, const story::CommentDraft& draft, bool spam);
    Verdict judge(const story::CommentDraft& draft) const;

    // Held for a moderator, and put with the spam.
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

// What a comment shows the filter, once each: "w:…" words' terms, "n:…" the name's, "s:…" its shape («رابط»،
// «رقم هاتف»).
std::vector<std::string> signs_of(const story::CommentDraft& draft);

// How many addresses of pages a text holds.
std::size_t links_in(std::string_view text);

}  // namespace warraq::site
