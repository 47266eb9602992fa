#include <fmt/format.h>

#include "store/sql/engine.h"
#include "store/sql/writer.h"

namespace warraq::store::sql {
namespace {

// What SQL alone cannot give an older database: topics of its stories, seals on its e-mail addresses, keys as
// names are tied now, the files that its stories link to.
Result<void> complete(Connection& connection, int number, const StoreOptions& options) {
    constexpr int kTopics = 3, kSeals = 4, kJoinedNames = 16, kLinkedFiles = 17;
    if (number == kTopics) return SqlWriter(connection, options).fill_topics();
    if (number == kSeals) return SqlWriter(connection, options).seal_emails();
    if (number == kJoinedNames) return SqlWriter(connection, options).renew_name_keys();
    if (number == kLinkedFiles) return SqlWriter(connection, options).fill_linked_files();
    return {};
}

Result<void> apply(Engine& engine, Connection& connection, const Migration& migration,
                   const StoreOptions& options) {
    engine.begin_writing(connection);
    Result<void> done;
    try {
        auto version = engine.schema_version(connection);
        if (!version) {
            done = fail(version.error());
        } else if (*version < migration.number) {  // another process may have been faster
            connection.execute(migration.sql);
            done = complete(connection, migration.number, options);
            engine.set_schema_version(connection, migration.number);
        }
        if (done) connection.execute("COMMIT");
    } catch (const Failure& failure) {
        done = unavailable(fmt::format("migration {}: {}", migration.name, failure.error().message));
    }
    if (!done && !connection.lost()) connection.execute("ROLLBACK");
    return done;
}

}  // namespace

Result<void> migrate(Engine& engine, Connection& connection, const StoreOptions& options) {
    auto version = engine.schema_version(connection);
    if (!version) return fail(version.error());
    const int known = engine.migrations().back().number;
    if (*version > known)
        return refused(
            fmt::format("the data was written by a newer Warraq (schema {}; this one knows {}): update the "
                        "program, nothing was changed",
                        *version, known));
    for (const Migration& migration : engine.migrations())
        if (migration.number > *version)
            if (auto done = apply(engine, connection, migration, options); !done) return done;
    return {};
}

}  // namespace warraq::store::sql
