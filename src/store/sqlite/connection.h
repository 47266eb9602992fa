// One SQLite connection with the settings of the house and its prepared statements kept.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace warraq::store::sqlite {

enum class Access { Read, Write };

class Connection {
  public:
    // Throws SQLite::Exception, as do all calls of this class; the room's public calls turn it into an Error.
    Connection(const std::filesystem::path& file, Access access, int cache_kib);

    // A statement that is reset when it leaves scope. `sql` must be a literal: its address is the cache's
    // key.
    class Statement {
      public:
        explicit Statement(SQLite::Statement& statement) : statement_(&statement) {}
        Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
        Statement& operator=(Statement&&) = delete;
        ~Statement();

        template <class... Values>
        Statement& bind(const Values&... values) {
            int at = 0;
            (statement_->bind(++at, values), ...);
            return *this;
        }
        bool step() { return statement_->executeStep(); }
        int run() { return statement_->exec(); }  // rows changed
        std::int64_t number(int column) { return statement_->getColumn(column).getInt64(); }
        std::string text(int column) {
            const auto value = statement_->getColumn(column);
            const char* start = value.getText();
            return {start, static_cast<std::size_t>(value.getBytes())};
        }
        bool null(int column) { return statement_->isColumnNull(column); }

      private:
        SQLite::Statement* statement_;
    };
    Statement prepare(const char* sql);

    void execute(const char* sql) { database_.exec(sql); }
    SQLite::Database& database() { return database_; }

  private:
    SQLite::Database database_;
    std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
};

// What `read` makes of each row, or of the first one; it answers an Error for a row that is damaged.
template <class Read>
auto read_all(Connection::Statement& rows, Read read)
    -> Result<std::vector<typename decltype(read(rows))::value_type>> {
    std::vector<typename decltype(read(rows))::value_type> out;
    while (rows.step()) {
        auto one = read(rows);
        if (!one) return fail(one.error());
        out.push_back(std::move(*one));
    }
    return out;
}
template <class Read>
auto read_one(Connection::Statement& row, Read read)
    -> Result<std::optional<typename decltype(read(row))::value_type>> {
    if (!row.step()) return std::nullopt;
    auto one = read(row);
    if (!one) return fail(one.error());
    return std::optional(std::move(*one));
}

// What SQLite says, in the words of who has to mend it.
Error plain_error(const SQLite::Exception& error);

// Runs `work` and turns SQLite's exceptions into an Error.
template <class Work>
auto guarded(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        return fail(plain_error(error));
    }
}

}  // namespace warraq::store::sqlite
