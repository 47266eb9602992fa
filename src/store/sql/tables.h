// The tables of the newest schema, for work that is the same for each of them.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace warraq::store::sql {

struct Column {
    std::string name;
    bool number = false;  // else text
    // Refers to another row of its own table, which may come after it: filled in when all of them are there.
    bool later = false;
};

struct Table {
    std::string name;
    std::vector<Column> columns;  // the key's first
    std::size_t keys = 1;         // how many of them are the key
    bool referred_to = false;     // rows of other tables lead to it
};

// Those that others refer to before those. Without what the schema derives by itself (the counts of topics),
// and without media, which are files elsewhere.
std::span<const Table> tables();

}  // namespace warraq::store::sql
