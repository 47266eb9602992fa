#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

using story::CommentStatus;

struct Options {
    std::string data, status = "pending";
    int limit = 50;
    bool emails = false;
    std::vector<std::int64_t> ids;
};

Result<void> list(const Options& options) {
    const auto status = story::comment_status_from(options.status);
    if (!status) return invalid(fmt::format("«{}» is not a status of comments", options.status));
    auto data = DataFolder::open(options.data);
    if (!data) return fail(data.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    auto snapshot = (*store)->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto comments = (*snapshot)->comments_to_moderate(*status, options.limit);
    if (!comments) return fail(comments.error());
    for (const store::ModeratedComment& found : *comments) {
        const story::Comment& comment = found.comment;
        fmt::print("{}  {}  {}{}\n    {}\n", comment.id.value, to_iso8601(comment.created), comment.name,
                   options.emails ? " <" + found.email + ">" : "", found.headline);
        std::string_view text = comment.text;
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            fmt::print("    | {}\n", text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    fmt::print("{} {}.\n", comments->size(), options.status);
    return {};
}

Result<void> moderate(const Options& options, CommentStatus status) {
    auto data = DataFolder::open(options.data);
    if (!data) return fail(data.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    // All or none: one wrong number changes nothing.
    auto done = (*store)->write([&](store::Writer& writer) -> Result<void> {
        for (const auto id : options.ids)
            if (auto moderated = writer.moderate({id}, status); !moderated) return moderated;
        return {};
    });
    if (done) fmt::print("{} {}.\n", options.ids.size(), story::to_string(status));
    return done;
}

}  // namespace

void add_comments(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("comments", "Moderate readers' comments");
    command->require_subcommand(1);
    const auto add = [&](const char* name, const char* says, std::function<Result<void>()> work) {
        auto* sub = command->add_subcommand(name, says);
        sub->add_option("--data", options->data, "The newsroom's data folder")->required();
        sub->callback([&run, work] {
            run = [work] {
                auto done = work();
                return done ? 0 : failed(done.error());
            };
        });
        return sub;
    };
    auto* listing = add("list", "Newest first", [options] { return list(*options); });
    listing->add_option("--status", options->status, "pending, approved, rejected or spam")
        ->capture_default_str();
    listing->add_option("--limit", options->limit, "How many at the most")->capture_default_str();
    listing->add_flag("--emails", options->emails, "Show e-mail addresses");
    const auto verdict = [&](const char* name, const char* says, CommentStatus status) {
        add(name, says, [options, status] { return moderate(*options, status); })
            ->add_option("id", options->ids, "Numbers of comments")
            ->required();
    };
    verdict("approve", "Show on the page", CommentStatus::Approved);
    verdict("reject", "Do not show", CommentStatus::Rejected);
    verdict("spam", "Do not show; it was spam", CommentStatus::Spam);
}

}  // namespace warraq::cli
