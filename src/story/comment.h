// What readers write under a story. The e-mail address never leaves the store's moderation calls: `Comment`,
// the one type that pages and feeds can hold, has no place for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "story/ids.h"

namespace warraq::story {

enum class CommentStatus { Pending, Approved, Rejected, Spam };

struct Comment {
    CommentId id;
    StoryId story;
    std::string name;
    std::string text;  // plain, lines kept
    CommentStatus status = CommentStatus::Pending;
    Instant created{};
    CommentId parent;               // that it answers; threads are one level deep
    std::optional<Instant> edited;  // by a moderator; readers are told
};

// A comment and its answers, oldest first.
struct Thread {
    Comment comment;
    std::vector<Comment> replies;
};

// When readers' comments appear. Inherit: as the section, or else the site, has it.
enum class CommentPolicy { Inherit, Before, After, Closed };  // moderated before or after they are shown
std::string_view to_string(CommentPolicy policy);
std::optional<CommentPolicy> comment_policy_from(std::string_view text);

// As typed into the form.
struct CommentDraft {
    std::string name, email, text;
};

// One message a field, in Arabic, for the form; empty means fine.
struct CommentErrors {
    std::string name, email, text;
    bool any() const { return !name.empty() || !email.empty() || !text.empty(); }
};

struct CommentLimits {
    std::size_t name_letters = 80;
    std::size_t email_bytes = 254;  // RFC 5321
    std::size_t text_letters = 3'000;
};

// Trimmed, NFC, line ends as \n, control and bidi-override characters gone, at most one empty line in a row.
CommentDraft clean(CommentDraft draft);

// What is wrong with a cleaned draft.
CommentErrors errors_of(const CommentDraft& draft, const CommentLimits& limits = {});

std::string_view to_string(CommentStatus status);
std::optional<CommentStatus> comment_status_from(std::string_view text);

}  // namespace warraq::story
