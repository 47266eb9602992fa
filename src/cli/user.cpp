#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"
#include "desk/auth/links.h"

namespace warraq::cli {
namespace {

using store::Writer;
using story::User;

struct Options {
    std::string data, login, name, role;
};

// Where the desk is, as far as the settings know.
Result<void> print_link(const Options& options, store::Store& store, story::UserId user) {
    auto data = DataFolder::open(options.data);
    if (!data) return fail(data.error());
    auto settings = data->settings();
    if (!settings) return fail(settings.error());
    auto link = desk::make_link(store, user, now());
    if (!link) return fail(link.error());
    fmt::print("The password is set, once and within three days, at\n  {}{}{}\n",
               settings->publication.address, desk::kLinkPath, *link);
    return {};
}

Result<User> find_user(store::Reader& reader, const std::string& login) {
    auto folded = story::login_of(login);
    if (!folded) return fail(folded.error());
    auto user = reader.user(std::string_view(*folded));
    if (!user) return fail(user.error());
    if (!*user) return not_found(fmt::format("there is no user «{}»", *folded));
    return **user;
}

Result<void> add(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    const auto role = story::role_from(options.role);
    auto login = story::login_of(options.login);
    if (!login) return fail(login.error());
    auto name = story::user_name_of(options.name.empty() ? options.login : options.name);
    if (!name) return fail(name.error());
    auto id = (*store)->write([&](Writer& writer) -> Result<story::UserId> {
        auto saved = writer.save(User{{}, *login, *name, *role});
        if (!saved) return saved;
        if (auto done = writer.record({}, "user_added", *login, options.role); !done)
            return fail(done.error());
        return saved;
    });
    if (!id) return fail(id.error());
    fmt::print("{} is added as {}. ", *login, options.role);
    return print_link(options, **store, *id);
}

Result<void> renew(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto user = (*store)->write([&](Writer& writer) -> Result<User> {
        auto found = find_user(writer, options.login);
        if (!found) return found;
        if (auto done = writer.record({}, "password_link", found->login, ""); !done)
            return fail(done.error());
        return found;
    });
    if (!user) return fail(user.error());
    return print_link(options, **store, user->id);
}

Result<void> list(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto snapshot = (*store)->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto users = (*snapshot)->users();
    if (!users) return fail(users.error());
    for (const User& user : *users)
        fmt::print("{}\t{}\t{}{}{}\n", user.login, user.name, story::to_string(user.role),
                   user.has_totp ? "\tsecond factor" : "", user.disabled ? "\tshut out" : "");
    return {};
}

}  // namespace

void add_user(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command = program.command("user", "Who works at the desk");
    const auto with = [options](const Command& of, Result<void> (*work)(const Options&)) {
        of.data(options->data);
        of.does([options, work] { return work(*options); });
    };
    const auto adding = command.command("add", "Adds someone and prints the link to set a password");
    adding.option("NAME", options->login, "What they sign in with").required();
    adding.option("--role", options->role, "What they do")
        .required()
        .one_of({"reporter", "editor", "managing_editor", "moderator", "administrator"});
    adding.option("--name", options->name, "As colleagues see it");
    with(adding, add);
    const auto renewing = command.command("link", "A new link to set the password");
    renewing.option("NAME", options->login, "What they sign in with").required();
    with(renewing, renew);
    with(command.command("list", "Login, name, role"), list);
}

}  // namespace warraq::cli
