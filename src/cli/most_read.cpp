#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data;
    int hours = 24, limit = 10;
};

Result<void> print_most_read(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto snapshot = (*store)->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto most = (*snapshot)->most_viewed(now(), options.hours, options.limit);
    if (!most) return fail(most.error());
    for (const store::Views& views : *most) {
        auto card = (*snapshot)->card(views.story);
        if (!card) return fail(card.error());
        if (*card) fmt::print("{}\t{}\t{}\n", views.count, views.story.value, (*card)->headline);
    }
    return {};
}

}  // namespace

void add_most_read(CLI::App& program, Run& run) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("most-read", "Stories by their readers: count, number, headline");
    command->add_option("--data", options->data, "The newsroom's data folder")->required();
    command->add_option("--hours", options->hours, "Of the last so many hours")
        ->check(CLI::Range(1, store::kMostViewHours))
        ->capture_default_str();
    command->add_option("--limit", options->limit, "How many at the most")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->callback([options, &run] {
        run = [options] {
            auto done = print_most_read(*options);
            return done ? 0 : failed(done.error());
        };
    });
}

}  // namespace warraq::cli
