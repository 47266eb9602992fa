#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <iostream>

#include "cli/commands.h"
#include "cli/data_folder.h"
#include "digest/digest.h"
#include "move/digest_line.h"

namespace warraq::cli {
namespace {

int digest_lines() {
    std::ios::sync_with_stdio(false);
    std::string line;
    std::uint64_t number = 0, bad = 0;
    while (std::getline(std::cin, line)) {
        ++number;
        if (line.find_first_not_of(" \t\r") == line.npos) continue;
        auto read = move::read_digest_line(line);
        if (!read) {
            ++bad;
            fmt::print(stderr, "line {}: {}; skipped\n", number, read.error().message);
            continue;
        }
        const auto digest = digest::digest_of(read->headline, read->text, read->published);
        std::cout << move::write_digest_line(*read, digest) << '\n';
    }
    std::cout.flush();
    if (!std::cout) return failed({Error::Kind::Unavailable, "standard output cannot be written"});
    return bad ? failed({Error::Kind::Invalid, fmt::format("{} bad lines skipped", bad)}) : 0;
}

}  // namespace

void add_digest(CLI::App& program, Run& run) {
    auto* command = program.add_subcommand(
        "digest", "Key points, names and dates of the stories on standard input, one JSON object a line");
    command->callback([&run] { run = digest_lines; });
}

}  // namespace warraq::cli
