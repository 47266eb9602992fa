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

void add_most_read(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command = program.command("most-read", "Stories by their readers: count, number, headline");
    command.data(options->data);
    command.option("--hours", options->hours, "Of the last so many hours")
        .between(1, store::kMostViewHours)
        .with_default();
    command.option("--limit", options->limit, "How many at the most").between(1, 1000).with_default();
    command.does([options] { return print_most_read(*options); });
}

}  // namespace warraq::cli
