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
    if (!plan_.backups.empty()) thread_ = std::thread([this] { run(); });
}

BackupKeeper::~BackupKeeper() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
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

void BackupKeeper::run() {
    Instant failed{};
    while (!stopping_) {
        const Instant moment = now();
        // After a failure, once an hour.
        if (moment - failed >= 1h) {
            const auto due = is_due(plan_, moment);
            const auto made = !due ? fail(due.error()) : *due ? make(moment) : Result<void>{};
            if (!made) {
                spdlog::error("no backup could be made: {}", made.error().message);
                failed = moment;
            }
        }
        for (int i = 0; i < 100 && !stopping_; ++i) std::this_thread::sleep_for(200ms);
    }
}

}  // namespace warraq::archive
