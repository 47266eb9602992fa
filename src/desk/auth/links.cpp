#include "desk/auth/links.h"

#include "desk/auth/account_changes.h"
#include "desk/auth/token_hash.h"
#include "desk/auth/users.h"
#include "desk/transact.h"

namespace warraq::desk {

using store::Writer;
using story::User;

namespace {

Problem link_over() {
    return {404, "link_over", "the link was used already, or its time is over"};
}

}  // namespace

Links::Links(store::Store& store, const AccountPolicy& policy, Attempts& attempts, const Sessions& sessions,
             const Passwords& passwords)
    : store_(store), policy_(policy), attempts_(attempts), sessions_(sessions), passwords_(passwords) {}

LinkPurpose Links::purpose(std::string_view token, Instant now) {
    auto snapshot = value_or_throw(store_.snapshot());
    const auto link = value_or_throw(snapshot->link(token_hash(token)));
    // The first administrator's is over as soon as there is one.
    const bool late = link && !link->user && has_administrator(value_or_throw(snapshot->users()));
    if (!link || late || link->expires <= now) throw link_over();
    if (!link->user) return {};
    auto user = value_or_throw(snapshot->user(link->user));
    if (!policy_.allows(AccountCall::UseLink, user)) throw link_over();
    return {std::move(user)};
}

std::optional<Entry> Links::use(std::string_view token, const Newcomer& newcomer, Instant now) {
    const LinkPurpose wanted = purpose(token, now);
    const auto call = wanted.user ? AccountCall::UseLink : AccountCall::UseFirstLink;
    User user = wanted.user.value_or(User{});
    if (!wanted.user) {
        user.login = value_or_throw(story::login_of(newcomer.login));
        user.name = value_or_throw(story::user_name_of(newcomer.name));
        user.role = story::Role::Administrator;
    }
    const std::string password = passwords_.new_hash(newcomer.password, user);
    return transact(store_, [&](Writer& writer) -> std::optional<Entry> {
        const auto link = value_or_throw(writer.take_link(token_hash(token), now));
        const auto present = wanted.user ? value_or_throw(writer.user(link.user))
                                         : value_or_throw(writer.user(std::string_view(user.login)));
        if (!wanted.user) {
            if (has_administrator(value_or_throw(writer.users()))) throw link_over();
            if (!policy_.allows(call, present))
                throw Problem(409, "login_taken", "another user has this login");
            // Someone who was moved in with the stories, and could not come in until now.
            if (present) user.id = present->id;
            user.id = value_or_throw(writer.save(user));
        } else if (!policy_.allows(call, present)) {
            throw link_over();
        }
        value_or_throw(writer.set_password(user.id, password));
        end_what_ends(writer, call, user.id, 0);
        value_or_throw(writer.record(user.id, rule_of(call).recorded, user.login, "by link"));
        const User now_is = value_or_throw(writer.user(user.id), "user");
        if (now_is.has_totp) return std::nullopt;
        return sessions_.begin(writer, now_is, newcomer.browser, now, SignedInBy::Password);
    });
}

void Links::check_reset(const std::string& address) {
    attempts_.check_reset(address);
}

std::optional<Links::Reset> Links::make_reset(std::string_view asked, Instant now) {
    constexpr auto kCall = AccountCall::AskReset;
    const auto login = story::login_of(asked);
    if (!login || login->find('@') == login->npos) return std::nullopt;
    const auto user = value_or_throw(value_or_throw(store_.snapshot())->user(std::string_view(*login)));
    if (!policy_.allows(kCall, user) || !attempts_.allow_reset_for(*login)) return std::nullopt;
    return transact(store_, [&](Writer& writer) -> std::optional<Reset> {
        if (!policy_.allows(kCall, value_or_throw(writer.user(user->id)))) return std::nullopt;
        const std::string token = crypto::new_token();
        // Beside those that an administrator made: whoever asks is not known yet.
        value_or_throw(writer.add_link(token_hash(token), {user->id, now + kResetLife}));
        value_or_throw(writer.record(user->id, rule_of(kCall).recorded, *login, "by mail"));
        return Reset{*login, token};
    });
}

Result<std::string> make_link(store::Store& store, story::UserId user, Instant now) {
    return store.write([&](Writer& writer) { return make_link(writer, user, now); });
}

Result<std::string> make_link(Writer& writer, story::UserId id, Instant now) {
    if (id) {
        auto user = writer.user(id);
        if (!user) return fail(user.error());
        if (!rule_of(AccountCall::MakeLink).allows(state_of(*user, false)))
            return conflict("there is no such user, or they are shut out");
    }
    const std::string token = crypto::new_token();
    if (auto ended = writer.end_links(id); !ended) return fail(ended.error());
    if (auto made = writer.add_link(token_hash(token), {id, now + kLinkLife}); !made)
        return fail(made.error());
    return token;
}

Result<std::string> make_first_link(store::Store& store, Instant now) {
    auto snapshot = store.snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto users = (*snapshot)->users();
    if (!users) return fail(users.error());
    snapshot->reset();
    return has_administrator(*users) ? Result<std::string>() : make_link(store, {}, now);
}

}  // namespace warraq::desk
