#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data, urgency;
    std::int64_t id = 0;
    std::vector<std::int64_t> pin, exclude;
    bool reset = false;
};

Result<void> mark(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto marked = (*store)->write([&](store::Writer& writer) -> Result<story::Story> {
        auto found = writer.story({options.id});
        if (!found) return fail(found.error());
        if (!*found) return not_found(fmt::format("there is no story {}", options.id));
        story::Story story = std::move(**found);
        if (options.reset) story.related_pinned.clear(), story.related_excluded.clear();
        for (const auto id : options.pin) story.related_pinned.push_back({id});
        for (const auto id : options.exclude) story.related_excluded.push_back({id});
        if (!options.urgency.empty()) {
            const auto urgency = story::urgency_from(options.urgency);
            if (!urgency)
                return invalid(fmt::format("«{}» is not normal, breaking or updating", options.urgency));
            story.urgency = *urgency;
        }
        if (auto saved = writer.save(story); !saved) return fail(saved.error());
        return story;
    });
    if (!marked) return fail(marked.error());
    fmt::print("{}  {}  {}; {} pinned, {} excluded among its related stories.\n", marked->id.value,
               marked->headline, story::to_string(marked->urgency), marked->related_pinned.size(),
               marked->related_excluded.size());
    return {};
}

}  // namespace

void add_mark(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command =
        program.command("mark", "Mark a story as breaking or updating; choose its related stories");
    command.option("story", options->id, "The story's number").required();
    command.data(options->data);
    command.option("--urgency", options->urgency, "normal, breaking (عاجل) or updating (يُحدَّث)");
    command.option("--pin", options->pin, "Stories to show first among the related");
    command.option("--exclude", options->exclude, "Stories never to show there");
    command.option("--reset", options->reset, "Forget what was pinned and excluded before");
    command.does([options] { return mark(*options); });
}

}  // namespace warraq::cli
