// Numbered steps from an empty file to today's schema. A step never changes once it has landed.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "store/sqlite/connection.h"

namespace warraq::store::sqlite {

struct Migration {
    int number;  // becomes PRAGMA user_version
    std::string_view name;
    const char* sql;
};

std::span<const Migration> migrations();  // made from migrations/*.sql by the build
int schema_version();                     // of this program

// What a step's SQL cannot do: called after it, within its transaction, with the step's number.
using Complete = std::function<Result<void>(Connection& connection, int number)>;

// Error: Refused when the file is newer than this program or is not Warraq's; what `complete` returns.
Result<void> migrate(Connection& connection, const Complete& complete);

}  // namespace warraq::store::sqlite
