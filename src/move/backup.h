// Backups of a newsroom while it is served: the database as it was at one moment, the settings, the key, and
// the media.
//
//     BACKUPS/2026-11-25T03-30-00Z/{warraq.db, warraq.toml, secret.key, manifest}
//     BACKUPS/media/…                                   shared by all of them: each file is copied once
//
// A manifest names every file with its size and checksum (BLAKE2b); it is written last, so that a folder
// without one is no backup. The key opens what readers trusted the newsroom with: keep backups where only you
// can read them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/media.h"
#include "store/store.h"

namespace warraq::move {

struct BackupReport {
    std::string name;  // of its folder
    std::int64_t media = 0, new_media = 0;
    std::int64_t bytes = 0;  // of all of it, shared media included
};

// Error: Unavailable; what was not finished is no backup.
// `data` holds the settings and the key.
Result<BackupReport> make_backup(store::Store& store, const std::filesystem::path& data,
                                 const store::Media& media, const std::filesystem::path& backups,
                                 Instant now);

// Keeps the newest `keep`, at least one; media that none of them names goes too. The removed ones' names.
// Error: Unavailable; media goes only when every backup that is left could be read.
Result<std::vector<std::string>> remove_old_backups(const std::filesystem::path& backups, std::size_t keep);

// Names of the whole ones, newest first; none where there is no such folder. Error: Unavailable, for a folder
// that cannot be looked through.
Result<std::vector<std::string>> backups_in(const std::filesystem::path& backups);
// When the newest was made; nothing where there is none. Error: the same.
Result<std::optional<Instant>> find_latest_backup(const std::filesystem::path& backups);
// The same for showing: nothing too where it cannot be told.
std::optional<Instant> latest_backup(const std::filesystem::path& backups);

// `backup`: one of them, or the folder of all for the newest. `data` must be absent or empty. Error:
// NotFound; Refused; Invalid for a file that is not as its manifest says: nothing is put in `data` then.
Result<std::string> restore_backup(const std::filesystem::path& backup, const std::filesystem::path& data);

// Every file against its checksum, and the database's own pages. Error: NotFound.
Result<store::CheckReport> check_backup(const std::filesystem::path& backup);

}  // namespace warraq::move
