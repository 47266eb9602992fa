// SQLite as an engine: one file, which other processes of the machine may write too.
#pragma once

#include "store/sql/engine.h"

namespace warraq::store::sqlite {

std::span<const sql::Migration> migrations();  // made from migrations/*.sql by the build

std::unique_ptr<sql::Engine> make_engine(const std::filesystem::path& file, int cache_kib_a_reader);

}  // namespace warraq::store::sqlite
