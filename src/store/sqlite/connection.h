// One SQLite connection with the settings of the house.
#pragma once

#include <filesystem>
#include <memory>

#include "store/sql/connection.h"

namespace SQLite {
class Database;
}

namespace warraq::store::sqlite {

class Connection final : public sql::Connection {
  public:
    Connection(const std::filesystem::path& file, sql::Access access, int cache_kib);
    ~Connection() override;

    // A file that no one has open, read as it is: no log beside it is looked for, and none is made.
    static std::unique_ptr<Connection> at_rest(const std::filesystem::path& file);

    void execute(const char* sql) override;
    bool lost() const override { return false; }

  private:
    explicit Connection(std::unique_ptr<SQLite::Database> database);
    std::unique_ptr<sql::Prepared> make(std::string_view sql, bool keep) override;

    std::unique_ptr<SQLite::Database> database_;
};

// A copy of `file` at one moment in a new file, on disk when it returns.
void copy_database(const std::filesystem::path& file, const std::filesystem::path& copy);

}  // namespace warraq::store::sqlite
