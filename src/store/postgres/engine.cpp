#include "store/postgres/engine.h"

#include <atomic>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <spdlog/spdlog.h>
#include <thread>

#include "base/crypto.h"
#include "base/file.h"
#include "store/postgres/clock.h"
#include "store/postgres/connection.h"
#include "store/postgres/listener.h"
#include "store/sql/copy.h"
#include "store/sqlite/engine.h"

namespace warraq::store::postgres {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// The lock that whoever writes holds: "WRQQ".
constexpr std::int64_t kWriterLock = 0x57525151;
// A statement that writes may take so long, waiting for its turn and for a standby among it: whoever saves is
// waiting.
constexpr milliseconds kWritingWithin{5'000};
// While the database is away, one call in so long tries to reach it; the others are told at once.
constexpr milliseconds kTryEvery{500};
// So long it is asked what became of a transaction whose connection broke: a standby takes over within it.
constexpr milliseconds kLearnWithin{20'000};
constexpr int kCopyCacheKib = 8 * 1024;

class Engine final : public sql::Engine {
  public:
    explicit Engine(const std::string& address)
        : address_(complete_address(address)), told_(told_address(address)), writer_(crypto::new_token()) {}

    std::unique_ptr<sql::Connection> open(sql::Access access) override {
        {
            std::lock_guard lock(mutex_);
            if (away_ && Clock::now() < away_->try_at) throw sql::Failure(away_->error);
            if (away_) away_->try_at = Clock::now() + kTryEvery;  // this one tries for all
        }
        const auto asked = Clock::now();
        try {
            auto connection = std::make_unique<Connection>(address_);
            if (access == sql::Access::Write) follow_clock(*connection);
            std::lock_guard lock(mutex_);
            if (away_)
                spdlog::info("the database is back, after {} s",
                             std::chrono::round<std::chrono::seconds>(Clock::now() - away_->since).count());
            away_.reset();
            there_at_ = Clock::now();
            return connection;
        } catch (const sql::Failure& failure) {
            std::lock_guard lock(mutex_);
            if (there_at_ == Clock::time_point{}) throw;  // whoever opens the store says so
            if (asked < there_at_) throw;                 // it has come back meanwhile
            if (!away_) {
                spdlog::error("the database is away ({}): {}; it is tried again until it is back", told_,
                              failure.error().message);
                away_ = Away{.since = Clock::now(), .try_at = {}, .error = {}};
            }
            away_->error = failure.error();
            away_->try_at = Clock::now() + kTryEvery;
            throw;
        }
    }

    Result<int> look_at_schema() override {
        auto connection = open(sql::Access::Read);
        auto version = schema_version(*connection);
        if (version && *version == 0) return not_found("there is no newsroom in the database: it is empty");
        return version;
    }

    void begin_reading(sql::Connection& connection) override {
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }

    // Read committed: each statement sees what was written before the lock was ours.
    std::string begin_writing(sql::Connection& connection) override {
        std::string begin =
            fmt::format("BEGIN; SET LOCAL statement_timeout = {}; SELECT pg_advisory_xact_lock({})",
                        kWritingWithin.count(), kWriterLock);
        if (!has_schema_) {  // nor a place to write a name to
            connection.execute(begin.c_str());
            return {};
        }
        std::string transaction = crypto::new_token();
        begin += fmt::format(
            "; INSERT INTO writers VALUES ('{}', '{}', now()) ON CONFLICT (name) DO UPDATE SET "
            "last_transaction = excluded.last_transaction, at = excluded.at",
            writer_, transaction);
        connection.execute(begin.c_str());
        return transaction;
    }

    bool was_committed(const std::string& transaction) override {
        spdlog::warn("the database went away while a transaction was committed; asking what became of it");
        const auto until = Clock::now() + kLearnWithin;
        while (true) {
            try {
                Connection connection(address_);
                // With the lock: whoever held it has ended, one way or the other.
                connection.execute(
                    fmt::format("BEGIN; SELECT pg_advisory_xact_lock({})", kWriterLock).c_str());
                auto row = connection.prepare_once("SELECT last_transaction FROM writers WHERE name = ?");
                const bool committed = row.bind(writer_).step() && row.text(0) == transaction;
                spdlog::warn("the transaction was {}", committed ? "committed" : "not committed");
                return committed;
            } catch (const sql::Failure&) {
                if (Clock::now() > until) throw;
                std::this_thread::sleep_for(kTryEvery);
            }
        }
    }

    std::span<const sql::Migration> migrations() const override { return postgres::migrations(); }
    Result<int> schema_version(sql::Connection& connection) override {
        auto known = connection.prepare_once(
            "SELECT to_regclass('schema_version') IS NOT NULL, EXISTS (SELECT 1 FROM pg_class WHERE relkind "
            "= "
            "'r' AND relnamespace = current_schema()::regnamespace), getdatabaseencoding()");
        known.step();
        if (known.text(2) != "UTF8")
            return refused("the database keeps no UTF-8; make one with «CREATE DATABASE … ENCODING 'UTF8'»");
        has_schema_ = known.number(0) != 0;
        if (!has_schema_) {
            if (known.number(1) != 0)
                return refused("the database is not Warraq's: other tables are in it; nothing was changed");
            return 0;
        }
        auto row = connection.prepare_once("SELECT version FROM schema_version");
        row.step();
        return static_cast<int>(row.number(0));
    }
    void set_schema_version(sql::Connection& connection, int version) override {
        connection.execute(fmt::format("UPDATE schema_version SET version = {}", version).c_str());
        has_schema_ = true;
    }

    void watch(Watching watching) override {
        listener_.reset();
        if (!watching.changed) return;
        listener_ =
            std::make_unique<Listener>(address_, std::move(watching.changed),
                                       [this, heard = std::move(watching.heard)](std::string_view said) {
                                           const auto [by, words] = sql::first_word(said);
                                           if (by != writer_) heard(words);
                                       });
    }
    void broadcast(sql::Connection& connection, std::string_view words) override {
        connection.prepare("SELECT pg_notify('warraq_nodes', ?)")
            .bind(writer_ + " " + std::string(words))
            .step();
    }
    bool has_others() const override { return true; }
    // The listener hears of commits; this is for the moments in which it has no connection.
    milliseconds ask_every() const override { return milliseconds(1'000); }

    void take_time(sql::Connection& connection) override {
        connection.execute(
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0");
    }

    std::int64_t bytes() override {
        auto connection = open(sql::Access::Read);
        auto row = connection->prepare_once("SELECT pg_database_size(current_database())");
        row.step();
        return row.number(0);
    }

    // Row by row into a file: a copy is the same whatever it was copied from.
    void copy_to(const std::filesystem::path& file) override {
        auto from = open(sql::Access::Read);
        begin_reading(*from);
        take_time(*from);
        const auto copy = sqlite::make_engine(file, kCopyCacheKib);
        {
            auto to = copy->open(sql::Access::Write);
            if (auto made = sql::migrate(*copy, *to, {}); !made) throw sql::Failure(made.error());
            sql::copy_tables(*from, *copy, *to, {});
        }
        if (auto kept = sync_to_disk(file); !kept) throw sql::Failure(kept.error());
    }

  private:
    struct Away {
        Clock::time_point since{}, try_at{};
        Error error;
    };

    const std::string address_, told_;
    const std::string writer_;  // this process's name among the writers
    std::atomic<bool> has_schema_{false};
    std::mutex mutex_;
    Clock::time_point there_at_{};  // when it was last reached
    std::optional<Away> away_;
    std::unique_ptr<Listener> listener_;
};

}  // namespace

std::unique_ptr<sql::Engine> make_engine(const std::string& address) {
    return std::make_unique<Engine>(address);
}

}  // namespace warraq::store::postgres
