// Behaviour that is a table: lines of tests/data, fields between tabs, "#" comments left out, escapes as in C
// for line ends, tabs, NUL, bytes in hexadecimal and the backslash itself.
#pragma once

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/places.h"

namespace warraq::testing {

inline std::string unescaped(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        switch (const char c = text[++i]) {
            case 'n': out += '\n'; break;
            case 'r': out += '\r'; break;
            case 't': out += '\t'; break;
            case '0': out += '\0'; break;
            case 'x':
                out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
                i += 2;
                break;
            default: out += c;
        }
    }
    return out;
}

struct Row {
    int line = 0;
    std::vector<std::string> fields;
};

inline std::vector<Row> read_table(const std::string& name) {
    std::ifstream in(data_folder() / name);
    if (!in) throw std::runtime_error("no table " + name);
    std::vector<Row> rows;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.empty() || line[0] == '#') continue;
        Row row{number, {}};
        for (std::size_t at = 0;;) {
            const auto tab = std::min(line.find('\t', at), line.size());
            row.fields.push_back(unescaped(line.substr(at, tab - at)));
            if (tab == line.size()) break;
            at = tab + 1;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace warraq::testing
