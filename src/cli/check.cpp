#include <fmt/format.h>

#include "archive/backup.h"
#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/open_to_others.h"

namespace warraq::cli {
namespace {

// Not a fault of the data: its exit code tells whether that is whole.
void tell_openings(const Places& places) {
    for (const Opening& one : open_to_others(places))
        fmt::print("OPEN to other users of this machine: {}; close it: {}\n", one.what, one.command);
}

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
    auto settings = data->settings();
    if (!settings) return fail(settings.error());
    tell_openings({.data = folder, .backups = settings->backup.folder, .tls_key = settings->web.key});
    return tell(*report, folder);
}

Result<bool> check_backup(const std::string& folder, const std::string& key_file) {
    auto key = opening_key(key_file);
    if (!key) return fail(key.error());
    auto report = archive::check_backup(folder, *key);
    if (!report) return fail(report.error());
    tell_openings({.data = folder});
    return tell(*report, folder);
}

}  // namespace

void add_check(const Command& program) {
    struct Options {
        std::string data, backup, key;
    };
    auto options = std::make_shared<Options>();
    const auto command = program.command("check", "Prove that a newsroom's data, or a backup, is whole");
    const auto data = command.option("--data", options->data, "The newsroom's data folder");
    const auto backup =
        command.option("--backup", options->backup, "A backup, or the folder of all for the newest")
            .without(data);
    command.option("--key", options->key, "The file with the key of sealed backups").needs(backup);
    command.takes_options(1, 2);
    command.does([options]() -> int {
        auto sound =
            options->data.empty() ? check_backup(options->backup, options->key) : check(options->data);
        if (!sound) return failed(sound.error());
        return *sound ? 0 : 1;
    });
}

}  // namespace warraq::cli
