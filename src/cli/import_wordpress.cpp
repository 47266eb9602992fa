#include <fmt/format.h>
#include <optional>

#include "base/background_task.h"
#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/progress.h"
#include "desk/moving_in/wordpress_import_options.h"
#include "search/indexer.h"
#include "wordpress/downloader.h"
#include "wordpress/import.h"
#include "wordpress/note_file.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string file, data, uploads, download, report;
    std::vector<std::string> types;
};

constexpr std::string_view name_of(wordpress::WordpressProgress::Step step) {
    switch (step) {
        case wordpress::WordpressProgress::Step::Looking: return "reading who and what there is";
        case wordpress::WordpressProgress::Step::Files: return "bringing files";
        case wordpress::WordpressProgress::Step::Stories: return "taking stories";
        case wordpress::WordpressProgress::Step::Links: return "setting links right";
    }
    return {};
}

void print(const wordpress::WordpressReport& report, const Options& options, double seconds) {
    fmt::print(
        "{} posts and pages in {:.1f} s ({:.0f} a second): {} added, {} updated, {} unchanged, {} kept as "
        "edited here, {} "
        "could not be taken.\n",
        report.taken(), seconds, static_cast<double>(report.taken()) / std::max(seconds, 0.001), report.added,
        report.updated, report.unchanged, report.kept, report.bad);
    std::string statuses;
    for (const auto& [status, count] : report.statuses)
        statuses += fmt::format("{}{} {}", statuses.empty() ? "" : ", ", count, status);
    if (!statuses.empty()) fmt::print("Of these {} are pages; {}.\n", report.pages, statuses);
    fmt::print(
        "New: {} sections, {} authors, {} topics, {} comments, {} pictures, {} other files. {} links set "
        "right.\n",
        report.sections, report.people, report.topics, report.comments, report.pictures, report.files,
        report.links);
    if (report.missing_files > 0)
        fmt::print(
            "{} files are not at hand: copy the old site's wp-content/uploads and name it with --media, or "
            "allow "
            "--download; what is here already stays.\n",
            report.missing_files);
    for (const auto& [type, count] : report.left_out)
        fmt::print("{} items of the type «{}» were left out; --type {} takes them as stories.\n", count, type,
                   type);
    if (report.notes > 0)
        fmt::print("{} notes on what changed its form or has no place here{}.\n", report.notes,
                   options.report.empty() ? "; --report FILE lists them" : " are in " + options.report);
}

// Indexes what comes in while it comes in. A server that is running does so itself, and holds the index.
class Indexing {
  public:
    Indexing(store::Store& store, const DataFolder& data)
        : store_(store),
          indexer_(data.search(), store),
          following_("index", [this](const BackgroundTask& task) { return follow(task); }) {}

    // What is left to index, with its progress.
    Result<void> finish() {
        following_.stop();
        Progress progress("changes indexed");
        auto done = indexer_.catch_up([&](const search::Indexer::Progress& at) {
            progress.show(
                static_cast<double>(at.seq) / static_cast<double>(std::max<std::int64_t>(at.last, 1)),
                static_cast<std::uint64_t>(at.seq));
            return true;
        });
        progress.clear();
        if (!done && done.error().kind == Error::Kind::Conflict) return {};
        return done;
    }

  private:
    BackgroundTask::Pause follow(const BackgroundTask& task) {
        constexpr std::int64_t kWorthIt = 1000;  // changes: the index is slow to take few at a time
        auto last = store_.wait_for_change(indexer_.seq() + kWorthIt, std::chrono::milliseconds(100));
        if (!last || *last < indexer_.seq() + kWorthIt) return BackgroundTask::Pause::zero();
        const auto done = indexer_.catch_up([&task](const auto&) { return !task.stopping(); });
        return done ? BackgroundTask::Pause::zero() : BackgroundTask::kUntilWoken;
    }

    store::Store& store_;
    search::Indexer indexer_;
    BackgroundTask following_;
};

Result<bool> import(const Options& options) {
    std::optional<wordpress::Downloader> downloader;
    if (!options.download.empty()) {
        auto folder = wordpress::WebFolder::from(options.download);
        if (!folder) return invalid("--download " + folder.error().message);
        downloader.emplace(std::move(*folder));
    }
    auto data = DataFolder::make(options.data);
    if (!data) return fail(data.error());
    auto machine = Machine::from_environment();
    if (!machine) return fail(machine.error());
    auto store = data->store(*machine);
    if (!store) return fail(store.error());
    std::optional<wordpress::NoteFile> notes;
    if (!options.report.empty()) {
        auto opened = wordpress::NoteFile::open(options.report);
        if (!opened) return fail(opened.error());
        notes = std::move(*opened);
    }

    Progress progress("posts");
    Indexing indexing(**store, *data);
    auto how = desk::wordpress_options(data->media(**store));
    how.threads = machine->import_threads();
    how.uploads = options.uploads;
    if (downloader) how.download = [&](const std::string& address) { return downloader->get(address); };
    how.types.insert(options.types.begin(), options.types.end());
    auto step = wordpress::WordpressProgress::Step::Looking;
    how.progress = [&](const wordpress::WordpressProgress& at) {
        if (at.step != step) {
            progress.clear();
            step = at.step;
            if (progress.shows()) fmt::print(stderr, "{} …\n", name_of(step));
        }
        progress.show(at.share, at.so_far.taken());
    };
    // A new newsroom begins with the name and the address that its readers know.
    how.site = [&](const wordpress::WordpressSite& site, const std::string& name,
                   const std::string& description) {
        settings::Settings settings;
        if (!name.empty()) settings.publication.name = name;
        settings.publication.description = description;
        settings.publication.address = site.origin();
        if (!settings::check(settings)) settings = {};
        return settings::write_default_settings(data->settings_file(), settings);
    };
    if (notes) how.note = [&](const wordpress::WordpressNote& note) { notes->write(note); };
    auto report = wordpress::import_wordpress(**store, options.file, how);
    progress.clear();
    if (notes)
        if (auto written = notes->close(); !written) return fail(written.error());
    if (!report)
        return fail({report.error().kind,
                     fmt::format("{}: {} (what stands before it was taken; run it again with a whole file, "
                                 "and it goes on)",
                                 options.file, report.error().message)});
    if (auto indexed = indexing.finish(); !indexed) return fail(indexed.error());
    print(*report, options, progress.seconds());
    return report->bad == 0;
}

}  // namespace

void add_import_wordpress(const Command& import_command) {
    auto options = std::make_shared<Options>();
    const auto command = import_command.command(
        "wordpress", "From WordPress: the file that its «Tools → Export» makes, gzipped or not");
    command.option("file", options->file, "FILE.xml or FILE.xml.gz").required();
    command.data(options->data, "The newsroom's data folder; made when absent");
    command.option("--media", options->uploads, "The old site's folder wp-content/uploads").a_folder();
    command.option(
        "--download", options->download,
        "Fetch files that are not in --media and whose addresses are below this one, which ends with /");
    command.option("--report", options->report, "Where to list what changed its form, by post and kind");
    command.option("--type", options->types,
                   "A post type of the old site that becomes stories too; may be repeated");
    command.does([options]() -> Result<void> {
        auto imported = import(*options);
        if (!imported) return fail(imported.error());
        if (!*imported) return invalid("some posts could not be taken; --report FILE names them");
        return {};
    });
}

}  // namespace warraq::cli
