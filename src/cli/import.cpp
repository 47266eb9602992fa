#include <fmt/format.h>

#include "archive/import_stories.h"
#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/progress.h"
#include "digest/key_points.h"

namespace warraq::cli {
namespace {

Result<void> import(const std::string& file, const std::string& folder) {
    auto data = DataFolder::make(folder);
    if (!data) return fail(data.error());
    auto machine = Machine::from_environment();
    if (!machine) return fail(machine.error());
    auto store = data->store(*machine);
    if (!store) return fail(store.error());
    if (auto written = settings::write_default_settings(data->settings_file(), {}); !written) return written;

    Progress progress("stories");
    archive::ImportOptions options;
    options.threads = machine->import_threads();
    options.enrich = [](story::Story& story) {
        const digest::StoryText text(story.headline, story.body.plain_text());
        story.key_points = digest::key_points(text);
        story.tags = digest::telling_tags(text);
    };
    options.progress = [&](const archive::ImportProgress& at) {
        const double total = std::max<double>(1, static_cast<double>(at.bytes_total));
        progress.show(static_cast<double>(at.bytes_read) / total, at.so_far.lines());
    };
    options.on_bad_line = [&](const archive::BadLine& line) {
        progress.clear();
        fmt::print(stderr, "{}:{}: {}; skipped\n", file, line.number, line.reason);
    };
    auto report = archive::import_stories(**store, file, options);
    if (!report) return fail(report.error());
    progress.clear();
    fmt::print(
        "{} stories in {:.1f} s ({:.0f} a second): {} added, {} updated, {} unchanged, {} kept as edited "
        "here, "
        "{} bad lines skipped.\n",
        report->lines() - report->bad, progress.seconds(),
        static_cast<double>(report->lines()) / std::max(progress.seconds(), 0.001), report->added,
        report->updated, report->unchanged, report->kept, report->bad);
    if (report->scheduled > 0)
        fmt::print(
            "{} of them are dated for later: they are scheduled, and a server publishes each at its time.\n",
            report->scheduled);
    return {};
}

}  // namespace

void add_import(const Command& program) {
    struct Options {
        std::string file, data;
    };
    auto options = std::make_shared<Options>();
    const auto command = program.command("import", "Bring stories in");
    const auto stories = command.command("stories", "From a file of one JSON story a line, gzipped or not");
    stories.option("file", options->file, "FILE.jsonl or FILE.jsonl.gz").required();
    stories.data(options->data, "The newsroom's data folder; made when absent");
    stories.does([options] { return import(options->file, options->data); });
    add_import_wordpress(command);
}

}  // namespace warraq::cli
