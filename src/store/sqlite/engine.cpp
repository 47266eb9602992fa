#include "store/sqlite/engine.h"

#include <fmt/format.h>

#include "base/file.h"
#include "store/sqlite/connection.h"

namespace warraq::store::sqlite {
namespace {

constexpr int kApplicationId =
    0x57525151;  // "WRQQ": PRAGMA application_id, so that `file` and we know our own
constexpr int kWriterCacheKib = 8 * 1024;
// At the end the log is written back into the file. Another process that is reading may keep it from that:
// it does so at its own end then, and is not waited for much longer than a page takes.
constexpr int kClosingMilliseconds = 250;

std::int64_t pragma(sql::Connection& connection, const char* sql) {
    auto row = connection.prepare_once(sql);
    row.step();
    return row.number(0);
}

class Engine final : public sql::Engine {
  public:
    Engine(std::filesystem::path file, int cache_kib_a_reader)
        : file_(std::move(file)), cache_kib_a_reader_(cache_kib_a_reader) {}

    std::unique_ptr<sql::Connection> open(sql::Access access) override {
        return std::make_unique<Connection>(
            file_, access, access == sql::Access::Write ? kWriterCacheKib : cache_kib_a_reader_);
    }
    void close(std::unique_ptr<sql::Connection> writer) override {
        writer->execute(fmt::format("PRAGMA busy_timeout = {}", kClosingMilliseconds).c_str());
        writer->prepare_once("PRAGMA wal_checkpoint(TRUNCATE)").step();
    }

    Result<int> look_at_schema() override {
        std::error_code error;
        const auto size = std::filesystem::file_size(file_, error);
        if (error) return not_found(fmt::format("there is no newsroom: {} is not there", file_.string()));
        if (size == 0)
            return not_found(fmt::format("there is no newsroom in {}: it is empty", file_.string()));
        // A log beside it holds what is not in the file yet; without one, not even that may be made.
        auto connection = std::filesystem::exists(file_.string() + "-wal", error)
                              ? open(sql::Access::Read)
                              : Connection::at_rest(file_);
        auto version = schema_version(*connection);
        if (version && *version == 0)
            return not_found(fmt::format(
                "there is no newsroom in {}: the file is a database without a table; if it is a copy, what "
                "was in the log beside it (warraq.db-wal) is missing",
                file_.string()));
        return version;
    }

    void begin_reading(sql::Connection& connection) override { connection.execute("BEGIN"); }
    std::string begin_writing(sql::Connection& connection) override {
        connection.execute("BEGIN IMMEDIATE");
        return {};
    }

    std::span<const sql::Migration> migrations() const override { return sqlite::migrations(); }
    Result<int> schema_version(sql::Connection& connection) override {
        const auto version = pragma(connection, "PRAGMA user_version");
        const auto application = pragma(connection, "PRAGMA application_id");
        const bool marked = application != 0 || version != 0;
        if (application != kApplicationId &&
            (marked || pragma(connection, "SELECT count(*) FROM sqlite_master") != 0))
            return refused("the database file is not Warraq's; nothing was changed");
        return static_cast<int>(version);
    }
    void set_schema_version(sql::Connection& connection, int version) override {
        connection.execute(fmt::format("PRAGMA user_version = {}", version).c_str());
        connection.execute(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
    }

    // Another process's commits are seen by asking only.
    std::chrono::milliseconds ask_every() const override { return std::chrono::milliseconds(100); }

    void look_at_pages(sql::Connection& connection, CheckReport& report) override {
        {
            auto rows = connection.prepare_once("PRAGMA integrity_check(100)");
            while (rows.step())
                if (const auto line = rows.text(0); line != "ok")
                    report.findings.push_back("database: " + line);
        }
        auto rows = connection.prepare_once("PRAGMA foreign_key_check");
        while (rows.step())
            report.findings.push_back(fmt::format("database: a row of {} refers to nothing", rows.text(0)));
    }

    std::int64_t bytes() override {  // with its log
        std::int64_t bytes = 0;
        for (const char* end : {"", "-wal"}) {
            std::error_code error;
            const auto size = std::filesystem::file_size(file_.string() + end, error);
            if (!error) bytes += static_cast<std::int64_t>(size);
        }
        return bytes;
    }

    void copy_to(const std::filesystem::path& copy) override {
        copy_database(file_, copy);
        if (auto kept = sync_to_disk(copy); !kept) throw sql::Failure(kept.error());
    }

  private:
    const std::filesystem::path file_;
    const int cache_kib_a_reader_;
};

}  // namespace

std::unique_ptr<sql::Engine> make_engine(const std::filesystem::path& file, int cache_kib_a_reader) {
    return std::make_unique<Engine>(file, cache_kib_a_reader);
}

}  // namespace warraq::store::sqlite
