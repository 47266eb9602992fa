// The read calls about users: part of Reading, in a file of their own. Included by reader.cpp alone.
#pragma once

#include "store/sql/reader.h"

namespace warraq::store::sql {

#define USER_COLUMNS                                                            \
    "id, login, name, role, disabled, password <> '', totp <> '', created_at, " \
    "EXISTS (SELECT 1 FROM passkeys WHERE user_id = users.id)"

inline Result<story::User> read_user(Statement& row) {
    const auto role = story::role_from(row.text(3));
    if (!role) return unavailable("a stored user has an unknown role");
    return story::User{{row.number(0)},    row.text(1),        row.text(2),        *role,
                       row.number(4) != 0, row.number(5) != 0, row.number(6) != 0, from_unix(row.number(7)),
                       row.number(8) != 0};
}

#define SESSION_COLUMNS "id, user_id, created_at, seen_at, browser, by_passkey"

inline Session read_session(Statement& row) {
    return {row.number(0), {row.number(1)},   from_unix(row.number(2)), from_unix(row.number(3)),
            row.text(4),   row.number(5) != 0};
}

#define PASSKEY_COLUMNS "id, user_id, credential, public_key, algorithm, uses, name, created_at, used_at"

inline Result<Passkey> read_passkey(Statement& row) {
    return Passkey{row.number(0),
                   {row.number(1)},
                   row.text(2),
                   row.text(3),
                   static_cast<int>(row.number(4)),
                   row.number(5),
                   row.text(6),
                   from_unix(row.number(7)),
                   from_unix(row.number(8))};
}

template <class Interface>
Result<std::vector<story::User>> Reading<Interface>::users() {
    return guarded([&]() -> Result<std::vector<story::User>> {
        auto rows = connection_.prepare("SELECT " USER_COLUMNS " FROM users ORDER BY name, id");
        return read_all(rows, read_user);
    });
}

template <class Interface>
Result<std::optional<story::User>> Reading<Interface>::user(story::UserId id) {
    return guarded([&] {
        auto row = connection_.prepare("SELECT " USER_COLUMNS " FROM users WHERE id = ?");
        row.bind(id.value);
        return read_one(row, read_user);
    });
}

template <class Interface>
Result<std::optional<story::User>> Reading<Interface>::user(std::string_view login) {
    return guarded([&] {
        auto row = connection_.prepare("SELECT " USER_COLUMNS " FROM users WHERE login = ?");
        row.bind(std::string(login));
        return read_one(row, read_user);
    });
}

template <class Interface>
Result<Credentials> Reading<Interface>::credentials(story::UserId id) {
    return guarded([&]() -> Result<Credentials> {
        auto row = connection_.prepare("SELECT password, totp, totp_step FROM users WHERE id = ?");
        if (!row.bind(id.value).step()) return not_found("there is no such user");
        return Credentials{row.text(0), row.text(1), row.number(2)};
    });
}

template <class Interface>
Result<std::optional<Session>> Reading<Interface>::session(std::string_view hash) {
    return guarded([&]() -> Result<std::optional<Session>> {
        auto row = connection_.prepare("SELECT " SESSION_COLUMNS " FROM sessions WHERE hash = ?");
        if (!row.bind(std::string(hash)).step()) return std::nullopt;
        return read_session(row);
    });
}

template <class Interface>
Result<std::vector<Session>> Reading<Interface>::sessions_of(story::UserId id) {
    return guarded([&]() -> Result<std::vector<Session>> {
        auto rows = connection_.prepare("SELECT " SESSION_COLUMNS
                                        " FROM sessions WHERE user_id = ? ORDER BY seen_at DESC, id DESC");
        rows.bind(id.value);
        std::vector<Session> out;
        while (rows.step()) out.push_back(read_session(rows));
        return out;
    });
}

template <class Interface>
Result<std::optional<Link>> Reading<Interface>::link(std::string_view hash) {
    return guarded([&]() -> Result<std::optional<Link>> {
        auto row = connection_.prepare("SELECT user_id, expires_at FROM links WHERE hash = ?");
        if (!row.bind(std::string(hash)).step()) return std::nullopt;
        return Link{{row.null(0) ? 0 : row.number(0)}, from_unix(row.number(1))};
    });
}

template <class Interface>
Result<std::vector<Passkey>> Reading<Interface>::passkeys_of(story::UserId id) {
    return guarded([&] {
        auto rows =
            connection_.prepare("SELECT " PASSKEY_COLUMNS " FROM passkeys WHERE user_id = ? ORDER BY id");
        rows.bind(id.value);
        return read_all(rows, read_passkey);
    });
}

template <class Interface>
Result<std::optional<Passkey>> Reading<Interface>::passkey(std::string_view credential) {
    return guarded([&] {
        auto row = connection_.prepare("SELECT " PASSKEY_COLUMNS " FROM passkeys WHERE credential = ?");
        row.bind(std::string(credential));
        return read_one(row, read_passkey);
    });
}

template <class Interface>
Result<std::vector<AuditEntry>> Reading<Interface>::audit(std::int64_t before, int limit,
                                                          std::string_view untold, story::UserId own) {
    return guarded([&]() -> Result<std::vector<AuditEntry>> {
        auto rows = connection_.prepare(
            "SELECT id, at, user_id, action, subject, detail FROM audit WHERE (?1 = 0 OR id < ?1) "
            "AND (user_id = ?3 OR ?4 NOT LIKE '%|' || action || '|%') ORDER BY id DESC LIMIT ?2");
        rows.bind(before, limit, own.value, untold);
        std::vector<AuditEntry> out;
        while (rows.step())
            out.push_back({rows.number(0),
                           from_unix(rows.number(1)),
                           {rows.null(2) ? 0 : rows.number(2)},
                           rows.text(3),
                           rows.text(4),
                           rows.text(5)});
        return out;
    });
}

}  // namespace warraq::store::sql
