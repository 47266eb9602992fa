// Numbered steps from an empty file to today's schema. A step never changes once it has landed.
#pragma once

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

// Error: Refused when the file is newer than this program or is not Warraq's.
Result<void> migrate(Connection& connection);

}  // namespace warraq::store::sqlite
