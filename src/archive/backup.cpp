#include "archive/backup.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "archive/backup_files.h"
#include "base/file.h"

namespace warraq::archive {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabase = "warraq.db";
constexpr const char* kOwnFiles[] = {"warraq.toml", "secret.key"};

std::string name_of(Instant at) {
    std::string name = to_iso8601(at);
    std::replace(name.begin(), name.end(), ':', '-');
    return name;
}

// What an entry names of a backup that is being made.
using Entries = std::vector<BackupEntry>;
const BackupEntry* find(const Entries& entries, std::string_view name) {
    const auto at =
        std::lower_bound(entries.begin(), entries.end(), name,
                         [](const BackupEntry& e, std::string_view wanted) { return e.name < wanted; });
    return at != entries.end() && at->name == name ? &*at : nullptr;
}

// One backup while it is made.
class Making {
  public:
    Making(const fs::path& backups, fs::path part, std::string name,
           const std::optional<crypto::SealingKey>& seal)
        : backups_(backups), part_(std::move(part)), seal_(seal) {
        report.name = std::move(name);
        if (seal_) manifest_.seal = {seal_->fingerprint(), report.name};
    }

    // The database, the settings, the key.
    Result<void> add_own(const fs::path& from, std::string name) {
        const fs::path to = part_ / place_in_backups("", manifest_.seal, name).filename();
        return add(from, to, std::move(name));
    }

    // After the database: every picture that it names was kept before it. `before`: of the last backup, whose
    // files are there already: media never change under their names.
    Result<void> add_media(const store::Media& media, const Entries& before) {
        if (auto fetched = media.fetch_all(); !fetched) return fail(fetched.error());
        auto names = media.names();
        if (!names) return fail(names.error());
        for (const std::string& name : *names)
            if (auto added = add_media_file(media.folder() / name, "media/" + name, before); !added)
                return added;
        return {};
    }

    // Its end: it counts from here on.
    Result<void> finish() {
        std::ranges::sort(manifest_.entries, {}, &BackupEntry::name);
        for (const BackupEntry& entry : manifest_.entries)
            report.bytes += static_cast<std::int64_t>(entry.bytes);
        if (auto written = write_manifest(part_, manifest_, seal_ ? &*seal_ : nullptr); !written)
            return written;
        std::error_code error;
        fs::rename(part_, backups_ / report.name, error);
        if (error) return cannot("write", backups_ / report.name, error);
        return sync_to_disk(backups_);
    }

    const std::optional<BackupManifest::Seal>& seal() const { return manifest_.seal; }

    BackupReport report;

  private:
    Result<void> add(const fs::path& from, const fs::path& to, std::string name) {
        const auto done = seal_        ? crypto::seal_file(from, to, *seal_, name)
                          : from == to ? Result<void>{}
                                       : copy_durably(from, to);
        if (!done) return done;
        auto entry = entry_of(to, std::move(name));
        if (!entry) return fail(entry.error());
        manifest_.entries.push_back(std::move(*entry));
        return {};
    }

    Result<void> add_media_file(const fs::path& from, std::string name, const Entries& before) {
        const fs::path to = backups_ / place_in_backups(report.name, manifest_.seal, name);
        std::error_code error;
        const auto size = fs::file_size(from, error);
        if (error == std::errc::no_such_file_or_directory) return {};  // gone meanwhile
        if (error) return cannot("read", from, error);
        ++report.media;
        const auto* same = find(before, name);
        if (same && same->bytes == (seal_ ? crypto::sealed_size(size) : size)) {
            auto kept = is_there(to);
            if (!kept) return fail(kept.error());
            if (*kept) {
                manifest_.entries.push_back(*same);
                return {};
            }
        }
        ++report.new_media;
        return add(from, to, std::move(name));
    }

    const fs::path backups_, part_;
    const std::optional<crypto::SealingKey> seal_;
    BackupManifest manifest_;
};

// Of the last backup that has its media in the same folder; of a sealed one only what the newsroom made.
Entries entries_before(const fs::path& backups, const std::optional<crypto::SealingKey>& seal) {
    const auto older = backups_in(backups);
    if (!older || older->empty()) return {};
    auto last = read_manifest(backups / older->front());
    if (!last || last->seal.has_value() != seal.has_value()) return {};
    if (seal && !last->is_made_with(*seal)) return {};
    return std::move(last->entries);
}

}  // namespace

Result<std::vector<std::string>> backups_in(const fs::path& backups) {
    std::vector<std::string> names;
    std::error_code error;
    for (auto at = fs::directory_iterator(backups, error); !error && at != fs::end(at); at.increment(error)) {
        auto whole = is_there(manifest_file(at->path()));
        if (!whole) return fail(whole.error());
        std::string name = at->path().filename().string();
        if (*whole && !name.ends_with(".part")) names.push_back(std::move(name));
    }
    if (error == std::errc::no_such_file_or_directory) return names;
    if (error) return cannot("read", backups, error);
    std::sort(names.rbegin(), names.rend());
    return names;
}

Result<std::optional<Instant>> find_latest_backup(const fs::path& backups) {
    auto names = backups_in(backups);
    if (!names) return fail(names.error());
    if (names->empty() || names->front().size() < 20) return std::nullopt;
    std::string iso = names->front();
    iso[13] = iso[16] = ':';
    auto read = from_iso8601(iso);
    return read ? std::optional(*read) : std::nullopt;
}

std::optional<Instant> latest_backup(const fs::path& backups) {
    return find_latest_backup(backups).value_or(std::nullopt);
}

Result<BackupReport> make_backup(store::Store& store, const fs::path& data, const store::Media& media,
                                 const fs::path& backups, Instant now,
                                 const std::optional<crypto::SealingKey>& seal) {
    const std::string name = name_of(now);
    const fs::path finished = backups / name;
    std::error_code error;
    fs::create_directories(backups, error);  // one that was there keeps its mode
    if (error) return cannot("make", backups, error);
    auto made = is_there(finished);
    if (!made) return fail(made.error());
    if (*made) return conflict(fmt::format("{} is there already", finished.string()));
    auto part = Scratch::make(backups / (name + ".part"));
    if (!part) return fail(part.error());
    Making making(backups, part->path(), name, seal);
    fs::create_directories(backups / media_folder_of(making.seal()), error);
    if (error) return cannot("make", backups, error);
    remove_leftovers(backups, "20", "Z.part");
    remove_leftovers(backups / media_folder_of(making.seal()), "", ".new");
    remove_leftovers(data, "backup-", "Z.part");
    const Entries before = entries_before(backups, seal);

    {
        // What is sealed is copied where it lay before, so that nothing readable comes to the backups' disk.
        std::optional<Scratch> copy;
        if (seal) {
            auto folder = Scratch::make(data / ("backup-" + name + ".part"));
            if (!folder) return fail(folder.error());
            copy.emplace(std::move(*folder));
        }
        const fs::path database = (copy ? copy->path() : part->path()) / kDatabase;
        if (auto copied = store.copy_to(database); !copied) return fail(copied.error());
        fs::permissions(database, fs::perms::owner_read | fs::perms::owner_write, error);
        if (auto added = making.add_own(database, kDatabase); !added) return fail(added.error());
    }
    for (const char* own : kOwnFiles) {
        auto there = is_there(data / own);
        if (!there) return fail(there.error());
        if (!*there) continue;
        if (auto added = making.add_own(data / own, own); !added) return fail(added.error());
        if (!seal) fs::permissions(part->path() / own, fs::perms::owner_read | fs::perms::owner_write, error);
    }
    if (auto added = making.add_media(media, before); !added) return fail(added.error());
    if (auto done = making.finish(); !done) return fail(done.error());
    part->keep();
    return making.report;
}

Result<std::vector<std::string>> remove_old_backups(const fs::path& backups, std::size_t keep) {
    auto names = backups_in(backups);
    if (!names) return fail(names.error());
    std::vector<std::string> removed;
    std::error_code error;
    for (std::size_t i = std::max<std::size_t>(keep, 1); i < names->size(); ++i) {
        const fs::path old = backups / (*names)[i];
        fs::remove(manifest_file(old), error);  // it is none from here on
        fs::remove_all(old, error);
        if (error) return cannot("remove", old, error);
        removed.push_back((*names)[i]);
    }
    if (removed.empty()) return removed;
    // What another process finished meanwhile is among them.
    auto left = backups_in(backups);
    if (!left) return fail(left.error());
    std::set<fs::path> named;
    for (const std::string& name : *left) {
        auto manifest = read_manifest(backups / name);
        if (!manifest) return removed;  // a damaged one may name anything: nothing more goes
        for (const BackupEntry& entry : manifest->entries)
            named.insert(place_in_backups(name, manifest->seal, entry.name));
    }
    for (auto at = fs::directory_iterator(backups, error); !error && at != fs::end(at); at.increment(error)) {
        const std::string folder = at->path().filename().string();
        if (folder != "media" && !folder.starts_with("media-")) continue;
        auto kept = store::Media(at->path()).names();
        if (!kept) return fail(kept.error());
        std::error_code gone;
        for (const std::string& name : *kept)
            if (!named.contains(fs::path(folder) / name)) fs::remove(at->path() / name, gone);
        if (folder != "media")
            fs::remove(at->path(), gone);  // of a key that is in use no more, once it is empty
    }
    if (error) return cannot("read", backups, error);
    return removed;
}

}  // namespace warraq::archive
