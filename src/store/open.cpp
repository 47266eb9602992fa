#include "store/move.h"
#include "store/postgres/engine.h"
#include "store/sql/check.h"
#include "store/sql/copy.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/engine.h"
#include "store/store.h"

namespace warraq::store {
namespace {

std::unique_ptr<sql::Engine> engine_at(const std::string& place, const StoreOptions& options) {
    if (is_address(place)) return postgres::make_engine(place);
    return sqlite::make_engine(place, options.cache_kib_a_reader);
}

// Whether what `older` holds is what `newer` held before: nothing, part of a move (the feed comes last), or
// all of it up to some change.
bool is_older_state(sql::Connection& older, sql::Connection& newer) {
    auto last = older.prepare_once("SELECT seq, kind, id, at FROM changes ORDER BY seq DESC LIMIT 1");
    if (!last.step()) return true;
    auto same = newer.prepare_once("SELECT 1 FROM changes WHERE seq = ? AND kind = ? AND id = ? AND at = ?");
    return same.bind(last.number(0), last.text(1), last.number(2), last.number(3)).step();
}

}  // namespace

bool is_address(std::string_view place) {
    return place.starts_with("postgresql://") || place.starts_with("postgres://");
}

Result<std::unique_ptr<Store>> open(const std::string& place, const StoreOptions& options) {
    return sql::guarded([&]() -> Result<std::unique_ptr<Store>> {
        return sql::open_store(engine_at(place, options), options);
    });
}

Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& file, const StoreOptions& options) {
    return open(file.string(), options);
}

Result<void> look_for(const std::string& place) {
    return sql::guarded([&]() -> Result<void> {
        auto version = engine_at(place, {})->look_at_schema();
        return version ? Result<void>{} : fail(version.error());
    });
}

Result<CheckReport> check_copy(const std::filesystem::path& file) {
    return sql::guarded([&]() -> Result<CheckReport> {
        const auto engine = sqlite::make_engine(file, StoreOptions{}.cache_kib_a_reader);
        const auto connection = sqlite::Connection::at_rest(file);
        return sql::check_copy(*engine, *connection);
    });
}

Result<MoveReport> move_database(const std::string& from, const std::string& to, const MoveOptions& options) {
    if (from == to) return invalid("both are the same database");
    return sql::guarded([&]() -> Result<MoveReport> {
        const auto source = engine_at(from, options.store), target = engine_at(to, options.store);
        auto reading = source->open(sql::Access::Write), writing = target->open(sql::Access::Write);
        for (const auto& [engine, connection] :
             {std::pair(source.get(), reading.get()), std::pair(target.get(), writing.get())})
            if (auto migrated = sql::migrate(*engine, *connection, options.store); !migrated)
                return fail(migrated.error());
        const auto progress = [&](MoveStep::Phase phase) -> sql::CopyProgress {
            return [&options, phase](const sql::Table& table, std::int64_t rows) {
                if (options.tell) options.tell({phase, table.name, rows});
            };
        };
        if (!options.replace && !is_older_state(*writing, *reading))
            return conflict("the target holds another newsroom; with --replace it would be lost");
        MoveReport report;
        // Most of it while the newsroom writes on; then what was written meanwhile, while no one can.
        source->begin_reading(*reading);
        source->take_time(*reading);
        sql::copy_tables(*reading, *target, *writing, progress(MoveStep::Phase::Copying));
        reading->execute("COMMIT");
        source->begin_writing(*reading);
        source->take_time(*reading);
        report.late =
            sql::copy_tables(*reading, *target, *writing, progress(MoveStep::Phase::CatchingUp)).any();
        target->begin_reading(*writing);
        target->take_time(*writing);
        const auto compared = sql::compare_tables(*reading, *writing, progress(MoveStep::Phase::Comparing));
        writing->execute("COMMIT");
        reading->execute("ROLLBACK");
        report.rows = compared.rows;
        report.different = compared.added + compared.changed + compared.removed;
        return report;
    });
}

}  // namespace warraq::store
