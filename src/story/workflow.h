// A story's life as one table: who may move what to what.
//
//     if (auto ok = may_move(Status::Draft, Status::Published, Role::Reporter); !ok) return fail(ok.error());
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"

namespace warraq::story {

enum class Status { Draft, InReview, Scheduled, Published, Corrected, Withdrawn };
enum class Role { Reporter, Editor, ManagingEditor, Moderator, Administrator };

// Readers see it under its own address.
constexpr bool is_public(Status status) {
    return status == Status::Published || status == Status::Corrected;
}

struct Move {
    Status from, to;
    Role least;  // Reporter < Editor < ManagingEditor < Administrator; a Moderator moves no story
    std::string_view why;
};

// The whole table, for documentation and tests.
std::span<const Move> moves();

// Error: Refused, in words for the person who tried.
Result<void> may_move(Status from, Status to, Role role);

std::string_view to_string(Status status);  // "in_review": as stored and exported
std::optional<Status> status_from(std::string_view text);
std::string_view to_string(Role role);
std::optional<Role> role_from(std::string_view text);

}  // namespace warraq::story
