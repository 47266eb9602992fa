#include "support/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <libpq-fe.h>
#include <stdexcept>
#include <unistd.h>

namespace warraq::testing {
namespace {

std::vector<std::string> ask_server(const std::string& address, const std::string& sql) {
    PGconn* connection = PQconnectdb(address.c_str());
    PGresult* answer = PQexec(connection, sql.c_str());
    const auto status = PQresultStatus(answer);
    const std::string said = PQerrorMessage(connection);
    std::vector<std::string> column;
    for (int row = 0; row < PQntuples(answer); ++row) column.emplace_back(PQgetvalue(answer, row, 0));
    PQclear(answer);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(said);
    return column;
}

}  // namespace

TestDatabase::TestDatabase(std::filesystem::path folder, Engine engine)
    : file_(std::move(folder) / "warraq.db") {
    const char* where = std::getenv("WARRAQ_TEST_POSTGRES");
    if (!where || engine == Engine::File) return;
    std::ifstream in(where);
    if (!std::getline(in, server_)) throw std::runtime_error(std::string("no server is named in ") + where);
    static std::atomic<int> made{0};
    name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
    ask_server("postgresql:///postgres?" + server_, "CREATE DATABASE " + name_);
}

TestDatabase::~TestDatabase() {
    if (!name_.empty())
        ask_server("postgresql:///postgres?" + server_, "DROP DATABASE " + name_ + " WITH (FORCE)");
}

std::string TestDatabase::place() const {
    return is_file() ? file_.string() : "postgresql:///" + name_ + "?" + server_;
}

std::vector<std::string> TestDatabase::ask(const std::string& sql) const {
    if (!is_file()) return ask_server(place(), sql);
    SQLite::Database file(file_.string());
    SQLite::Statement rows(file, sql);
    std::vector<std::string> column;
    while (rows.executeStep()) column.push_back(rows.getColumn(0).getString());
    return column;
}

Result<std::unique_ptr<store::Store>> TestDatabase::open(const store::StoreOptions& options) const {
    return store::open(place(), options);
}

void TestDatabase::execute(const std::string& sql) const {
    execute_watched((is_file() ? "PRAGMA foreign_keys = OFF; " : "SET session_replication_role = replica; ") +
                    sql);
}

void TestDatabase::execute_watched(const std::string& sql) const {
    if (!is_file()) {
        ask_server(place(), sql);
        return;
    }
    SQLite::Database file(file_.string(), SQLite::OPEN_READWRITE);
    file.exec(sql);
}

}  // namespace warraq::testing
