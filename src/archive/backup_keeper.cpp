#include "archive/backup_keeper.h"

#include <spdlog/spdlog.h>

#include "archive/backup.h"
#include "store/lease.h"

namespace warraq::archive {

using namespace std::chrono_literals;

namespace {

// Also what fell due while no server ran. Error: Unavailable.
Result<bool> is_due(const BackupPlan& plan, Instant now) {
    auto latest = find_latest_backup(plan.backups);
    if (!latest) return fail(latest.error());
    return !*latest || **latest < last_due(plan, now);
}

}  // namespace

Instant last_due(const BackupPlan& plan, Instant now) {
    const Instant today = std::chrono::floor<std::chrono::days>(now) + std::chrono::hours(plan.hour);
    return today <= now ? today : today - 24h;
}

BackupKeeper::BackupKeeper(store::Store& store, std::filesystem::path data, store::Media media,
                           BackupPlan plan)
    : store_(store), data_(std::move(data)), media_(std::move(media)), plan_(std::move(plan)) {
    if (!plan_.backups.empty())
        keeping_.emplace("backups", [this](BackgroundTask&) {
            make_when_due(now());
            return 20s;
        });
}

Result<void> BackupKeeper::make(Instant moment) {
    auto claim = store::Lease::take(store_, "backup");
    if (!claim) return fail(claim.error());
    // Another node is at it, or was: the folder says whether it is the same one.
    if (!*claim) return {};
    auto due = is_due(plan_, moment);
    if (!due) return fail(due.error());
    if (!*due) return {};
    auto made = make_backup(store_, data_, media_, plan_.backups, moment, plan_.seal);
    if (!made) return fail(made.error());
    spdlog::info("backup {} is made: {} media files, {} of them new", made->name, made->media,
                 made->new_media);
    if (auto removed = remove_old_backups(plan_.backups, plan_.keep); !removed)
        spdlog::error("old backups cannot be removed: {}", removed.error().message);
    return {};
}

void BackupKeeper::make_when_due(Instant moment) {
    if (moment - failed_ < 1h) return;  // after a failure, once an hour
    const auto due = is_due(plan_, moment);
    const auto made = !due ? fail(due.error()) : *due ? make(moment) : Result<void>{};
    if (made) return;
    spdlog::error("no backup could be made: {}", made.error().message);
    failed_ = moment;
}

}  // namespace warraq::archive
