// Makes a backup each day at its hour, and removes those that are too many. Of nodes with the same folder for
// them one does. A thread of its own.
#pragma once

#include <filesystem>
#include <optional>

#include "base/background_task.h"
#include "base/sealed_file.h"
#include "store/media.h"
#include "store/store.h"

namespace warraq::archive {

struct BackupPlan {
    std::filesystem::path backups;  // empty: none are made
    int hour = 3;                   // UTC, 0 to 23
    std::size_t keep = 14;
    std::optional<crypto::SealingKey> seal = {};  // what they are sealed for
};

class BackupKeeper {
  public:
    BackupKeeper(store::Store& store, std::filesystem::path data, store::Media media, BackupPlan plan);
    BackupKeeper(const BackupKeeper&) = delete;
    BackupKeeper& operator=(const BackupKeeper&) = delete;

  private:
    void make_when_due(Instant moment);
    Result<void> make(Instant moment);

    store::Store& store_;
    const std::filesystem::path data_;
    const store::Media media_;
    const BackupPlan plan_;
    Instant failed_{};                       // when none could be made last
    std::optional<BackgroundTask> keeping_;  // nothing: none are to be made
};

// The last moment at or before `now` at which a backup was due.
Instant last_due(const BackupPlan& plan, Instant now);

}  // namespace warraq::archive
