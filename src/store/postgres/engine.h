// PostgreSQL as an engine: one database, any number of processes on any number of machines.
#pragma once

#include "store/sql/engine.h"

namespace warraq::store::postgres {

std::span<const sql::Migration> migrations();  // made from migrations/*.sql by the build

// `address`: a URI or key=value pairs, as libpq reads them. Throws sql::Failure for one that is no address.
std::unique_ptr<sql::Engine> make_engine(const std::string& address);

}  // namespace warraq::store::postgres
