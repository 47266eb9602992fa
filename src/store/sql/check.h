#pragma once

#include <filesystem>

#include "store/sql/engine.h"

namespace warraq::store::sql {

CheckReport check_database(Engine& engine, Connection& connection, Reader& reader,
                           const std::filesystem::path& media);

}  // namespace warraq::store::sql
