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
    std::int64_t id = 0, story = 0;
    std::string text, email, section, policy, word, address;
    bool lift = false;
};

Result<void> list(const Options& options) {
    const auto status = story::comment_status_from(options.status);
    if (!status) return invalid(fmt::format("«{}» is not a status of comments", options.status));
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto snapshot = (*store)->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto comments = (*snapshot)->comments_to_moderate(*status, options.limit);
    if (!comments) return fail(comments.error());
    for (const store::ModeratedComment& found : *comments) {
        const story::Comment& comment = found.comment;
        fmt::print("{}  {}  {}{}\n    {}\n", comment.id.value, to_iso8601(comment.created), comment.name,
                   options.emails ? " <" + found.email + ">" : "", found.headline);
        if (comment.parent) fmt::print("    answers {}\n", comment.parent.value);
        if (!found.reason.empty()) fmt::print("    {}\n", found.reason);
        if (!found.address_hash.empty()) fmt::print("    from {}\n", found.address_hash);
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

Result<void> edit(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto done = (*store)->write(
        [&](store::Writer& writer) { return writer.edit_comment({options.id}, options.text); });
    if (done) fmt::print("{} edited; readers are told.\n", options.id);
    return done;
}

Result<void> forget(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto done =
        (*store)->write([&](store::Writer& writer) { return writer.forget_commenter(options.email); });
    if (!done) return fail(done.error());
    fmt::print("{} comments emptied.\n", *done);
    return {};
}

Result<void> set_policy(const Options& options) {
    const auto policy = story::comment_policy_from(options.policy);
    if (!policy) return invalid(fmt::format("«{}» is not before, after, closed or inherit", options.policy));
    if (options.section.empty() == (options.story == 0)) return invalid("name a --story or a --section");
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto done = (*store)->write([&](store::Writer& writer) -> Result<void> {
        if (options.story) return writer.set_comment_policy(story::StoryId{options.story}, *policy);
        auto section = writer.section(options.section);
        if (!section) return fail(section.error());
        if (!*section) return not_found(fmt::format("there is no section «{}»", options.section));
        return writer.set_comment_policy((*section)->id, *policy);
    });
    if (done) fmt::print("{}.\n", options.policy);
    return done;
}

Result<void> ban(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    if (options.word.empty() && options.address.empty()) {
        auto snapshot = (*store)->snapshot();
        if (!snapshot) return fail(snapshot.error());
        auto bans = (*snapshot)->bans();
        if (!bans) return fail(bans.error());
        for (const store::Ban& one : *bans)
            fmt::print("{}  {}  {}\n", to_iso8601(one.at),
                       one.kind == store::BanKind::Word ? "word" : "address", one.value);
        return {};
    }
    const auto kind = options.word.empty() ? store::BanKind::Address : store::BanKind::Word;
    const std::string& value = options.word.empty() ? options.address : options.word;
    auto done = (*store)->write([&](store::Writer& writer) {
        return options.lift ? writer.unban(kind, value) : writer.ban(kind, value);
    });
    if (done) fmt::print("{} {}.\n", value, options.lift ? "may comment again" : "banned");
    return done;
}

Result<void> moderate(const Options& options, CommentStatus status) {
    auto store = open_store(options.data);
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

void add_comments(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command = program.command("comments", "Moderate readers' comments");
    const auto add = [&](const char* name, const char* says, std::function<Result<void>()> work) {
        const auto sub = command.command(name, says);
        sub.data(options->data);
        sub.does(std::move(work));
        return sub;
    };
    const auto listing = add("list", "Newest first", [options] { return list(*options); });
    listing.option("--status", options->status, "pending, approved, rejected or spam").with_default();
    listing.option("--limit", options->limit, "How many at the most").with_default();
    listing.option("--emails", options->emails, "Show e-mail addresses");
    const auto verdict = [&](const char* name, const char* says, CommentStatus status) {
        add(name, says, [options, status] { return moderate(*options, status); })
            .option("id", options->ids, "Numbers of comments")
            .required();
    };
    verdict("approve", "Show on the page", CommentStatus::Approved);
    verdict("reject", "Do not show", CommentStatus::Rejected);
    verdict("spam", "Do not show; it was spam", CommentStatus::Spam);
    const auto editing =
        add("edit", "Change the text; readers are told that it was", [options] { return edit(*options); });
    editing.option("id", options->id, "Number of the comment").required();
    editing.option("text", options->text, "The new text").required();
    add("forget", "Empty all comments sent with an e-mail address, on their writer's request",
        [options] { return forget(*options); })
        .option("email", options->email, "The address")
        .required();
    const auto ruling = add("policy", "When comments of a story or section appear",
                            [options] { return set_policy(*options); });
    ruling.option("policy", options->policy, "before or after moderation, closed, or inherit").required();
    ruling.option("--story", options->story, "Number of a story");
    ruling.option("--section", options->section, "Slug of a section");
    const auto banning =
        add("ban", "Put comments with a word, or from an address, with the spam; without either: list",
            [options] { return ban(*options); });
    banning.option("--word", options->word, "A word or phrase, in any spelling");
    banning.option("--address", options->address, "The address's hash, as `list` shows it");
    banning.option("--lift", options->lift, "Undo");
}

}  // namespace warraq::cli
