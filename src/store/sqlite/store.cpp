#include "store/store.h"

#include <condition_variable>
#include <deque>
#include <fcntl.h>
#include <future>
#include <mutex>
#include <spdlog/spdlog.h>
#include <thread>
#include <unistd.h>

#include "store/sqlite/check.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/migrations.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/writer.h"

namespace warraq::store {
namespace sqlite {
namespace {

// Connections that read, made when first needed and handed around.
class ReaderPool {
  public:
    ReaderPool(std::filesystem::path file, const SqliteOptions& options)
        : file_(std::move(file)), options_(options) {}

    const SqliteOptions& options() const { return options_; }

    std::unique_ptr<Connection> take() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !idle_.empty() || made_ < options_.readers; });
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        ++made_;
        lock.unlock();
        try {
            return std::make_unique<Connection>(file_, Access::Read, options_.cache_kib_a_reader);
        } catch (...) {
            discard();
            throw;
        }
    }

    void give_back(std::unique_ptr<Connection> connection) {
        {
            std::lock_guard lock(mutex_);
            idle_.push_back(std::move(connection));
        }
        returned_.notify_one();
    }

    void discard() {
        {
            std::lock_guard lock(mutex_);
            --made_;
        }
        returned_.notify_one();
    }

  private:
    const std::filesystem::path file_;
    const SqliteOptions options_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int made_ = 0;
};

// A read transaction on a pooled connection, given back when it ends.
class Snapshot final : public Reading<Reader> {
  public:
    Snapshot(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : Reading(*connection, pool.options()), pool_(pool), owned_(std::move(connection)) {
        connection_.prepare("BEGIN").run();
    }
    ~Snapshot() override {
        try {
            connection_.prepare("COMMIT").run();
            pool_.give_back(std::move(owned_));
        } catch (const SQLite::Exception&) {
            owned_.reset();  // a connection that cannot end its transaction is not used again
            pool_.discard();
        }
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    Connection& connection() { return connection_; }

  private:
    ReaderPool& pool_;
    std::unique_ptr<Connection> owned_;
};

class SqliteStore final : public Store {
  public:
    SqliteStore(const std::filesystem::path& file, const SqliteOptions& options,
                std::unique_ptr<Connection> connection)
        : file_(file),
          pool_(file, options),
          write_connection_(std::move(connection)),
          writer_(*write_connection_, pool_.options()),
          thread_([this] { write_until_stopped(); }) {}

    ~SqliteStore() override {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        work_arrived_.notify_all();
        thread_.join();
    }

    Result<std::unique_ptr<Reader>> snapshot() override {
        return guarded([&]() -> Result<std::unique_ptr<Reader>> { return take_snapshot(); });
    }

    Result<std::int64_t> wait_for_change(std::int64_t seq, std::chrono::milliseconds timeout) override {
        // Another process's commits are seen by asking; our own wake us at once.
        constexpr std::chrono::milliseconds kAskEvery{100};
        const auto deadline = std::chrono::steady_clock::now() + timeout;
        while (true) {
            std::int64_t last = 0;
            {
                auto reader = snapshot();
                if (!reader) return fail(reader.error());
                auto number = (*reader)->last_change();
                if (!number) return number;
                last = *number;
            }
            const auto left = deadline - std::chrono::steady_clock::now();
            if (last > seq || left <= left.zero()) return last;
            std::unique_lock lock(mutex_);
            const auto seen = commits_;
            committed_.wait_for(lock, std::min<std::chrono::nanoseconds>(left, kAskEvery),
                                [&] { return commits_ != seen; });
        }
    }

    Result<CheckReport> check(const std::filesystem::path& media) override {
        return guarded([&]() -> Result<CheckReport> {
            auto reader = take_snapshot();
            return check_database(reader->connection(), *reader, media);
        });
    }

    Result<void> copy_to(const std::filesystem::path& copy_file) override {
        return guarded([&]() -> Result<void> {
            // A connection of its own: the copy is made in one read transaction, however long it takes.
            SQLite::Database database(file_.string(), SQLite::OPEN_READONLY);
            SQLite::Statement copy(database, "VACUUM INTO ?");
            copy.bind(1, copy_file.string());
            copy.exec();
            const int written = ::open(copy_file.c_str(), O_RDONLY | O_CLOEXEC);
            const bool kept = written >= 0 && ::fsync(written) == 0;
            if (written >= 0) ::close(written);
            return kept ? Result<void>{} : unavailable("cannot keep " + copy_file.string());
        });
    }

  protected:
    Result<void> commit(std::function<Result<void>(Writer&)> work) override {
        Job job{std::move(work), {}};
        auto done = job.done.get_future();
        {
            std::lock_guard lock(mutex_);
            jobs_.push_back(&job);
        }
        work_arrived_.notify_one();
        return done.get();
    }

  private:
    struct Job {
        std::function<Result<void>(Writer&)> work;
        std::promise<Result<void>> done;
    };

    std::unique_ptr<Snapshot> take_snapshot() {
        auto connection = pool_.take();
        try {
            return std::make_unique<Snapshot>(pool_, std::move(connection));
        } catch (...) {
            pool_.discard();
            throw;
        }
    }

    void write_until_stopped() {
        while (true) {
            std::vector<Job*> batch;
            {
                std::unique_lock lock(mutex_);
                work_arrived_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
                if (jobs_.empty()) return;  // only when stopping: what was asked for is finished first
                batch.assign(jobs_.begin(), jobs_.end());
                jobs_.clear();
            }
            std::vector<Result<void>> outcomes = write_batch(batch);
            {
                std::lock_guard lock(mutex_);
                ++commits_;
            }
            committed_.notify_all();
            for (std::size_t i = 0; i < batch.size(); ++i) batch[i]->done.set_value(std::move(outcomes[i]));
        }
    }

    // All jobs in one transaction, each in a savepoint of its own; one fsync for all of them.
    std::vector<Result<void>> write_batch(const std::vector<Job*>& batch) {
        std::vector<Result<void>> outcomes(batch.size());
        auto committed = guarded([&]() -> Result<void> {
            write_connection_->prepare("BEGIN IMMEDIATE").run();
            for (std::size_t i = 0; i < batch.size(); ++i) {
                write_connection_->prepare("SAVEPOINT job").run();
                outcomes[i] = batch[i]->work(writer_);
                if (!outcomes[i]) write_connection_->prepare("ROLLBACK TO job").run();
                write_connection_->prepare("RELEASE job").run();
            }
            write_connection_->prepare("COMMIT").run();
            return {};
        });
        if (committed) return outcomes;
        spdlog::error("a transaction was not written: {}", committed.error().message);
        // SQLite may have rolled back by itself (disk full); asking again is then an error to ignore.
        (void)guarded([&]() -> Result<void> {
            write_connection_->execute("ROLLBACK");
            return {};
        });
        return std::vector<Result<void>>(batch.size(), fail(committed.error()));
    }

    const std::filesystem::path file_;
    ReaderPool pool_;
    std::unique_ptr<Connection> write_connection_;
    SqliteWriter writer_;
    std::mutex mutex_;
    std::condition_variable work_arrived_, committed_;
    std::deque<Job*> jobs_;
    std::uint64_t commits_ = 0;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all of the above
};

// What SQL alone cannot give an older file: topics of its stories, seals on its e-mail addresses.
Result<void> complete_migration(Connection& connection, int number, const SqliteOptions& options) {
    constexpr int kTopics = 3, kSeals = 4;
    if (number == kTopics) return SqliteWriter(connection, options).fill_topics();
    if (number == kSeals) return SqliteWriter(connection, options).seal_emails();
    return {};
}

}  // namespace
}  // namespace sqlite

std::string plain_name_key(std::string_view name) {
    constexpr std::size_t kLetters = 200;
    return story::count_words(name) == 0 ? std::string() : story::slug_of(name, kLetters);
}

Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& file, const SqliteOptions& options) {
    return sqlite::guarded([&]() -> Result<std::unique_ptr<Store>> {
        constexpr int kWriterCacheKib = 8 * 1024;
        auto connection = std::make_unique<sqlite::Connection>(file, sqlite::Access::Write, kWriterCacheKib);
        const auto complete = [&](sqlite::Connection& in, int number) {
            return sqlite::complete_migration(in, number, options);
        };
        if (auto migrated = sqlite::migrate(*connection, complete); !migrated) return fail(migrated.error());
        return std::make_unique<sqlite::SqliteStore>(file, options, std::move(connection));
    });
}

Result<void> check_copy(const std::filesystem::path& file) {
    return sqlite::guarded([&]() -> Result<void> {
        // No one writes it: read as it is, without a log beside it.
        SQLite::Database database("file:" + file.string() + "?immutable=1",
                                  SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        const std::string found = database.execAndGet("PRAGMA integrity_check(1)").getString();
        return found == "ok" ? Result<void>{} : invalid(file.string() + ": " + found);
    });
}

}  // namespace warraq::store
