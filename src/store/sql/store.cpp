#include <algorithm>
#include <condition_variable>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <spdlog/spdlog.h>
#include <thread>

#include "base/blocking.h"
#include "base/log_throttle.h"
#include "store/reader_priority.h"
#include "store/sql/check.h"
#include "store/sql/engine.h"
#include "store/sql/held.h"
#include "store/sql/reader.h"
#include "store/sql/reader_pool.h"
#include "store/sql/write_queue.h"
#include "store/sql/writer.h"

namespace warraq::store::sql {
namespace {

// A read transaction on a pooled connection, given back when it ends.
class Snapshot final : public Reading<Reader> {
  public:
    Snapshot(ReaderPool& pool, ReaderPool::Priority priority, std::unique_ptr<Connection> connection,
             const StoreOptions& options)
        : Reading(*connection, options), pool_(pool), priority_(priority), owned_(std::move(connection)) {}
    ~Snapshot() override {
        try {
            connection_.execute("COMMIT");
            pool_.release(std::move(owned_), priority_);
        } catch (const Failure&) {
            owned_.reset();  // a connection that cannot end its transaction is not used again
            pool_.discard(priority_);
        }
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    Connection& connection() { return connection_; }

  private:
    const HeldSnapshot held_;
    ReaderPool& pool_;
    const ReaderPool::Priority priority_;
    std::unique_ptr<Connection> owned_;
};

class SqlStore final : public Store {
  public:
    SqlStore(std::unique_ptr<Engine> engine, std::unique_ptr<Connection> connection,
             const StoreOptions& options)
        : options_(options),
          engine_(std::move(engine)),
          pool_(*engine_, {.connections = options.readers,
                           .kept_for_readers = options.kept_for_readers,
                           .wait = options.snapshot_wait}),
          queue_({.waiting = options.most_waiting_writes, .wait = options.write_wait}),
          write_connection_(std::move(connection)),
          thread_([this] { write_until_stopped(); }) {
        engine_->watch({.changed = [this] { tell_waiting(); },
                        .heard = [this](std::string_view words) { pass_on(words); }});
    }

    ~SqlStore() override {
        engine_->watch({});
        queue_.stop();
        thread_.join();
        pool_.discard_idle();  // a connection that reads cannot write the log back, were it the last
        const auto closed = guarded([&]() -> Result<void> {
            if (write_connection_) engine_->close(std::move(write_connection_));
            return {};
        });
        if (!closed) spdlog::warn("the database's log was not written back: {}", closed.error().message);
    }

    Result<std::unique_ptr<Reader>> snapshot() override {
        assert_may_block("take a snapshot of the database");
        return guarded([&]() -> Result<std::unique_ptr<Reader>> { return take_snapshot(); });
    }

    Result<std::int64_t> wait_for_change(std::int64_t seq, std::chrono::milliseconds timeout) override {
        assert_may_block("wait for a change of the database");
        const auto deadline = std::chrono::steady_clock::now() + timeout;
        while (true) {
            std::uint64_t seen = 0;
            {
                std::lock_guard lock(mutex_);
                seen = commits_;  // before asking: what is committed after it wakes us
            }
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
            committed_.wait_for(lock, std::min<std::chrono::nanoseconds>(left, engine_->ask_every()),
                                [&] { return commits_ != seen; });
        }
    }

    Result<CheckReport> check(const std::filesystem::path& media) override {
        assert_may_block("check the database");
        return guarded([&]() -> Result<CheckReport> {
            auto reader = take_snapshot();
            return check_database(*engine_, reader->connection(), *reader, media);
        });
    }

    Result<std::int64_t> bytes() override {
        assert_may_block("ask for the database's size");
        return guarded([&]() -> Result<std::int64_t> { return engine_->bytes(); });
    }

    Result<void> broadcast(std::string_view topic, std::string_view words) override {
        assert_may_block("tell other nodes");
        if (!engine_->has_others()) return {};
        return guarded([&]() -> Result<void> {
            auto reader = take_snapshot();
            engine_->broadcast(reader->connection(), fmt::format("{} {}", topic, words));
            return {};
        });
    }

    void subscribe(const std::string& topic, Subscriber subscriber) override {
        std::lock_guard lock(hearing_mutex_);
        subscribers_[topic] = std::move(subscriber);
    }

    Result<void> copy_to(const std::filesystem::path& file) override {
        assert_may_block("copy the database");
        return guarded([&]() -> Result<void> {
            engine_->copy_to(file);
            return {};
        });
    }

  protected:
    Result<void> commit(std::function<Result<void>(Writer&)> work) override {
        assert_may_block("write to the database");
        check_may_write();
        if (WriterThread::is_this_thread()) return unavailable("the database is being written by this call");
        return queue_.run(work);
    }

  private:
    std::unique_ptr<Snapshot> take_snapshot() {
        check_may_take_snapshot();
        const auto priority =
            ReaderPriority::of_this_thread() ? ReaderPool::Priority::Reader : ReaderPool::Priority::Other;
        auto connection = pool_.acquire(priority);
        try {
            try {
                engine_->begin_reading(*connection);
            } catch (const Failure&) {
                if (!connection->lost()) throw;
                // It broke while no one used it, which harms no one: once more on a new one.
                connection.reset();
                pool_.discard_idle();
                connection = engine_->open(Access::Read);
                engine_->begin_reading(*connection);
            }
            return std::make_unique<Snapshot>(pool_, priority, std::move(connection), options_);
        } catch (...) {
            pool_.discard(priority);
            throw;
        }
    }

    void pass_on(std::string_view words) {
        const auto [topic, rest] = first_word(words);
        std::lock_guard lock(hearing_mutex_);
        const auto found = subscribers_.find(topic);
        if (found != subscribers_.end() && found->second) found->second(rest);
    }

    void tell_waiting() {
        {
            std::lock_guard lock(mutex_);
            ++commits_;
        }
        committed_.notify_all();
    }

    void write_until_stopped() {
        const WriterThread mark;
        while (const std::size_t waiting = queue_.wait()) {
            std::vector<Begun> batch = write_batch(waiting);
            tell_waiting();
            for (Begun& one : batch) queue_.finish(*one.job, std::move(one.outcome));
        }
    }

    struct Begun {
        WriteQueue::Job* job;
        Result<void> outcome;
    };

    // Jobs that wait, at most so many, in one transaction, each in a savepoint of its own where they may be
    // several; one commit for all of them. A job is begun when its turn has come: until then it may be taken
    // back.
    std::vector<Begun> write_batch(std::size_t most) {
        std::vector<Begun> batch;
        const auto written = guarded([&]() -> Result<void> {
            const std::string transaction = begin_writing();
            SqlWriter writer(*write_connection_, options_);
            bool anything = false;
            while (batch.size() < most) {
                WriteQueue::Job* job = queue_.begin();
                if (!job) break;
                Result<void>& outcome = batch.emplace_back(Begun{job, {}}).outcome;
                if (most > 1) write_connection_->execute("SAVEPOINT job");
                outcome = job->do_work(writer);
                if (!outcome && write_connection_->lost()) return fail(outcome.error());
                if (most > 1)
                    write_connection_->execute(outcome ? "RELEASE job" : "ROLLBACK TO job; RELEASE job");
                anything = anything || outcome;
            }
            if (anything)
                commit_written(transaction);
            else
                roll_back();
            return {};
        });
        if (written) return batch;
        if (const auto times = unwritten_.tell())
            spdlog::error("a transaction was not written: {} ({} since this was told)",
                          written.error().message, *times);
        roll_back();
        if (batch.empty())  // no transaction could be begun: whoever waited for it is told
            while (batch.size() < most) {
                WriteQueue::Job* job = queue_.begin();
                if (!job) break;
                batch.push_back({job, {}});
            }
        for (Begun& one : batch) one.outcome = fail(written.error());
        return batch;
    }

    // SQLite may have rolled back by itself (disk full); asking again is then an error to ignore.
    void roll_back() {
        (void)guarded([&]() -> Result<void> {
            if (write_connection_ && !write_connection_->lost()) write_connection_->execute("ROLLBACK");
            return {};
        });
    }

    std::string begin_writing() {
        if (write_connection_ && !write_connection_->lost()) {
            try {
                return engine_->begin_writing(*write_connection_);
            } catch (const Failure&) {
                if (!write_connection_->lost()) throw;  // else it broke while no one used it
            }
        }
        write_connection_.reset();
        write_connection_ = engine_->open(Access::Write);
        return engine_->begin_writing(*write_connection_);
    }

    void commit_written(const std::string& transaction) {
        try {
            write_connection_->execute("COMMIT");
        } catch (const Failure&) {
            if (transaction.empty() || !write_connection_->lost()) throw;
            if (!engine_->was_committed(transaction)) throw;
        }
    }

    const StoreOptions options_;
    const std::unique_ptr<Engine> engine_;
    ReaderPool pool_;
    WriteQueue queue_;
    std::unique_ptr<Connection> write_connection_;
    std::mutex mutex_;
    std::condition_variable committed_;
    std::uint64_t commits_ = 0;
    LogThrottle unwritten_;  // told of in the log
    std::mutex hearing_mutex_;
    std::map<std::string, Subscriber, std::less<>> subscribers_;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace

std::pair<std::string_view, std::string_view> first_word(std::string_view said) {
    const auto space = std::min(said.find(' '), said.size());
    return {said.substr(0, space), said.substr(std::min(space + 1, said.size()))};
}

Result<std::unique_ptr<Store>> open_store(std::unique_ptr<Engine> engine, const StoreOptions& options) {
    return guarded([&]() -> Result<std::unique_ptr<Store>> {
        auto connection = engine->open(Access::Write);
        if (auto migrated = migrate(*engine, *connection, options); !migrated) return fail(migrated.error());
        return std::make_unique<SqlStore>(std::move(engine), std::move(connection), options);
    });
}

}  // namespace warraq::store::sql
