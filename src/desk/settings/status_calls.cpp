// How the site is: what it holds, whether its index and its cache keep up, what its disk has left, and which
// of its answers took long.
#include <algorithm>
#include <filesystem>

#include "desk/reply.h"
#include "desk/settings/calls.h"
#include "desk/settings/folder_sizes.h"
#include "desk/settings/site_settings.h"
#include "desk/stories/story_json.h"
#include "search/index.h"
#include "serve/server.h"

namespace warraq::desk {

using serve::Reply;
namespace fs = std::filesystem;

Reply show_status(const Call& call) {
    auto snapshot = value_or_throw(call.desk.store.snapshot());
    const auto counts = value_or_throw(snapshot->counts());
    const auto last = value_or_throw(snapshot->last_change());
    const auto next = value_or_throw(snapshot->next_due());
    const auto settings = settings_now(call.desk.options.file_settings, *snapshot);
    snapshot.reset();
    JsonWriter json;
    json.object().text("started", to_iso8601(call.desk.started));
    const auto backup = call.desk.options.last_backup ? call.desk.options.last_backup() : std::nullopt;
    write_time(json, "last_backup", backup.value_or(Instant{}));
    json.flag("under_attack", settings.defence.under_attack);
    json.flag("backups", !call.desk.options.file_settings.backup.folder.empty());
    json.object("stories")
        .number("all", counts.stories)
        .number("public", counts.public_stories)
        .number("comments", counts.comments)
        .number("pending_comments", counts.pending_comments);
    write_time(json, "next_scheduled", next.value_or(Instant{}));
    const search::Index* index = call.desk.index;
    json.end().object("index");
    json.flag("ready", index && !index->is_being_made())
        .number("behind", index ? std::max<std::int64_t>(last - index->seq(), 0) : 0)
        .end();
    const auto sizes = call.desk.sizes.now();
    std::error_code error;
    const auto space = fs::space(call.desk.options.media.folder(), error);
    json.object("disk")
        .number("free", error ? 0 : static_cast<std::int64_t>(space.available))
        .number("size", error ? 0 : static_cast<std::int64_t>(space.capacity))
        .number("database", call.desk.store.bytes().value_or(0))
        .number("media", sizes.media)
        .number("index", sizes.index)
        .end();
    serve::Server* server = call.desk.options.server ? call.desk.options.server() : nullptr;
    const auto totals = server ? server->cache().totals() : serve::PageCache::Totals{};
    const auto count = [&](const serve::Metrics::Counter serve::Metrics::*counter) {
        return server ? static_cast<std::int64_t>((server->metrics().*counter).load()) : 0;
    };
    json.object("pages")
        .number("from_cache", count(&serve::Metrics::hits))
        .number("made", count(&serve::Metrics::misses))
        .number("stale", count(&serve::Metrics::stale))
        .number("kept", static_cast<std::int64_t>(totals.pages))
        .number("bytes", static_cast<std::int64_t>(totals.bytes))
        .end();
    json.number("readers", server ? server->metrics().open.load() : 0);
    json.array("slow");
    if (server)
        for (const auto& slow : server->metrics().slow())
            json.object()
                .text("path", slow.path)
                .number("milliseconds", slow.took.count())
                .text("at", to_iso8601(slow.at))
                .end();
    return json_reply(json);
}

}  // namespace warraq::desk
