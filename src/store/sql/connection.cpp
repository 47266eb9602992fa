#include "store/sql/connection.h"

namespace warraq::store::sql {

Statement Connection::prepare(const char* sql) {
    auto& kept = statements_[sql];
    if (!kept) kept = make(sql, true);
    return Statement(*kept);
}

}  // namespace warraq::store::sql
