// What differs between the engines that the store's SQL runs on.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "store/sql/connection.h"
#include "store/store.h"

namespace warraq::store::sql {

// Splits a message at its first space: nodes send "TOPIC TEXT" or "SENDER TEXT".
std::pair<std::string_view, std::string_view> first_word(std::string_view said);

// A numbered step from an empty database to today's schema. A step never changes once it has landed, and the
// same number means the same schema to every engine.
struct Migration {
    int number;
    std::string_view name;
    const char* sql;
};

// Thread-safe. Its calls throw Failure.
class Engine {
  public:
    virtual ~Engine() = default;

    virtual std::unique_ptr<Connection> open(Access access) = 0;
    // Called last, when no other connection of this process is left; ends `writer`. Whatever the engine keeps
    // beside the database goes into it.
    virtual void close(std::unique_ptr<Connection> writer) { writer.reset(); }
    // The schema's version without a trace: nothing is made, nothing changed. Error: Refused for a database
    // that is not Warraq's, NotFound where there is none, or nothing is in it.
    virtual Result<int> look_at_schema() = 0;
    // Begins a transaction that sees one moment.
    virtual void begin_reading(Connection& connection) = 0;
    // Begins one that writes: it waits until no other one does, here or elsewhere, and sees all that they
    // wrote. Returns its name for was_committed(), "" where a connection cannot break between sending COMMIT
    // and hearing of it.
    virtual std::string begin_writing(Connection& connection) = 0;
    // Whether that transaction was committed, asked on a new connection and for as long as it takes one to
    // come about, within limits. Throws where that cannot be known.
    virtual bool was_committed(const std::string& /*transaction*/) { return false; }

    virtual std::span<const Migration> migrations() const = 0;
    // 0 for an empty database. Error: Refused for one that is not Warraq's.
    virtual Result<int> schema_version(Connection& connection) = 0;
    virtual void set_schema_version(Connection& connection, int version) = 0;

    // Both are called on another thread, until they are replaced by none: when another process may have
    // committed, and with what another one said.
    struct Watching {
        std::function<void()> changed;
        std::function<void(std::string_view)> heard;
    };
    virtual void watch(Watching /*watching*/) {}
    virtual void broadcast(Connection& /*connection*/, std::string_view /*words*/) {}
    virtual bool has_others() const { return false; }  // who may hear
    // How often whoever waits for a change asks all the same.
    virtual std::chrono::milliseconds ask_every() const = 0;

    // What only the engine knows of its pages and indexes.
    virtual void look_at_pages(Connection& /*connection*/, CheckReport& /*report*/) {}
    virtual std::int64_t bytes() = 0;  // that the database takes
    virtual void copy_to(const std::filesystem::path& file) = 0;
    // For long work in the transaction that `connection` is in: whatever limits its time is lifted.
    virtual void take_time(Connection& /*connection*/) {}
};

// Brings the schema up to date.
// Error: Unavailable; Refused when the database is newer than this program or is not Warraq's.
Result<void> migrate(Engine& engine, Connection& connection, const StoreOptions& options);

// The store on an engine, its schema brought up to date. Error: as migrate().
Result<std::unique_ptr<Store>> open_store(std::unique_ptr<Engine> engine, const StoreOptions& options);

}  // namespace warraq::store::sql
