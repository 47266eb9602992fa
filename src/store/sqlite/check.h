#pragma once

#include <filesystem>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace warraq::store::sqlite {

CheckReport check_database(Connection& connection, Reader& reader, const std::filesystem::path& media);

}  // namespace warraq::store::sqlite
