// Copies a store's rows from one database to another, whichever engines they are on.
#pragma once

#include <functional>

#include "store/sql/engine.h"
#include "store/sql/tables.h"

namespace warraq::store::sql {

struct Copied {
    std::int64_t rows = 0;  // read from where they are copied from
    std::int64_t added = 0, changed = 0, removed = 0;

    bool any() const { return added + changed + removed > 0; }
};

// Called as each table is begun (0) and every few thousand rows.
using CopyProgress = std::function<void(const Table& table, std::int64_t rows)>;

// Makes the tables of `to` what those of `from` are, by their rows' keys: what is there already is compared,
// what is missing is added, what differs is changed, what is too much is removed. So the same call continues
// one that was interrupted. Commits every few thousand rows. `from` is in a transaction of the caller's; both
// schemas are today's. Throws Failure.
Copied copy_tables(Connection& from, Engine& to_engine, Connection& to, const CopyProgress& progress);

// The number of rows that differ, 0 where the two hold the same; `rows` are read and compared. Changes
// nothing.
Copied compare_tables(Connection& from, Connection& to, const CopyProgress& progress);

}  // namespace warraq::store::sql
