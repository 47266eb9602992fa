// Lists whose conditions are put together, and how many things satisfy them. Internal to the room.
#pragma once

#include <fmt/format.h>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "store/listings.h"
#include "store/sql/connection.h"

namespace warraq::store::sql {

// A statement put together from literals of this file; every value is bound.
class Conditions {
  public:
    void add(std::string_view condition) {
        text_ += fmt::format("{}({})", text_.empty() ? " WHERE " : " AND ", condition);
    }
    void add(std::string_view condition, std::string value) {
        add(condition);
        values_.emplace_back(std::move(value));
    }
    void add(std::string_view condition, std::int64_t value) {
        add(condition);
        values_.emplace_back(value);
    }
    // `condition` holds {0} where the list of values stands, `times` times.
    template <class Values, class Bind>
    void add_list(std::string_view condition, const Values& values, Bind bind, int times = 1) {
        std::string marks;
        for (std::size_t i = 0; i < values.size(); ++i) marks += i == 0 ? "?" : ", ?";
        add(fmt::format(fmt::runtime(condition), marks));
        for (int time = 0; time < times; ++time)
            for (const auto& value : values) values_.emplace_back(bind(value));
    }
    template <class Id>
    void choose(std::string_view in, std::string_view not_in, const Chosen<Id>& chosen) {
        const auto number = [](const Id& id) {
            if constexpr (std::is_same_v<Id, std::int64_t>)
                return id;
            else
                return id.value;
        };
        if (!chosen.only.empty()) add_list(in, chosen.only, number);
        if (!chosen.except.empty()) add_list(not_in, chosen.except, number);
    }

    const std::string& text() const { return text_; }
    void bind(Statement& statement) const {
        int at = 0;
        for (const auto& value : values_)
            std::visit([&](const auto& v) { statement.bind_at(++at, v); }, value);
    }

  private:
    std::string text_;
    std::vector<std::variant<std::int64_t, std::string>> values_;
};

inline std::string order_and_slice(std::string_view first, std::string_view then, const Slice& slice) {
    const char* way = slice.ascending ? "ASC" : "DESC";
    return fmt::format(" ORDER BY {} {}, {} {} LIMIT {} OFFSET {}", first, way, then, way, slice.limit,
                       slice.offset);
}

// Counts what `from` gives, and reads a slice of it. The text of the conditions stands somewhere in `from`.
template <class Thing, class Read>
Result<Listed<Thing>> list_of(Connection& connection, const std::string& columns, const std::string& from,
                              const Conditions& conditions, const std::string& order, Read read) {
    Listed<Thing> listed;
    auto count = connection.prepare_once("SELECT count(*) FROM " + from);
    conditions.bind(count);
    if (count.step()) listed.total = count.number(0);
    auto rows = connection.prepare_once("SELECT " + columns + " FROM " + from + order);
    conditions.bind(rows);
    auto things = read_all(rows, read);
    if (!things) return fail(things.error());
    listed.things = std::move(*things);
    return listed;
}

}  // namespace warraq::store::sql
