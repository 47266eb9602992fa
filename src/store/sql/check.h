#pragma once

#include <filesystem>

#include "store/sql/engine.h"

namespace warraq::store::sql {

CheckReport check_database(Engine& engine, Connection& connection, Reader& reader,
                           const std::filesystem::path& media);

// What can be said of a copy whose schema may be an older one: its pages and indexes, and how much is in it.
CheckReport check_copy(Engine& engine, Connection& connection);

}  // namespace warraq::store::sql
