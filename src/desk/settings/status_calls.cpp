// How the site is: what it holds, whether its index and its cache keep up, what its disk has left, and which
// of its answers took long.
#include <filesystem>

#include "base/json_writer.h"
#include "desk/desk.h"
#include "desk/stories/story_json.h"

namespace warraq::desk {

using serve::Reply;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 200'000;  // counted; a folder of more is told as at least that

std::int64_t bytes_in(const fs::path& folder) {
    std::int64_t bytes = 0;
    std::size_t files = 0;
    std::error_code error;
    for (auto at = fs::recursive_directory_iterator(folder, error); !error && at != fs::end(at);
         at.increment(error)) {
        if (++files > kMostFiles) break;
        std::error_code gone;  // files come and go while they are counted
        if (at->is_regular_file(gone)) bytes += static_cast<std::int64_t>(at->file_size(gone));
    }
    return bytes;
}

}  // namespace

// Looked at once a minute: a large folder takes a while, and whoever watches asks every few seconds.
Desk::Sizes Desk::sizes_now() {
    std::lock_guard lock(sizes_mutex_);
    const auto moment = std::chrono::steady_clock::now();
    if (moment >= sizes_until_) {
        sizes_ = {bytes_in(options_.media.folder()), index_ ? bytes_in(index_->folder()) : 0};
        sizes_until_ = moment + std::chrono::minutes(1);
    }
    return sizes_;
}

Reply Desk::show_status(const Call&) {
    auto snapshot = value_or_throw(store_.snapshot());
    const auto counts = value_or_throw(snapshot->counts());
    const auto last = value_or_throw(snapshot->last_change());
    const auto next = value_or_throw(snapshot->next_due());
    const auto settings = settings_now(options_.file_settings, *snapshot);
    snapshot.reset();
    JsonWriter json;
    json.object().text("started", to_iso8601(started_));
    const auto backup = options_.last_backup ? options_.last_backup() : std::nullopt;
    write_time(json, "last_backup", backup.value_or(Instant{}));
    json.flag("under_attack", settings.defence.under_attack);
    json.flag("backups", !options_.file_settings.backup.folder.empty());
    json.object("stories")
        .number("all", counts.stories)
        .number("public", counts.public_stories)
        .number("comments", counts.comments)
        .number("pending_comments", counts.pending_comments);
    write_time(json, "next_scheduled", next.value_or(Instant{}));
    json.end().object("index");
    json.flag("ready", index_ && !index_->is_being_made())
        .number("behind", index_ ? std::max<std::int64_t>(last - index_->seq(), 0) : 0)
        .end();
    const auto data = options_.media.folder().parent_path();
    const Sizes sizes = sizes_now();
    std::error_code error;
    const auto space = fs::space(options_.media.folder(), error);
    json.object("disk")
        .number("free", error ? 0 : static_cast<std::int64_t>(space.available))
        .number("size", error ? 0 : static_cast<std::int64_t>(space.capacity))
        .number("database", store_.bytes().value_or(0))
        .number("media", sizes.media)
        .number("index", sizes.index)
        .end();
    serve::Server* server = options_.server ? options_.server() : nullptr;
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
