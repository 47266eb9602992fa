#include <fmt/format.h>

#include "archive/demo_edition.h"
#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

Result<void> fill(const std::string& folder, const std::string& given_share) {
    auto share = find_share(given_share);
    if (!share) return fail(share.error());
    auto data = DataFolder::make(folder);
    if (!data) return fail(data.error());
    auto name = archive::read_demo_name(*share / "demo");
    if (!name) return fail(name.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    auto report = archive::fill_with_demo(**store, *share / "demo", data->media(**store), now());
    if (!report) return fail(report.error());
    if (!report->filled) {
        fmt::print("The site has stories already; nothing was changed.\n");
        return {};
    }
    settings::Settings settings;
    settings.publication.name = name->name;
    settings.publication.tagline = name->tagline;
    settings.publication.description = name->description;
    settings.publication.about = name->about;
    if (auto written = settings::write_default_settings(data->settings_file(), settings); !written)
        return written;
    fmt::print("The demo edition: {} stories, {} comments, {} pictures.\n", report->stories, report->comments,
               report->pictures);
    return {};
}

}  // namespace

void add_demo(const Command& program) {
    struct Options {
        std::string data, share;
    };
    auto options = std::make_shared<Options>();
    const auto command = program.command("demo", "Fill an empty site with the demo edition");
    command.data(options->data, "The newsroom's data folder; made when absent");
    command.option("--share", options->share, "Folder of themes, fonts and the demo");
    command.does([options] { return fill(options->data, options->share); });
}

}  // namespace warraq::cli
