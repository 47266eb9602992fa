// What a backup holds: its file `manifest`, which is written last, so that a folder without one is no backup.
//
//     sealed 1 3f2a… 2026-11-25T03-30-00Z   sealed backups only: the key's fingerprint, the backup's name
//     9ae1… 4096 warraq.db                  hash and size of the file as stored, and its name
//     77b0… 90210 media/3f2a.webp
//     complete
//     tag 5c1d…                             sealed backups only: a keyed hash of all lines above
//
// Media lie beside the backups and are shared by them; sealed ones in a folder of their key's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sealed_file.h"

namespace warraq::archive {

struct BackupEntry {
    std::string hash;
    std::uint64_t bytes = 0;
    std::string name;  // "warraq.db", "media/3f2a.webp"
};

struct BackupManifest {
    std::vector<BackupEntry> entries;  // by name
    struct Seal {
        std::string fingerprint;  // of the key
        std::string backup;       // the name of its folder
    };
    std::optional<Seal> seal = {};

    // Of a manifest that was read: what its tag was made over, and the tag.
    std::string tagged = {}, tag = {};

    // Whether whoever has the pair of `key` made it as it stands. False for one that is not sealed.
    bool is_made_with(const crypto::SealingKey& key) const;
};

// Of a sealed one its names ascend, none twice. Error: Invalid, with what is wrong.
Result<BackupManifest> parse_manifest(std::string_view text);
// `key`: of a sealed one.
std::string manifest_text(const BackupManifest& manifest, const crypto::SealingKey* key);

// Error: as parse_manifest; NotFound where there is none; Unavailable.
Result<BackupManifest> read_manifest(const std::filesystem::path& backup);
// Durably.
Result<void> write_manifest(const std::filesystem::path& backup, const BackupManifest& manifest,
                            const crypto::SealingKey* key);
std::filesystem::path manifest_file(const std::filesystem::path& backup);

// "media", or "media-3f2a…" where they are sealed; beside the backups.
std::string media_folder_of(const std::optional<BackupManifest::Seal>& seal);
// Where the file lies, from the folder of backups on: "2026-…/warraq.db", "media-3f2a…/x.webp.sealed".
std::filesystem::path place_in_backups(const std::string& backup,
                                       const std::optional<BackupManifest::Seal>& seal,
                                       std::string_view entry_name);

}  // namespace warraq::archive
