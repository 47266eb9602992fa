// One connection to a database, whichever engine it is: what the store's SQL is written on.
//
// The SQL is what SQLite and PostgreSQL both read, in SQLite's spelling: parameters are `?` or `?1`, an index
// that SQLite has to be told of is named by INDEXED BY. An engine that spells it otherwise translates a
// statement once, when it is prepared. Every value is bound, as a number (64 bits), as text, or as bytes.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"

namespace warraq::store::sql {

enum class Access { Read, Write };

// Bound as they are; text is UTF-8 without zeros.
struct Bytes {
    std::string_view value;
};

// What every call of this room throws when the database refuses or fails; guarded() makes it an Error again,
// in the words of who has to mend it.
class Failure : public std::exception {
  public:
    explicit Failure(Error error) : error_(std::move(error)) {}
    const Error& error() const { return error_; }
    const char* what() const noexcept override { return error_.message.c_str(); }

  private:
    Error error_;
};

// One prepared statement, as an engine keeps it.
class Prepared {
  public:
    virtual ~Prepared() = default;
    virtual void bind(int at, std::int64_t value) = 0;  // from 1
    virtual void bind(int at, std::string_view value) = 0;
    virtual void bind(int at, Bytes value) = 0;
    virtual void bind_null(int at, bool number) = 0;  // of a number's type, or of a text's
    virtual bool step() = 0;  // to the first row, and to the next one; false after the last
    virtual int run() = 0;    // rows changed
    virtual std::int64_t number(int column) = 0;  // from 0; 0 for NULL, 1 for true
    virtual std::string text(int column) = 0;
    virtual std::string bytes(int column) = 0;
    virtual bool null(int column) = 0;
    virtual void reset() noexcept = 0;
};

// A statement in use; it is reset when it leaves scope.
class Statement {
  public:
    explicit Statement(Prepared& kept) : prepared_(&kept) {}
    explicit Statement(std::unique_ptr<Prepared> own) : prepared_(own.get()), own_(std::move(own)) {}
    Statement(Statement&& other) noexcept
        : prepared_(std::exchange(other.prepared_, nullptr)), own_(std::move(other.own_)) {}
    Statement& operator=(Statement&&) = delete;
    ~Statement() {
        if (prepared_) prepared_->reset();
    }

    template <class... Values>
    Statement& bind(const Values&... values) {
        int at = 0;
        (bind_at(++at, values), ...);
        return *this;
    }
    void bind_at(int at, std::int64_t value) { prepared_->bind(at, value); }
    void bind_at(int at, std::string_view value) { prepared_->bind(at, value); }
    void bind_at(int at, Bytes value) { prepared_->bind(at, value); }
    void bind_null_at(int at, bool number) { prepared_->bind_null(at, number); }
    void reset() { prepared_->reset(); }  // to be bound and run once more
    bool step() { return prepared_->step(); }
    int run() { return prepared_->run(); }
    std::int64_t returned() {  // the number that an INSERT … RETURNING answers with
        prepared_->step();
        return prepared_->number(0);
    }
    std::int64_t number(int column) { return prepared_->number(column); }
    std::string text(int column) { return prepared_->text(column); }
    std::string bytes(int column) { return prepared_->bytes(column); }
    bool null(int column) { return prepared_->null(column); }

  private:
    Prepared* prepared_;
    std::unique_ptr<Prepared> own_;
};

// Belongs to one thread at a time.
class Connection {
  public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    // `sql` must be a literal: its address is what the statement is kept by.
    Statement prepare(const char* sql);
    // For one that is put together from literals; it is not kept.
    Statement prepare_once(std::string_view sql) { return Statement(make(sql, false)); }
    // For one that is put together and run often. The server knows it until the connection ends.
    Statement prepare_own(std::string_view sql) { return Statement(make(sql, true)); }
    virtual void execute(const char* sql) = 0;  // one statement or several, without parameters

    // It broke, and nothing can be asked of it any more.
    virtual bool lost() const = 0;

  protected:
    void forget_statements() { statements_.clear(); }

  private:
    virtual std::unique_ptr<Prepared> make(std::string_view sql, bool keep) = 0;

    std::unordered_map<const char*, std::unique_ptr<Prepared>> statements_;
};

// What `read` makes of each row, or of the first one; it answers an Error for a row that is damaged.
template <class Read>
auto read_all(Statement& rows, Read read) -> Result<std::vector<typename decltype(read(rows))::value_type>> {
    std::vector<typename decltype(read(rows))::value_type> out;
    while (rows.step()) {
        auto one = read(rows);
        if (!one) return fail(one.error());
        out.push_back(std::move(*one));
    }
    return out;
}
template <class Read>
auto read_one(Statement& row, Read read) -> Result<std::optional<typename decltype(read(row))::value_type>> {
    if (!row.step()) return std::nullopt;
    auto one = read(row);
    if (!one) return fail(one.error());
    return std::optional(std::move(*one));
}

// Runs `work` and turns a Failure into its Error.
template <class Work>
auto guarded(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const Failure& failure) {
        return fail(failure.error());
    }
}

}  // namespace warraq::store::sql
