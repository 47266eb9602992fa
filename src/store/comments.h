// Readers' comments as the store takes and gives them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "story/comment.h"

namespace warraq::store {

// For moderators only: the sole place where an e-mail address comes out of the store.
struct ModeratedComment {
    story::Comment comment;
    std::string email;
    std::string headline;      // of its story
    std::string reason;        // what held it back, in words for a moderator
    std::string address_hash;  // of the machine that sent it
};

// A comment on its way in.
struct NewComment {
    story::StoryId story;
    story::CommentDraft draft;
    story::CommentId parent =
        {};  // an approved comment of the story; an answer to an answer joins its thread
    story::CommentStatus status = story::CommentStatus::Pending;
    std::string reason = {};
    std::string address_hash = {};
    bool keep_email = true;
};

// One that readers see, with the headline of its story.
struct PublicComment {
    story::Comment comment;
    std::string headline;
};

enum class ThreadOrder { OldestFirst, NewestFirst };

struct Threads {
    std::vector<story::Thread> threads;
    std::int64_t total = 0;     // approved threads of the story
    std::int64_t comments = 0;  // approved comments, answers among them
};

// A moderator's decision, for the spam filter to learn from.
struct Decision {
    story::CommentId comment;
    story::CommentDraft draft;  // the e-mail address is left out
    bool spam = false;
    Instant at{};
};

enum class BanKind { Address, Word };
struct Ban {
    BanKind kind = BanKind::Word;
    std::string value;  // a hash, or a word as it was given
    Instant at{};
};

}  // namespace warraq::store
