#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands.h"
#include "cli/data_folder.h"
#include "cli/progress.h"
#include "search/indexer.h"
#include "site/pages/found_stories.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data;
    std::vector<std::string> words;
    bool json = false, newest = false;
    int limit = 10;
};

// The index as the store is now. A server that runs keeps it so; without one it is done here.
Result<void> bring_up(const DataFolder& data, store::Store& store) {
    search::Indexer indexer(data.search(), store);
    Progress progress("stories");
    auto done = indexer.catch_up([&](const search::Indexer::Progress& at) {
        progress.show(static_cast<double>(at.seq) / static_cast<double>(std::max<std::int64_t>(at.last, 1)),
                      static_cast<std::uint64_t>(at.stories));
        return true;
    });
    progress.clear();
    if (!done && done.error().kind == Error::Kind::Conflict) return {};
    return done;
}

Result<void> find(const Options& options) {
    auto data = DataFolder::open(options.data);
    if (!data) return fail(data.error());
    auto settings = data->settings();
    if (!settings) return fail(settings.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    if (auto ready = bring_up(*data, **store); !ready) return ready;

    search::Request request{.query = search::parse_query(fmt::format("{}", fmt::join(options.words, " ")))};
    request.order = options.newest ? search::Order::Newest : search::Order::Relevance;
    request.limit = options.limit;
    const search::Index index(data->search());
    auto results = index.search(request);
    if (!results) return fail(results.error());
    auto snapshot = (*store)->public_snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto found = site::read_found(**snapshot, *results);
    if (!found) return fail(found.error());
    if (options.json) {
        fmt::print("{}\n", site::found_json(request.query, *results, *found, settings->publication));
        return {};
    }
    for (const site::FoundStory& story : *found)
        fmt::print("{}  {}  {}\n    {}\n", story.card.id.value,
                   to_iso8601(story.card.published).substr(0, 10), story.card.headline, story.snippet.text);
    fmt::print("{}{} stories{}.\n", results->exact ? "" : "about ", results->total,
               results->nearest ? "; none has all words, these are the nearest" : "");
    if (!results->correction.empty()) fmt::print("Did you mean: {}\n", results->correction);
    return {};
}

Result<void> reindex(const std::string& folder) {
    auto data = DataFolder::open(folder);
    if (!data) return fail(data.error());
    auto store = data->store();
    if (!store) return fail(store.error());
    search::Indexer indexer(data->search(), **store);
    Progress progress("stories");
    std::int64_t stories = 0;
    auto made = indexer.rebuild([&](const search::Indexer::Progress& at) {
        stories = at.stories;
        progress.show(static_cast<double>(at.seq) / static_cast<double>(std::max<std::int64_t>(at.last, 1)),
                      static_cast<std::uint64_t>(at.stories));
        return true;
    });
    if (!made) return made;
    progress.clear();
    fmt::print("{} stories indexed in {:.1f} s ({:.0f} a second).\n", stories, progress.seconds(),
               static_cast<double>(stories) / std::max(progress.seconds(), 0.001));
    return {};
}

}  // namespace

void add_search(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command = program.command("search", "Find stories as readers do");
    command.option("query", options->words, "Words; «phrases»; -words that must not be there (after --)")
        .required();
    command.data(options->data);
    command.option("--json", options->json, "One JSON object");
    command.option("--newest", options->newest, "Newest first");
    command.option("--limit", options->limit, "How many at the most")
        .between(1, search::kDeepest)
        .with_default();
    command.does([options] { return find(*options); });
}

void add_reindex(const Command& program) {
    auto folder = std::make_shared<std::string>();
    const auto command = program.command("reindex", "Make the search index anew, while reading goes on");
    command.data(*folder);
    command.does([folder] { return reindex(*folder); });
}

}  // namespace warraq::cli
