#include "story/workflow.h"

#include <array>
#include <fmt/format.h>

namespace warraq::story {
namespace {

using enum Status;

constexpr Move kMoves[] = {
    {Draft, InReview, Role::Reporter, "handed in"},
    {InReview, Draft, Role::Reporter, "taken back, or returned with notes"},
    {Draft, Scheduled, Role::Editor, "an editor's own story"},
    {Draft, Published, Role::Editor, "an editor's own story"},
    {InReview, Scheduled, Role::Editor, "approved for later"},
    {InReview, Published, Role::Editor, "approved"},
    {Scheduled, Published, Role::Editor, "brought forward, or its time came"},
    {Scheduled, InReview, Role::Editor, "held back"},
    {Scheduled, Draft, Role::Editor, "held back"},
    {Published, Corrected, Role::Editor, "an error was put right, in public"},
    {Corrected, Corrected, Role::Editor, "another error was put right"},
    {Published, Withdrawn, Role::ManagingEditor, "taken down, the reason shown in its place"},
    {Corrected, Withdrawn, Role::ManagingEditor, "taken down, the reason shown in its place"},
    {Withdrawn, Draft, Role::ManagingEditor, "to be worked over"},
    {Withdrawn, Published, Role::ManagingEditor, "taken down in error"},
};

constexpr std::array<std::string_view, 6> kStatuses = {"draft",     "in_review", "scheduled",
                                                       "published", "corrected", "withdrawn"};
constexpr std::array<std::string_view, 5> kRoles = {"reporter", "editor", "managing_editor", "moderator",
                                                    "administrator"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == text) return static_cast<Enum>(i);
    return std::nullopt;
}

bool at_least(Role role, Role least) {
    return role != Role::Moderator && role >= least;
}

}  // namespace

std::span<const Move> moves() {
    return kMoves;
}

Result<void> may_move(Status from, Status to, Role role) {
    for (const Move& move : kMoves) {
        if (move.from != from || move.to != to) continue;
        if (at_least(role, move.least)) return {};
        return refused(fmt::format("moving a story from {} to {} needs the role {}, not {}", to_string(from),
                                   to_string(to), to_string(move.least), to_string(role)));
    }
    return refused(fmt::format("a story does not move from {} to {}", to_string(from), to_string(to)));
}

std::string_view to_string(Status status) {
    return kStatuses[static_cast<std::size_t>(status)];
}
std::optional<Status> status_from(std::string_view text) {
    return find<Status>(kStatuses, text);
}
std::string_view to_string(Role role) {
    return kRoles[static_cast<std::size_t>(role)];
}
std::optional<Role> role_from(std::string_view text) {
    return find<Role>(kRoles, text);
}

}  // namespace warraq::story
