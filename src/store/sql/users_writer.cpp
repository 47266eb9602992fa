#include "store/sql/writer.h"

namespace warraq::store::sql {

Result<story::UserId> SqlWriter::save(const story::User& user) {
    auto same = this->user(std::string_view(user.login));
    if (!same) return fail(same.error());
    if (*same && (*same)->id != user.id) return conflict("another user has this login");
    return guarded([&]() -> Result<story::UserId> {
        const std::string role(story::to_string(user.role));
        if (!user.id) {
            auto row = connection_.prepare(
                "INSERT INTO users (login, name, role, disabled, created_at) VALUES (?, ?, ?, ?, ?) "
                "RETURNING "
                "id");
            row.bind(user.login, user.name, role, static_cast<int>(user.disabled), to_unix(now()));
            return story::UserId{row.returned()};
        }
        const int changed =
            connection_.prepare("UPDATE users SET login = ?, name = ?, role = ?, disabled = ? WHERE id = ?")
                .bind(user.login, user.name, role, static_cast<int>(user.disabled), user.id.value)
                .run();
        if (changed == 0) return not_found("there is no such user");
        return user.id;
    });
}

Result<void> SqlWriter::set_password(story::UserId id, std::string_view hash) {
    return guarded([&]() -> Result<void> {
        auto row = connection_.prepare("UPDATE users SET password = ? WHERE id = ?");
        if (row.bind(std::string(hash), id.value).run() == 0) return not_found("there is no such user");
        return {};
    });
}

Result<void> SqlWriter::set_totp(story::UserId id, std::string_view sealed,
                                 const std::vector<std::string>& recovery_hashes) {
    return guarded([&]() -> Result<void> {
        auto row = connection_.prepare("UPDATE users SET totp = ?, totp_step = 0 WHERE id = ?");
        if (row.bind(std::string(sealed), id.value).run() == 0) return not_found("there is no such user");
        connection_.prepare("DELETE FROM recovery_codes WHERE user_id = ?").bind(id.value).run();
        for (const std::string& hash : recovery_hashes)
            connection_.prepare("INSERT INTO recovery_codes (user_id, hash) VALUES (?, ?)")
                .bind(id.value, hash)
                .run();
        return {};
    });
}

Result<bool> SqlWriter::take_totp_step(story::UserId id, std::int64_t step) {
    return guarded([&]() -> Result<bool> {
        auto row = connection_.prepare("UPDATE users SET totp_step = ?1 WHERE id = ?2 AND totp_step < ?1");
        return row.bind(step, id.value).run() > 0;
    });
}

Result<bool> SqlWriter::take_recovery_code(story::UserId id, std::string_view hash) {
    return guarded([&]() -> Result<bool> {
        auto row = connection_.prepare("DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?");
        return row.bind(id.value, std::string(hash)).run() > 0;
    });
}

Result<std::int64_t> SqlWriter::add_passkey(const Passkey& passkey) {
    auto known = this->passkey(passkey.credential);
    if (!known) return fail(known.error());
    if (*known) return conflict("this passkey is known already");
    return guarded([&]() -> Result<std::int64_t> {
        auto row = connection_.prepare(
            "INSERT INTO passkeys (user_id, credential, public_key, algorithm, uses, name, created_at, "
            "used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
        row.bind(passkey.user.value, passkey.credential, passkey.key, passkey.algorithm, passkey.uses,
                 passkey.name, to_unix(passkey.created), to_unix(passkey.used));
        return row.returned();
    });
}

Result<bool> SqlWriter::take_passkey_use(std::int64_t id, std::int64_t uses, Instant at) {
    return guarded([&]() -> Result<bool> {
        auto row = connection_.prepare(
            "UPDATE passkeys SET uses = ?2, used_at = ?3 WHERE id = ?1 AND (uses < ?2 OR (uses = 0 AND ?2 = "
            "0))");
        return row.bind(id, uses, to_unix(at)).run() > 0;
    });
}

Result<void> SqlWriter::drop_passkey(story::UserId of, std::int64_t id) {
    return guarded([&]() -> Result<void> {
        auto row = connection_.prepare("DELETE FROM passkeys WHERE user_id = ? AND id = ?");
        if (row.bind(of.value, id).run() == 0) return not_found("there is no such passkey");
        return {};
    });
}

Result<void> SqlWriter::drop_passkeys(story::UserId of) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("DELETE FROM passkeys WHERE user_id = ?").bind(of.value).run();
        return {};
    });
}

Result<std::int64_t> SqlWriter::add_session(std::string_view hash, const Session& session) {
    return guarded([&]() -> Result<std::int64_t> {
        auto row = connection_.prepare(
            "INSERT INTO sessions (hash, user_id, created_at, seen_at, browser, by_passkey) "
            "VALUES (?, ?, ?, ?, ?, ?) RETURNING id");
        row.bind(std::string(hash), session.user.value, to_unix(session.created), to_unix(session.seen),
                 session.browser, static_cast<int>(session.by_passkey));
        return row.returned();
    });
}

Result<void> SqlWriter::touch_session(std::int64_t id, Instant seen) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("UPDATE sessions SET seen_at = ? WHERE id = ?").bind(to_unix(seen), id).run();
        return {};
    });
}

Result<void> SqlWriter::end_session(story::UserId of, std::int64_t id) {
    return guarded([&]() -> Result<void> {
        auto row = connection_.prepare("DELETE FROM sessions WHERE user_id = ? AND id = ?");
        if (row.bind(of.value, id).run() == 0) return not_found("there is no such session");
        return {};
    });
}

Result<void> SqlWriter::end_sessions(story::UserId of, std::int64_t except) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("DELETE FROM sessions WHERE user_id = ? AND id <> ?")
            .bind(of.value, except)
            .run();
        return {};
    });
}

Result<void> SqlWriter::end_old_sessions(Instant created_before, Instant seen_before) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("DELETE FROM sessions WHERE created_at < ? OR seen_at < ?")
            .bind(to_unix(created_before), to_unix(seen_before))
            .run();
        return {};
    });
}

Result<void> SqlWriter::add_link(std::string_view hash, const Link& link) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("INSERT INTO links (hash, user_id, expires_at) VALUES (?, nullif(?, 0), ?)")
            .bind(std::string(hash), link.user.value, to_unix(link.expires))
            .run();
        connection_
            .prepare(
                "DELETE FROM links WHERE user_id IS NOT DISTINCT FROM nullif(?1, 0) AND hash NOT IN "
                "(SELECT hash FROM links WHERE user_id IS NOT DISTINCT FROM nullif(?1, 0) "
                "ORDER BY expires_at DESC, hash LIMIT ?2)")
            .bind(link.user.value, kMostLinks)
            .run();
        return {};
    });
}

Result<void> SqlWriter::end_links(story::UserId of) {
    return guarded([&]() -> Result<void> {
        connection_.prepare("DELETE FROM links WHERE user_id IS NOT DISTINCT FROM nullif(?, 0)")
            .bind(of.value)
            .run();
        return {};
    });
}

Result<Link> SqlWriter::take_link(std::string_view hash, Instant now) {
    auto found = link(hash);
    if (!found) return fail(found.error());
    if (!*found || (*found)->expires <= now)
        return not_found("the link was used already, or its time is over");
    return guarded([&]() -> Result<Link> {
        connection_.prepare("DELETE FROM links WHERE user_id IS NOT DISTINCT FROM nullif(?, 0)")
            .bind((*found)->user.value)
            .run();
        return **found;
    });
}

Result<void> SqlWriter::record(story::UserId user, std::string_view action, std::string_view subject,
                               std::string_view detail) {
    return guarded([&]() -> Result<void> {
        connection_
            .prepare(
                "INSERT INTO audit (at, user_id, action, subject, detail) VALUES (?, nullif(?, 0), ?, ?, ?)")
            .bind(to_unix(now()), user.value, std::string(action), std::string(subject), std::string(detail))
            .run();
        return {};
    });
}

}  // namespace warraq::store::sql
