// Moves a newsroom's rows from one database to another: from a file to PostgreSQL when one machine is not
// enough, and back.
#pragma once

#include <functional>
#include <string>

#include "store/store.h"

namespace warraq::store {

struct MoveStep {
    enum class Phase { Copying, CatchingUp, Comparing };
    Phase phase = Phase::Copying;
    std::string table;
    std::int64_t rows = 0;  // of it so far
};

struct MoveReport {
    std::int64_t rows = 0;       // compared, one by one
    std::int64_t different = 0;  // 0, or the target is not to be used
    bool late = false;           // something was written while the rest was copied, and was brought too
};

struct MoveOptions {
    StoreOptions store;
    bool replace = false;  // another newsroom that `to` holds; else that is refused
    std::function<void(const MoveStep&)> tell = {};
};

// Makes the tables of `to` what those of `from` are. Reading `from` goes on all the while; writing it too,
// but for the last part, in which what was written meanwhile is brought and both are compared: then writers
// wait, and are told after a while that nothing can be saved. May be interrupted at any time and called
// again; `from` is not changed. Error: as open(); Invalid for the same place twice; Conflict where `to` holds
// a newsroom that is not an older state of this one.
Result<MoveReport> move_database(const std::string& from, const std::string& to, const MoveOptions& options);

}  // namespace warraq::store
