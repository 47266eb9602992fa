#include "store/sql/copy.h"

#include <charconv>
#include <compare>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace warraq::store::sql {
namespace {

constexpr int kPage = 500;                  // rows read at once
constexpr std::int64_t kTellEvery = 5'000;  // rows
constexpr int kCommitEvery = 2'000;         // rows written

using Value = std::optional<std::string>;
using Row = std::vector<Value>;

std::vector<std::string> names_of(const Table& table, std::size_t from, std::size_t until) {
    std::vector<std::string> names;
    for (std::size_t i = from; i < until; ++i) names.push_back(table.columns[i].name);
    return names;
}

std::int64_t number_of(const std::string& digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

void bind_value(Statement& statement, int at, const Column& column, const Value& value) {
    if (!value)
        statement.bind_null_at(at, column.number);
    else if (column.number)
        statement.bind_at(at, number_of(*value));
    else
        statement.bind_at(at, *value);
}

// The rows of a table in the order of their keys, read by pages.
class Rows {
  public:
    Rows(Connection& connection, const Table& table) : connection_(connection), table_(table) {}

    // Until the next call; nullptr after the last, for good.
    const Row* next() {
        if (at_ == page_.size() && !last_page_) read_page();
        return at_ < page_.size() ? &page_[at_++] : nullptr;
    }

  private:
    void read_page() {
        const auto keys = names_of(table_, 0, table_.keys);
        std::string after;
        if (!page_.empty())
            after = fmt::format(" WHERE ({}) > ({})", fmt::join(keys, ", "),
                                fmt::join(std::vector<const char*>(keys.size(), "?"), ", "));
        auto rows =
            connection_.prepare_once(fmt::format("SELECT {} FROM {}{} ORDER BY {} LIMIT {}",
                                                 fmt::join(names_of(table_, 0, table_.columns.size()), ", "),
                                                 table_.name, after, fmt::join(keys, ", "), kPage));
        if (!page_.empty())
            for (std::size_t i = 0; i < table_.keys; ++i)
                bind_value(rows, static_cast<int>(i + 1), table_.columns[i], page_.back()[i]);
        page_.clear();
        at_ = 0;
        while (rows.step()) {
            Row& row = page_.emplace_back();
            for (int i = 0; i < static_cast<int>(table_.columns.size()); ++i)
                row.push_back(rows.null(i) ? Value() : rows.text(i));
        }
        last_page_ = page_.size() < kPage;
    }

    Connection& connection_;
    const Table& table_;
    std::vector<Row> page_;
    std::size_t at_ = 0;
    bool last_page_ = false;
};

std::strong_ordering compare_keys(const Table& table, const Row& a, const Row& b) {
    for (std::size_t i = 0; i < table.keys; ++i) {
        const auto order = table.columns[i].number ? number_of(*a[i]) <=> number_of(*b[i]) : *a[i] <=> *b[i];
        if (std::is_neq(order)) return order;
    }
    return std::strong_ordering::equal;
}

// Writes to one table, a statement for each of the three ways.
class TableWriter {
  public:
    TableWriter(Engine& engine, Connection& connection, const Table& table)
        : engine_(engine), connection_(connection), table_(table) {
        const auto all = names_of(table, 0, table.columns.size());
        const auto is_key =
            fmt::format(" WHERE {} = ?", fmt::join(names_of(table, 0, table.keys), " = ? AND "));
        insert_.emplace(connection.prepare_own(
            fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, fmt::join(all, ", "),
                        fmt::join(std::vector<const char*>(all.size(), "?"), ", "))));
        remove_.emplace(connection.prepare_own(fmt::format("DELETE FROM {}{}", table.name, is_key)));
        if (table.keys < all.size())
            update_.emplace(connection.prepare_own(
                fmt::format("UPDATE {} SET {} = ?{}", table.name,
                            fmt::join(names_of(table, table.keys, all.size()), " = ?, "), is_key)));
        engine_.begin_writing(connection_);
    }
    TableWriter(const TableWriter&) = delete;
    TableWriter& operator=(const TableWriter&) = delete;

    void finish() { connection_.execute("COMMIT"); }

    void add(const Row& row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            bind_value(*insert_, static_cast<int>(i + 1), table_.columns[i],
                       table_.columns[i].later ? Value() : row[i]);
        written(*insert_);
    }
    void change(const Row& row) {
        int at = 0;
        for (std::size_t i = table_.keys; i < row.size(); ++i)
            bind_value(*update_, ++at, table_.columns[i], row[i]);
        for (std::size_t i = 0; i < table_.keys; ++i) bind_value(*update_, ++at, table_.columns[i], row[i]);
        written(*update_);
    }
    void remove(const Row& row) {
        for (std::size_t i = 0; i < table_.keys; ++i)
            bind_value(*remove_, static_cast<int>(i + 1), table_.columns[i], row[i]);
        written(*remove_);
    }

  private:
    void written(Statement& statement) {
        statement.run();
        statement.reset();
        if (++uncommitted_ < kCommitEvery) return;
        connection_.execute("COMMIT");
        engine_.begin_writing(connection_);
        uncommitted_ = 0;
    }

    Engine& engine_;
    Connection& connection_;
    const Table& table_;
    std::optional<Statement> insert_, update_, remove_;
    int uncommitted_ = 0;
};

// Walks both tables side by side. Each of the three is called with the row of `from`, the last with that of
// `to`.
template <class Missing, class Differs, class TooMuch>
std::int64_t walk(Connection& from, Connection& to, const Table& table, const CopyProgress& progress,
                  Missing missing, Differs differs, TooMuch too_much) {
    Rows wanted(from, table), present(to, table);
    std::int64_t rows = 0;
    if (progress) progress(table, 0);
    const Row* there = present.next();
    while (const Row* row = wanted.next()) {
        if (++rows % kTellEvery == 0 && progress) progress(table, rows);
        while (there && std::is_lt(compare_keys(table, *there, *row))) {
            too_much(*there);
            there = present.next();
        }
        if (!there || std::is_gt(compare_keys(table, *there, *row))) {
            missing(*row);
            continue;
        }
        if (*there != *row) differs(*row);
        there = present.next();
    }
    for (; there; there = present.next()) too_much(*there);
    return rows;
}

constexpr auto kLeave = [](const Row&) {};

}  // namespace

Copied copy_tables(Connection& from, Engine& to_engine, Connection& to, const CopyProgress& progress) {
    Copied copied;
    std::vector<std::vector<Row>> leftover;  // of each table that others refer to
    for (const Table& table : tables()) {
        TableWriter writer(to_engine, to, table);
        const auto add = [&](const Row& row) {
            writer.add(row);
            ++copied.added;
        };
        if (table.referred_to) {
            // Changed when all are there: a row may refer to one that comes after it.
            auto& too_many = leftover.emplace_back();
            const auto change = [&](const Row& row) {
                writer.change(row);
                ++copied.changed;
            };
            copied.rows += walk(from, to, table, progress, add, kLeave,
                                [&](const Row& row) { too_many.push_back(row); });
            walk(from, to, table, {}, kLeave, change, kLeave);
        } else {
            // What differs goes first: two rows may have changed places, and each is the only one with its
            // value.
            const auto remove = [&](const Row& row) {
                writer.remove(row);
                ++copied.removed;
            };
            walk(from, to, table, {}, kLeave, remove, remove);
            copied.rows += walk(from, to, table, progress, add, kLeave, kLeave);
        }
        writer.finish();
    }
    // Those that nothing refers to any more, last ones first.
    for (auto table = tables().rbegin(); table != tables().rend(); ++table) {
        if (!table->referred_to) continue;
        TableWriter writer(to_engine, to, *table);
        for (auto row = leftover.back().rbegin(); row != leftover.back().rend(); ++row) {
            writer.remove(*row);
            ++copied.removed;
        }
        leftover.pop_back();
        writer.finish();
    }
    return copied;
}

Copied compare_tables(Connection& from, Connection& to, const CopyProgress& progress) {
    Copied compared;
    for (const Table& table : tables())
        compared.rows += walk(
            from, to, table, progress, [&](const Row&) { ++compared.added; },
            [&](const Row&) { ++compared.changed; }, [&](const Row&) { ++compared.removed; });
    return compared;
}

}  // namespace warraq::store::sql
