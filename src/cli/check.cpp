#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"
#include "move/backup.h"

namespace warraq::cli {
namespace {

bool tell(const store::CheckReport& report, const std::string& folder) {
    for (const auto& what : report.looked_at) fmt::print("looked at {}\n", what);
    for (const auto& finding : report.findings) fmt::print("FOUND: {}\n", finding);
    if (report.sound() && report.empty)
        fmt::print("empty: there is no section and no story in {}; nothing is damaged\n", folder);
    else if (report.sound())
        fmt::print("Sound: nothing found.\n");
    else
        fmt::print(stderr, "warraq: {} findings in {}\n", report.findings.size(), folder);
    return report.sound();
}

Result<bool> check(const std::string& folder) {
    auto data = DataFolder::open(folder);
    if (!data) return fail(data.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    auto report = (*store)->check(data->media_folder());
    if (!report) return fail(report.error());
    return tell(*report, folder);
}

Result<bool> check_backup(const std::string& folder) {
    auto report = move::check_backup(folder);
    if (!report) return fail(report.error());
    return tell(*report, folder);
}

}  // namespace

void add_check(const Command& program) {
    struct Options {
        std::string data, backup;
    };
    auto options = std::make_shared<Options>();
    const auto command = program.command("check", "Prove that a newsroom's data, or a backup, is whole");
    command.option("--data", options->data, "The newsroom's data folder");
    command.option("--backup", options->backup, "A backup, or the folder of all for the newest");
    command.takes_one_option();
    command.does([options]() -> int {
        auto sound = options->data.empty() ? check_backup(options->backup) : check(options->data);
        if (!sound) return failed(sound.error());
        return *sound ? 0 : 1;
    });
}

}  // namespace warraq::cli
