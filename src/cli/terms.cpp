#include "arabic/terms.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

int print_terms(const std::vector<std::string>& words) {
    for (const std::string& word : words)
        if (!utf8::valid(word)) return failed({Error::Kind::Invalid, "a word is not UTF-8"});
    for (const std::string& word : words) fmt::print("{}\n", fmt::join(arabic::terms(word), " "));
    return 0;
}

}  // namespace

void add_terms(CLI::App& program, Run& run) {
    auto words = std::make_shared<std::vector<std::string>>();
    auto* command = program.add_subcommand("terms", "The search terms of each word, one line a word");
    command->add_option("word", *words, "Words")->required();
    command->callback([words, &run] { run = [words] { return print_terms(*words); }; });
}

}  // namespace warraq::cli
