#include <algorithm>
#include <condition_variable>
#include <deque>
#include <fmt/format.h>
#include <future>
#include <map>
#include <mutex>
#include <spdlog/spdlog.h>
#include <thread>

#include "store/sql/check.h"
#include "store/sql/engine.h"
#include "store/sql/reader.h"
#include "store/sql/writer.h"

namespace warraq::store::sql {
namespace {

// Connections that read, made when first needed and handed around.
class ReaderPool {
  public:
    ReaderPool(Engine& engine, int most) : engine_(engine), most_(most) {}

    std::unique_ptr<Connection> take() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !idle_.empty() || made_ < most_; });
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        ++made_;
        lock.unlock();
        try {
            return engine_.open(Access::Read);
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

    // After one broke: the others that wait here broke with it.
    void discard_idle() {
        std::vector<std::unique_ptr<Connection>> idle;
        {
            std::lock_guard lock(mutex_);
            idle.swap(idle_);
            made_ -= static_cast<int>(idle.size());
        }
        returned_.notify_all();
    }

  private:
    Engine& engine_;
    const int most_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int made_ = 0;
};

// A read transaction on a pooled connection, given back when it ends.
class Snapshot final : public Reading<Reader> {
  public:
    Snapshot(ReaderPool& pool, std::unique_ptr<Connection> connection, const StoreOptions& options)
        : Reading(*connection, options), pool_(pool), owned_(std::move(connection)) {}
    ~Snapshot() override {
        try {
            connection_.execute("COMMIT");
            pool_.give_back(std::move(owned_));
        } catch (const Failure&) {
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

class SqlStore final : public Store {
  public:
    SqlStore(std::unique_ptr<Engine> engine, std::unique_ptr<Connection> connection,
             const StoreOptions& options)
        : options_(options),
          engine_(std::move(engine)),
          pool_(*engine_, options.readers),
          write_connection_(std::move(connection)),
          thread_([this] { write_until_stopped(); }) {
        engine_->watch({.changed = [this] { tell_waiting(); },
                        .heard = [this](std::string_view words) { pass_on(words); }});
    }

    ~SqlStore() override {
        engine_->watch({});
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        work_arrived_.notify_all();
        thread_.join();
        pool_.discard_idle();  // a connection that reads cannot write the log back, were it the last
        const auto closed = guarded([&]() -> Result<void> {
            if (write_connection_) engine_->close(std::move(write_connection_));
            return {};
        });
        if (!closed) spdlog::warn("the database's log was not written back: {}", closed.error().message);
    }

    Result<std::unique_ptr<Reader>> snapshot() override {
        return guarded([&]() -> Result<std::unique_ptr<Reader>> { return take_snapshot(); });
    }

    Result<std::int64_t> wait_for_change(std::int64_t seq, std::chrono::milliseconds timeout) override {
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
        return guarded([&]() -> Result<CheckReport> {
            auto reader = take_snapshot();
            return check_database(*engine_, reader->connection(), *reader, media);
        });
    }

    Result<std::int64_t> bytes() override {
        return guarded([&]() -> Result<std::int64_t> { return engine_->bytes(); });
    }

    Result<void> say(std::string_view topic, std::string_view words) override {
        if (!engine_->has_others()) return {};
        return guarded([&]() -> Result<void> {
            auto reader = take_snapshot();
            engine_->say(reader->connection(), fmt::format("{} {}", topic, words));
            return {};
        });
    }

    void hear(const std::string& topic, Heard heard) override {
        std::lock_guard lock(hearing_mutex_);
        heard_[topic] = std::move(heard);
    }

    Result<void> copy_to(const std::filesystem::path& file) override {
        return guarded([&]() -> Result<void> {
            engine_->copy_to(file);
            return {};
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
            return std::make_unique<Snapshot>(pool_, std::move(connection), options_);
        } catch (...) {
            pool_.discard();
            throw;
        }
    }

    void pass_on(std::string_view words) {
        const auto [topic, rest] = first_word(words);
        std::lock_guard lock(hearing_mutex_);
        const auto found = heard_.find(topic);
        if (found != heard_.end() && found->second) found->second(rest);
    }

    void tell_waiting() {
        {
            std::lock_guard lock(mutex_);
            ++commits_;
        }
        committed_.notify_all();
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
            tell_waiting();
            for (std::size_t i = 0; i < batch.size(); ++i) batch[i]->done.set_value(std::move(outcomes[i]));
        }
    }

    // All jobs in one transaction, each in a savepoint of its own where they are several; one commit for all
    // of them.
    std::vector<Result<void>> write_batch(const std::vector<Job*>& batch) {
        std::vector<Result<void>> outcomes(batch.size());
        auto committed = guarded([&]() -> Result<void> {
            const std::string transaction = begin_writing();
            SqlWriter writer(*write_connection_, options_);
            for (std::size_t i = 0; i < batch.size(); ++i) {
                if (batch.size() > 1) write_connection_->execute("SAVEPOINT job");
                outcomes[i] = batch[i]->work(writer);
                if (!outcomes[i] && write_connection_->lost()) return fail(outcomes[i].error());
                if (batch.size() > 1)
                    write_connection_->execute(outcomes[i] ? "RELEASE job" : "ROLLBACK TO job; RELEASE job");
            }
            if (batch.size() == 1 && !outcomes[0])
                roll_back();
            else
                commit_written(transaction);
            return {};
        });
        if (committed) return outcomes;
        spdlog::error("a transaction was not written: {}", committed.error().message);
        roll_back();
        return std::vector<Result<void>>(batch.size(), fail(committed.error()));
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
    std::unique_ptr<Connection> write_connection_;
    std::mutex mutex_;
    std::condition_variable work_arrived_, committed_;
    std::deque<Job*> jobs_;
    std::uint64_t commits_ = 0;
    bool stopping_ = false;
    std::mutex hearing_mutex_;
    std::map<std::string, Heard, std::less<>> heard_;
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
