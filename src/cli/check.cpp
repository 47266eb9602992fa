#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

Result<bool> check(const std::string& folder) {
    auto data = DataFolder::open(folder);
    if (!data) return fail(data.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    auto report = (*store)->check(data->media());
    if (!report) return fail(report.error());
    for (const auto& what : report->looked_at) fmt::print("looked at {}\n", what);
    for (const auto& finding : report->findings) fmt::print("FOUND: {}\n", finding);
    if (report->sound())
        fmt::print("Sound: nothing found.\n");
    else
        fmt::print(stderr, "warraq: {} findings in {}\n", report->findings.size(), folder);
    return report->sound();
}

}  // namespace

void add_check(CLI::App& program, Run& run) {
    auto data = std::make_shared<std::string>();
    auto* command = program.add_subcommand("check", "Prove that a newsroom's data is whole");
    command->add_option("--data", *data, "The newsroom's data folder")->required();
    command->callback([data, &run] {
        run = [data] {
            auto sound = check(*data);
            if (!sound) return failed(sound.error());
            return *sound ? 0 : 1;
        };
    });
}

}  // namespace warraq::cli
