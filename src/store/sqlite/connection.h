// One SQLite connection with the settings of the house.
#pragma once

#include <filesystem>

#include "store/sql/connection.h"

namespace SQLite {
class Database;
}

namespace warraq::store::sqlite {

class Connection final : public sql::Connection {
  public:
    Connection(const std::filesystem::path& file, sql::Access access, int cache_kib);
    ~Connection() override;

    void execute(const char* sql) override;
    bool lost() const override { return false; }

  private:
    std::unique_ptr<sql::Prepared> make(std::string_view sql, bool keep) override;

    std::unique_ptr<SQLite::Database> database_;
};

// A copy of `file` at one moment in a new file, on disk when it returns.
void copy_database(const std::filesystem::path& file, const std::filesystem::path& copy);

// The first thing that is wrong with the pages of a file that no one writes; "" where nothing is.
std::string first_finding(const std::filesystem::path& file);

}  // namespace warraq::store::sqlite
