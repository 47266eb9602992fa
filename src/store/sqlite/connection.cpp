#include "store/sqlite/connection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace warraq::store::sqlite {
namespace {

constexpr int kBusyMilliseconds = 15'000;  // another process may be importing

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

template <class Work>
auto plainly(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        throw sql::Failure(plain_error(error));
    }
}

class Prepared final : public sql::Prepared {
  public:
    Prepared(SQLite::Database& database, std::string_view sql) : statement_(database, std::string(sql)) {}

    void bind(int at, std::int64_t value) override {
        plainly([&] { statement_.bind(at, value); });
    }
    void bind(int at, std::string_view value) override {
        plainly([&] { statement_.bind(at, std::string(value)); });
    }
    void bind(int at, sql::Bytes value) override {
        plainly([&] { statement_.bind(at, value.value.data(), static_cast<int>(value.value.size())); });
    }
    void bind_null(int at, bool /*number*/) override {
        plainly([&] { statement_.bind(at); });
    }
    bool step() override {
        return plainly([&] { return statement_.executeStep(); });
    }
    int run() override {
        return plainly([&] { return statement_.exec(); });
    }
    std::int64_t number(int column) override {
        return plainly([&] { return statement_.getColumn(column).getInt64(); });
    }
    std::string text(int column) override {
        return plainly([&]() -> std::string {
            const auto value = statement_.getColumn(column);
            const char* start = value.getText();
            return {start, static_cast<std::size_t>(value.getBytes())};
        });
    }
    std::string bytes(int column) override {
        return plainly([&] { return statement_.getColumn(column).getString(); });
    }
    bool null(int column) override {
        return plainly([&] { return statement_.isColumnNull(column); });
    }
    void reset() noexcept override {
        statement_.tryReset();
        try {
            statement_.clearBindings();
        } catch (const SQLite::Exception&) {
            // the next use binds all of them again
        }
    }

  private:
    SQLite::Statement statement_;
};

// For a URI, in which «?» and «#» would end the path.
std::string uri_of(const std::filesystem::path& file) {
    std::string uri = "file:";
    for (const char c : file.string())
        if (c == '%' || c == '?' || c == '#')
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            uri += c;
    return uri;
}

}  // namespace

Connection::Connection(std::unique_ptr<SQLite::Database> database) : database_(std::move(database)) {}

std::unique_ptr<Connection> Connection::at_rest(const std::filesystem::path& file) {
    return plainly([&] {
        return std::unique_ptr<Connection>(new Connection(std::make_unique<SQLite::Database>(
            uri_of(file) + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI)));
    });
}

Connection::Connection(const std::filesystem::path& file, sql::Access access, int cache_kib)
    : database_(plainly([&] {
          return std::make_unique<SQLite::Database>(file.string(),
                                                    access == sql::Access::Write
                                                        ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                                        : SQLite::OPEN_READONLY,
                                                    kBusyMilliseconds);
      })) {
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA trusted_schema = OFF");
    execute("PRAGMA mmap_size = 0");  // pages read through the map would count as ours
    execute(fmt::format("PRAGMA cache_size = -{}", cache_kib).c_str());
    if (access == sql::Access::Write) {
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA synchronous = FULL");
    }
}

Connection::~Connection() {
    forget_statements();  // while the database is still open
}

void Connection::execute(const char* sql) {
    plainly([&] { database_->exec(sql); });
}

std::unique_ptr<sql::Prepared> Connection::make(std::string_view sql, bool /*keep*/) {
    return plainly([&] { return std::make_unique<Prepared>(*database_, sql); });
}

void copy_database(const std::filesystem::path& file, const std::filesystem::path& copy) {
    plainly([&] {
        // A connection of its own: the copy is made in one read transaction, however long it takes.
        SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
        SQLite::Statement into(database, "VACUUM INTO ?");
        into.bind(1, copy.string());
        into.exec();
    });
}

}  // namespace warraq::store::sqlite
