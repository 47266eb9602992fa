#include "store/move.h"

#include <fmt/format.h>
#include <optional>

#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/server_lock.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data, from, to;
    bool replace = false;
};

const char* name_of(store::MoveStep::Phase phase) {
    switch (phase) {
        case store::MoveStep::Phase::Copying: return "copying";
        case store::MoveStep::Phase::CatchingUp:
            return "bringing what was written meanwhile (nothing can be saved)";
        case store::MoveStep::Phase::Comparing: return "comparing row by row (nothing can be saved)";
    }
    return "";
}

// Where the settings keep files in the database they go with it.
Result<void> bring_media(const DataFolder& data, const Options& options, bool to_file) {
    auto settings = data.settings();
    if (!settings) return fail(settings.error());
    if (settings->store.media != "database") return {};
    const std::string& address = to_file ? data.database() : options.to;
    if (!store::is_address(address)) return {};
    auto store = store::open(address);
    if (!store) return fail(store.error());
    const store::Media media(data.media_folder(), store->get());
    fmt::print(stderr, "bringing pictures and files …\n");
    auto brought = to_file ? media.fetch_all() : media.send_all();
    if (!brought) return fail(brought.error());
    fmt::print("{} pictures and files were brought.\n", *brought);
    return {};
}

Result<void> move(const Options& options) {
    auto data = DataFolder::open(options.data, options.from);
    if (!data) return fail(data.error());
    const bool to_file = options.to == "file";
    if (!to_file && !store::is_address(options.to))
        return invalid(
            "--to takes PostgreSQL's address (postgresql://user@host/name), or «file» for DIR/warraq.db");
    auto machine = Machine::from_environment();
    if (!machine) return fail(machine.error());
    auto store_options = data->store_options(*machine);
    if (!store_options) return fail(store_options.error());

    // Nothing is moved onto what a server writes; what is moved from may be served all the while.
    std::optional<ServerLock> lock;
    if (to_file) {
        auto acquired = ServerLock::acquire(data->database_file(), "warraq move");
        if (!acquired) return fail(acquired.error());
        lock.emplace(std::move(*acquired));
    }

    auto phase = store::MoveStep::Phase::Comparing;
    const auto tell = [&](const store::MoveStep& step) {
        if (phase != step.phase) fmt::print(stderr, "{} …\n", name_of(step.phase));
        phase = step.phase;
        if (step.rows > 0) fmt::print(stderr, "  {}: {} rows\n", step.table, step.rows);
    };
    auto report =
        store::move_database(data->database(), to_file ? data->database_file() : options.to,
                             {.store = std::move(*store_options), .replace = options.replace, .tell = tell});
    if (!report) return fail(report.error());
    if (report->different != 0)
        return unavailable(fmt::format("{} of {} rows differ; do not use the copy, and say so to the makers",
                                       report->different, report->rows));
    if (auto brought = bring_media(*data, options, to_file); !brought) return brought;
    fmt::print(
        "{} rows are there, each compared. Both hold the same now; serve the new one and end the old one, or "
        "what is written to the old one is lost.\n{}\n",
        report->rows,
        to_file ? "Take store.database out of warraq.toml (and $WARRAQ_DB, --db) to use the file."
                : "Give its address as --db, as $WARRAQ_DB, or as store.database in warraq.toml.");
    return {};
}

}  // namespace

void add_move(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command = program.command(
        "move", "Move a newsroom's database to PostgreSQL, or back to a file, while it is read");
    command.data(options->data);
    command.option("--to", options->to, "PostgreSQL's address, or «file» for DIR/warraq.db").required();
    command.option("--db", options->from, "Where it is now; else what the settings say");
    command.option("--replace", options->replace, "Lose another newsroom that the target holds");
    command.does([options] { return move(*options); });
}

}  // namespace warraq::cli
