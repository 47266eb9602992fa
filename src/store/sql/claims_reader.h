// The read call about claims: part of Reading, in a file of its own. Included by reader.cpp alone.
#pragma once

#include "store/sql/reader.h"

namespace warraq::store::sql {

template <class Interface>
Result<ClaimState> Reading<Interface>::claim(std::string_view name) {
    return guarded([&]() -> Result<ClaimState> {
        auto row = connection_.prepare("SELECT holder, until, done FROM claims WHERE name = ?");
        if (!row.bind(name).step()) return ClaimState{};
        return ClaimState{row.text(0), from_unix(row.number(1)), row.number(2)};
    });
}

}  // namespace warraq::store::sql
