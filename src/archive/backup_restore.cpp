// Bringing a newsroom back from a backup, and proving that one is whole.
#include <fmt/format.h>
#include <iterator>

#include "archive/backup.h"
#include "archive/backup_files.h"
#include "base/file.h"

namespace warraq::archive {
namespace {

namespace fs = std::filesystem;
using Key = std::optional<crypto::OpeningKey>;

// One of the backups, or the newest of all.
Result<fs::path> find_backup(fs::path backup) {
    if (!backup.has_filename()) backup = backup.parent_path();
    auto one = is_there(manifest_file(backup));
    if (!one) return fail(one.error());
    if (*one) return backup;
    auto names = backups_in(backup);
    if (!names) return fail(names.error());
    if (names->empty()) return not_found(fmt::format("there is no backup in {}", backup.string()));
    return backup / names->front();
}

fs::path place_of(const fs::path& backup, const BackupManifest& manifest, const BackupEntry& entry) {
    return backup.parent_path() / place_in_backups(backup.filename().string(), manifest.seal, entry.name);
}

// Whether the key is that of the backup, and the backup what the newsroom made under that name. Nothing is
// said of one that is not sealed, where no key is given.
Result<void> check_seal(const fs::path& backup, const BackupManifest& manifest, const Key& key) {
    if (!manifest.seal && !key) return {};
    if (!manifest.seal)
        return refused(
            fmt::format("{} is not sealed: whoever has its disk may have made it. Leave the key out where "
                        "that is what you mean",
                        backup.string()));
    if (manifest.seal->backup != backup.filename().string())
        return invalid(fmt::format("{} was made as {}: it stands under another's name", backup.string(),
                                   manifest.seal->backup));
    if (!key) return {};
    const auto sealing = key->sealing_key();
    if (manifest.seal->fingerprint != sealing.fingerprint())
        return refused(fmt::format("{} is sealed for the key {}, and this one is {}", backup.string(),
                                   manifest.seal->fingerprint, sealing.fingerprint()));
    if (!manifest.is_made_with(sealing))
        return invalid(fmt::format("{}: its manifest was changed, or made by someone else", backup.string()));
    return {};
}

// What lies there against what the manifest says; `to` is then as it was backed up, and empty where it is
// only looked at.
Result<void> bring(const fs::path& from, const fs::path& to, const BackupManifest& manifest,
                   const BackupEntry& entry, const Key& key) {
    BackupEntry now{.name = entry.name};
    if (manifest.seal && key) {
        auto opened = crypto::open_file(from, to, *key, entry.name);
        if (!opened) return fail(opened.error());
        now.hash = opened->hash;
        now.bytes = opened->bytes;
    } else {
        if (!to.empty())
            if (auto copied = copy_durably(from, to); !copied) return copied;
        auto found = entry_of(to.empty() ? from : to, entry.name);
        if (!found) return fail(found.error());
        now = std::move(*found);
        if (manifest.seal) {
            auto sealed = crypto::looks_sealed(from);
            if (!sealed) return fail(sealed.error());
            if (!*sealed) return invalid(fmt::format("{} is no sealed file", entry.name));
        }
    }
    if (now.hash != entry.hash || now.bytes != entry.bytes)
        return invalid(fmt::format("{} is not as its manifest says", entry.name));
    return {};
}

// The pages of the database, which must lie open for that.
Result<store::CheckReport> check_database(const fs::path& backup, const BackupManifest& manifest,
                                          const Key& key) {
    constexpr std::string_view kDatabase = "warraq.db";
    if (!manifest.seal) return store::check_copy(backup / kDatabase);
    auto folder = Scratch::temporary();
    if (!folder) return fail(folder.error());
    const fs::path open = folder->path() / kDatabase;
    const BackupEntry entry{.name = std::string(kDatabase)};
    if (auto opened = crypto::open_file(place_of(backup, manifest, entry), open, *key, entry.name); !opened)
        return fail(opened.error());
    return store::check_copy(open);
}

}  // namespace

Result<std::string> restore_backup(const fs::path& given, const fs::path& data, const Key& key) {
    auto backup = find_backup(given);
    if (!backup) return fail(backup.error());
    auto manifest = read_manifest(*backup);
    if (!manifest) return fail(manifest.error());
    if (auto fits = check_seal(*backup, *manifest, key); !fits) return fail(fits.error());
    if (manifest->seal && !key)
        return refused(fmt::format("{} is sealed for the key {}, which must be given", backup->string(),
                                   manifest->seal->fingerprint));
    std::error_code error;
    auto used = is_there(data);
    if (!used) return fail(used.error());
    if (*used && (!fs::is_empty(data, error) || error))
        return refused(fmt::format("{} is not empty; a backup is restored into a new folder", data.string()));
    fs::path beside = data;
    if (!beside.has_filename()) beside = beside.parent_path();
    const fs::path whole = beside;
    beside += ".part";
    auto part = Scratch::make(beside);
    if (!part) return fail(part.error());
    fs::create_directories(part->path() / "media", error);
    if (error) return cannot("make", part->path(), error);
    for (const BackupEntry& entry : manifest->entries) {
        const fs::path from = place_of(*backup, *manifest, entry);
        if (auto brought = bring(from, part->path() / entry.name, *manifest, entry, key); !brought)
            return fail({brought.error().kind, fmt::format("{}: {}; nothing was restored", from.string(),
                                                           brought.error().message)});
    }
    fs::remove(whole, error);  // an empty folder
    fs::rename(part->path(), whole, error);
    if (error) return cannot("write", whole, error);
    part->keep();
    return backup->filename().string();
}

Result<store::CheckReport> check_backup(const fs::path& given, const Key& key) {
    auto backup = find_backup(given);
    if (!backup) return fail(backup.error());
    auto manifest = read_manifest(*backup);
    if (!manifest) return fail(manifest.error());
    if (auto fits = check_seal(*backup, *manifest, key); !fits) return fail(fits.error());
    store::CheckReport report;
    for (const BackupEntry& entry : manifest->entries) {
        const fs::path file = place_of(*backup, *manifest, entry);
        if (auto there = is_there(file); there && !*there) {
            report.findings.push_back(fmt::format("{} is missing", entry.name));
            continue;
        }
        if (auto sound = bring(file, {}, *manifest, entry, key); !sound)
            report.findings.push_back(sound.error().message);
    }
    const bool closed = manifest->seal && !key;
    report.looked_at.push_back(
        fmt::format("{} files of the backup {}{}", manifest->entries.size(), backup->filename().string(),
                    closed ? ", sealed: as they lie there, not what is in them, since that "
                             "takes the key (--key FILE)"
                           : ""));
    if (closed) return report;
    auto database = check_database(*backup, *manifest, key);
    if (!database) {
        report.findings.push_back(database.error().message);
        return report;
    }
    std::ranges::move(database->findings, std::back_inserter(report.findings));
    std::ranges::move(database->looked_at, std::back_inserter(report.looked_at));
    report.empty = database->empty;
    return report;
}

}  // namespace warraq::archive
