#include "move/backup_keeper.h"

#include <spdlog/spdlog.h>

#include "move/backup.h"

namespace warraq::move {

using namespace std::chrono_literals;

Instant last_due(const BackupPlan& plan, Instant now) {
    const Instant today = std::chrono::floor<std::chrono::days>(now) + std::chrono::hours(plan.hour);
    return today <= now ? today : today - 24h;
}

BackupKeeper::BackupKeeper(store::Store& store, std::filesystem::path data, BackupPlan plan)
    : store_(store), data_(std::move(data)), plan_(std::move(plan)) {
    if (!plan_.backups.empty()) thread_ = std::thread([this] { run(); });
}

BackupKeeper::~BackupKeeper() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
}

void BackupKeeper::run() {
    Instant failed{};
    while (!stopping_) {
        const Instant moment = now();
        const auto latest = latest_backup(plan_.backups);
        // Also what fell due while no server ran; after a failure, once an hour.
        const bool due = (!latest || *latest < last_due(plan_, moment)) && moment - failed >= 1h;
        if (due) {
            auto made = make_backup(store_, data_, plan_.backups, moment);
            if (made) {
                spdlog::info("backup {} is made: {} media files, {} of them new", made->name, made->media,
                             made->new_media);
                if (auto removed = remove_old_backups(plan_.backups, plan_.keep); !removed)
                    spdlog::error("old backups cannot be removed: {}", removed.error().message);
            } else {
                spdlog::error("no backup could be made: {}", made.error().message);
                failed = moment;
            }
        }
        for (int i = 0; i < 100 && !stopping_; ++i) std::this_thread::sleep_for(200ms);
    }
}

}  // namespace warraq::move
