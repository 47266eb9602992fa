#include "move/backup.h"

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data, backups;
    std::size_t keep = 0;
};

Result<void> back_up(const Options& options) {
    auto data = DataFolder::open(options.data);
    if (!data) return fail(data.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    auto made = move::make_backup(**store, options.data, data->media(**store), options.backups, now());
    if (!made) return fail(made.error());
    fmt::print("{}: {} media files, {} of them new, {:.1f} MiB in all.\n", made->name, made->media,
               made->new_media, static_cast<double>(made->bytes) / (1 << 20));
    if (options.keep == 0) return {};
    auto removed = move::remove_old_backups(options.backups, options.keep);
    if (!removed) return fail(removed.error());
    for (const std::string& name : *removed) fmt::print("removed {}\n", name);
    return {};
}

Result<void> restore(const Options& options) {
    auto name = move::restore_backup(options.backups, options.data);
    if (!name) return fail(name.error());
    fmt::print(
        "{} is restored in {}. The search index is made when it is served; `warraq check` proves the rest.\n",
        *name, options.data);
    return {};
}

}  // namespace

void add_backup(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto backup = program.command("backup", "Copy a newsroom as it is now, while it is served");
    backup.option("backups", options->backups, "The folder of backups; made when absent").required();
    backup.data(options->data);
    backup.option("--keep", options->keep, "Then keep the newest so many, and remove the others");
    backup.does([options] { return back_up(*options); });
    const auto command = program.command("restore", "Bring a newsroom back from a backup");
    command.option("backup", options->backups, "One of the backups, or the folder of all for the newest")
        .required();
    command.data(options->data, "A folder that is empty or not there");
    command.does([options] { return restore(*options); });
}

}  // namespace warraq::cli
