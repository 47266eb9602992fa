#include "archive/export.h"

#include <fmt/format.h>

#include "archive/file_writer.h"
#include "cli/commands.h"
#include "cli/data_folder.h"
#include "press/feeds.h"
#include "wordpress/export.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data, format = "jsonl", file = "-";
    bool emails = false;
};

Result<void> write_archive(const Options& options) {
    auto data = DataFolder::open(options.data);
    if (!data) return fail(data.error());
    auto file_settings = data->settings();
    if (!file_settings) return fail(file_settings.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    auto snapshot = (*store)->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto at_desk = (*snapshot)->settings();
    if (!at_desk) return fail(at_desk.error());
    const auto settings = settings::with_desk(*file_settings, *at_desk);
    const press::Publication& publication = settings.publication;
    const archive::ExportSite site{.name = publication.name,
                                   .description = publication.description,
                                   .language = std::string(press::language_of(publication)),
                                   .address = press::site_address(publication)};
    auto file = archive::FileWriter::create(options.file);
    if (!file) return fail(file.error());
    const auto write = options.format == "wordpress" ? wordpress::export_wordpress : archive::export_lines;
    auto report = write(**snapshot, site, {.emails = options.emails},
                        [&](std::string_view piece) { return file->write(piece); });
    if (!report) return fail(report.error());
    if (auto finished = file->finish(); !finished) return finished;
    fmt::print(stderr, "{} stories, {} pages, {} comments, {} pictures; the pictures' files are in {}.\n",
               report->stories, report->pages, report->comments, report->pictures,
               data->media_folder().string());
    return {};
}

}  // namespace

void add_export(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command =
        program.command("export", "Write the whole archive, for another program or for WordPress");
    command.option("file", options->file,
                   "Where to; gzipped where it ends in .gz; standard output when absent");
    command.data(options->data);
    command
        .option("--format", options->format,
                "jsonl: everything, a JSON object a line; wordpress: WordPress's own")
        .one_of({"jsonl", "wordpress"})
        .with_default();
    command.option("--emails", options->emails, "With the e-mail addresses of those who wrote comments");
    command.does([options] { return write_archive(*options); });
}

}  // namespace warraq::cli
