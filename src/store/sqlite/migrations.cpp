#include "store/sqlite/migrations.h"

#include <fmt/format.h>

namespace warraq::store::sqlite {
namespace {

constexpr int kApplicationId =
    0x57525151;  // "WRQQ": PRAGMA application_id, so that `file` and we know our own

int pragma(Connection& connection, const char* sql) {
    return connection.database().execAndGet(sql).getInt();
}

Result<void> apply(Connection& connection, const Migration& migration, const Complete& complete) {
    connection.execute("BEGIN IMMEDIATE");
    // Another process may have been faster.
    if (pragma(connection, "PRAGMA user_version") >= migration.number) {
        connection.execute("ROLLBACK");
        return {};
    }
    try {
        connection.execute(migration.sql);
        if (auto completed = complete(connection, migration.number); !completed) {
            connection.execute("ROLLBACK");
            return completed;
        }
        connection.execute(fmt::format("PRAGMA user_version = {}", migration.number).c_str());
        connection.execute(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
        connection.execute("COMMIT");
        return {};
    } catch (const SQLite::Exception& error) {
        auto failed =
            unavailable(fmt::format("migration {}: {}", migration.name, plain_error(error).message));
        connection.execute("ROLLBACK");
        return failed;
    }
}

}  // namespace

int schema_version() {
    return migrations().back().number;
}

Result<void> migrate(Connection& connection, const Complete& complete) {
    const int version = pragma(connection, "PRAGMA user_version");
    const int application = pragma(connection, "PRAGMA application_id");
    if (version > schema_version() && application == kApplicationId)
        return refused(
            fmt::format("the data was written by a newer Warraq (schema {}; this one knows {}): update the "
                        "program, nothing was changed",
                        version, schema_version()));
    if (application != kApplicationId && (application != 0 || version != 0))
        return refused("the database file is not Warraq's; nothing was changed");
    for (const Migration& migration : migrations())
        if (migration.number > version)
            if (auto done = apply(connection, migration, complete); !done) return done;
    return {};
}

}  // namespace warraq::store::sqlite
