#include "arabic/terms.h"

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

void add_terms(const Command& program) {
    auto words = std::make_shared<std::vector<std::string>>();
    const auto command = program.command("terms", "The search terms of each word, one line a word");
    command.option("word", *words, "Words").required();
    command.does([words]() -> int { return print_terms(*words); });
}

}  // namespace warraq::cli
