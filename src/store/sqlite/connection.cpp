#include "store/sqlite/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace warraq::store::sqlite {
namespace {

constexpr int kBusyMilliseconds = 15'000;  // another process may be importing

}

Connection::Connection(const std::filesystem::path& file, Access access, int cache_kib)
    : database_(
          file.string(),
          access == Access::Write ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY,
          kBusyMilliseconds) {
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA trusted_schema = OFF");
    execute("PRAGMA mmap_size = 0");  // pages read through the map would count as ours
    execute(fmt::format("PRAGMA cache_size = -{}", cache_kib).c_str());
    if (access == Access::Write) {
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA synchronous = FULL");
    }
}

Error plain_error(const SQLite::Exception& error) {
    const auto said = [&](std::string_view what) {
        return Error{Error::Kind::Unavailable, fmt::format("database: {} ({})", what, error.what())};
    };
    switch (error.getErrorCode() & 0xFF) {  // the rest says where in SQLite
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return said("its file is damaged; «warraq check» says where, a backup brings it back");
        case SQLITE_FULL: return said("the disk is full; what is stored is whole, nothing more is taken");
        case SQLITE_IOERR: return said("the disk fails to read or write");
        case SQLITE_READONLY: return said("its file or folder may not be written to");
        case SQLITE_CANTOPEN: return said("its file cannot be opened");
        default: return {Error::Kind::Unavailable, std::string("database: ") + error.what()};
    }
}

Connection::Statement Connection::prepare(const char* sql) {
    auto& kept = statements_[sql];
    if (!kept) kept = std::make_unique<SQLite::Statement>(database_, sql);
    return Statement(*kept);
}

Connection::Statement::~Statement() {
    if (!statement_) return;
    statement_->tryReset();
    try {
        statement_->clearBindings();
    } catch (const SQLite::Exception&) {
        // the next use binds all of them again
    }
}

}  // namespace warraq::store::sqlite
