#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/data_folder.h"

namespace warraq::cli {
namespace {

struct Options {
    std::string data, contains, name, kind;
    int limit = 50;
    std::int64_t id = 0, into = 0;
};

void print(const story::Topic& topic) {
    fmt::print("{}  {}  {}  {} stories{}\n", topic.id.value, topic.name, story::to_string(topic.kind),
               topic.stories, topic.hidden ? "  hidden" : "");
}

Result<void> list(const Options& options) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto snapshot = (*store)->snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto topics = (*snapshot)->topics(options.contains, options.limit);
    if (!topics) return fail(topics.error());
    for (const story::Topic& topic : *topics) print(topic);
    return {};
}

// Runs `work` and says what the topic is afterwards.
template <class Work>
Result<void> change(const Options& options, Work work) {
    auto store = open_store(options.data);
    if (!store) return fail(store.error());
    auto topic = (*store)->write([&](store::Writer& writer) -> Result<story::Topic> {
        if (auto changed = work(writer); !changed) return fail(changed.error());
        auto now = writer.topic(story::TopicId{options.into ? options.into : options.id});
        if (!now) return fail(now.error());
        return std::move(**now);
    });
    if (!topic) return fail(topic.error());
    print(*topic);
    return {};
}

Result<void> rename(const Options& options) {
    return change(options, [&](store::Writer& writer) -> Result<void> {
        auto topic = writer.topic(story::TopicId{options.id});
        if (!topic) return fail(topic.error());
        if (!*topic) return not_found(fmt::format("there is no topic {}", options.id));
        const auto kind = options.kind.empty() ? (*topic)->kind : story::topic_kind_from(options.kind);
        if (!kind)
            return invalid(fmt::format("«{}» is not topic, person, place or organisation", options.kind));
        return writer.rename_topic((*topic)->id, options.name, *kind);
    });
}

}  // namespace

void add_topics(const Command& program) {
    auto options = std::make_shared<Options>();
    const auto command = program.command("topics", "What stories are about: list, rename, merge, hide");
    const auto add = [&](const char* name, const char* says, std::function<Result<void>()> work) {
        const auto sub = command.command(name, says);
        sub.data(options->data);
        sub.does(std::move(work));
        return sub;
    };
    const auto of_one = [&](const Command& sub) {
        sub.option("topic", options->id, "The topic's number").required();
        return sub;
    };
    const auto listing = add("list", "Most stories first", [options] { return list(*options); });
    listing.option("--contains", options->contains, "Part of the name");
    listing.option("--limit", options->limit, "How many at the most").with_default();
    const auto renaming =
        of_one(add("rename", "Call it otherwise; its address stays", [options] { return rename(*options); }));
    renaming.option("name", options->name, "The new name").required();
    renaming.option("--kind", options->kind, "topic, person, place or organisation");
    of_one(add("merge", "Make one of two: its stories and spellings become the other's",
               [options] {
                   return change(*options, [&](store::Writer& writer) {
                       return writer.merge_topics({options->id}, {options->into});
                   });
               }))
        .option("into", options->into, "The number of the one that stays")
        .required();
    const auto hiding = [&](const char* name, const char* says, bool hidden) {
        of_one(add(name, says, [options, hidden] {
            return change(*options,
                          [&](store::Writer& writer) { return writer.hide_topic({options->id}, hidden); });
        }));
    };
    hiding("hide", "No page, and not shown under stories", true);
    hiding("show", "Undo hide", false);
}

}  // namespace warraq::cli
