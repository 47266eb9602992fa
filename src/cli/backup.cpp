#include "archive/backup.h"

#include <fmt/format.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data, backups, key;
    std::size_t keep = 0;
};

Result<void> back_up(const Options& options) {
    auto data = DataFolder::open(options.data);
    if (!data) return fail(data.error());
    auto settings = data->settings();
    if (!settings) return fail(settings.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    const auto seal = crypto::SealingKey::from(settings->backup.recipient);
    auto made =
        archive::make_backup(**store, options.data, data->media(**store), options.backups, now(), seal);
    if (!made) return fail(made.error());
    fmt::print("{}: {} media files, {} of them new, {:.1f} MiB in all{}.\n", made->name, made->media,
               made->new_media, static_cast<double>(made->bytes) / (1 << 20),
               seal ? fmt::format(", sealed for the key {}", seal->fingerprint()) : "");
    if (options.keep == 0) return {};
    auto removed = archive::remove_old_backups(options.backups, options.keep);
    if (!removed) return fail(removed.error());
    for (const std::string& name : *removed) fmt::print("removed {}\n", name);
    return {};
}

Result<void> restore(const Options& options) {
    auto key = opening_key(options.key);
    if (!key) return fail(key.error());
    auto name = archive::restore_backup(options.backups, options.data, *key);
    if (!name) return fail(name.error());
    fmt::print(
        "{} is restored in {}. The search index is made when it is served; `warraq check` proves the rest.\n",
        *name, options.data);
    return {};
}

Result<void> make_key(const Options& options) {
    const auto key = crypto::OpeningKey::make();
    const auto sealing = key.sealing_key();
    const std::string file = fmt::format(
        "# Opens this newsroom's sealed backups ({}). Keep it where the server is not, in two places; "
        "without it they\n"
        "# cannot be read by anyone.\n{}\n",
        sealing.fingerprint(), key.text());
    if (options.key.empty()) {
        fmt::print("{}", file);
    } else {
        std::error_code error;
        if (std::filesystem::exists(options.key, error) || error)
            return conflict(
                fmt::format("{} is there already; a key that is lost opens nothing", options.key));
        if (auto written = write_file(options.key, file, 0600); !written) return written;
        fmt::print("The key that opens is in {}. Take it away from this machine.\n", options.key);
    }
    fmt::print("In warraq.toml, what backups are sealed for:\n\n[backup]\nrecipient = \"{}\"\n",
               sealing.text());
    return {};
}

}  // namespace

Result<std::optional<crypto::OpeningKey>> opening_key(const std::string& file) {
    constexpr std::size_t kMostBytes = 4096;
    if (file.empty()) return std::nullopt;
    auto text = read_file(file, kMostBytes);
    if (!text) return fail(text.error());
    auto key = crypto::OpeningKey::from(*text);
    if (!key) return invalid(fmt::format("{} holds no key that `warraq backup-key` made", file));
    return key;
}

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
    command.option("--key", options->key, "The file with the key of sealed backups");
    command.does([options] { return restore(*options); });
    const auto key = program.command("backup-key", "Make a key for sealed backups");
    key.option("file", options->key, "Where the key that opens them goes; printed when absent");
    key.does([options] { return make_key(*options); });
}

}  // namespace warraq::cli
