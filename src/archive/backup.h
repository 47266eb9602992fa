// Backups of a newsroom while it is served: the database as it was at one moment, the settings, the key, and
// the media.
//
//     BACKUPS/2026-11-25T03-30-00Z/{warraq.db, warraq.toml, secret.key, manifest}
//     BACKUPS/media/…                                   shared by all of them: each file is copied once
//
// Sealed ones are opened by a key that the newsroom keeps elsewhere (base/sealed_file.h); the machine that
// makes them cannot read them:
//
//     BACKUPS/2026-11-25T03-30-00Z/{warraq.db.sealed, warraq.toml.sealed, secret.key.sealed, manifest}
//     BACKUPS/media-3f2a…/….sealed
//
// A manifest (backup_manifest.h) names every file with its size and checksum (BLAKE2b); it is written last,
// so that a folder without one is no backup. One that is not sealed holds the key that opens what readers
// trusted the newsroom with: keep it where only you can read it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sealed_file.h"
#include "store/media.h"
#include "store/store.h"

namespace warraq::archive {

struct BackupReport {
    std::string name;  // of its folder
    std::int64_t media = 0, new_media = 0;
    std::int64_t bytes = 0;  // of all of it, shared media included
};

// Error: Unavailable; what was not finished is no backup.
// `data` holds the settings and the key, and for the time being the copy of the database that is sealed; with
// `seal` nothing readable is written to `backups`.
Result<BackupReport> make_backup(store::Store& store, const std::filesystem::path& data,
                                 const store::Media& media, const std::filesystem::path& backups, Instant now,
                                 const std::optional<crypto::SealingKey>& seal = {});

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

// `backup`: one of them, or the folder of all for the newest. `data` must be absent or empty. `key`: of a
// sealed one; with it only one that was sealed by the newsroom is taken. Error: NotFound; Refused, also
// without the key or with another; Invalid for a file that is not as its manifest says. Nothing is put in
// `data` then, nor left beside it.
Result<std::string> restore_backup(const std::filesystem::path& backup, const std::filesystem::path& data,
                                   const std::optional<crypto::OpeningKey>& key = {});

// Every file against its checksum, and the database's own pages; those of a sealed one with its key alone.
// Error: NotFound; Refused, for another key.
Result<store::CheckReport> check_backup(const std::filesystem::path& backup,
                                        const std::optional<crypto::OpeningKey>& key = {});

}  // namespace warraq::archive
