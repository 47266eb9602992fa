#include "move/backup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"

namespace warraq::move {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest";
constexpr std::string_view kEnd = "complete";

struct Entry {
    std::string hash;
    std::uint64_t bytes = 0;
    std::string name;  // "warraq.db", "media/3f2a.webp"
};

tl::unexpected<Error> cannot(std::string_view what, const fs::path& path, const std::error_code& error) {
    return unavailable(fmt::format("cannot {} {}: {}", what, path.string(), error.message()));
}

// Whether it is there. Error: Unavailable, where the disk cannot tell.
Result<bool> is_there(const fs::path& path) {
    std::error_code error;
    const bool there = fs::exists(path, error);
    return error ? Result<bool>(cannot("look for", path, error)) : Result<bool>(there);
}

Result<Entry> entry_of(const fs::path& file, std::string name) {
    auto hash = crypto::file_hash(file);
    if (!hash) return unavailable(fmt::format("cannot read {}", file.string()));
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    if (error) return cannot("read", file, error);
    return Entry{std::move(*hash), bytes, std::move(name)};
}

Result<void> copy_durably(const fs::path& from, const fs::path& to) {
    std::error_code error;
    const fs::path part = to.string() + ".part";
    fs::copy_file(from, part, fs::copy_options::overwrite_existing, error);
    if (error) return cannot("copy", from, error);
    if (auto kept = sync_to_disk(part); !kept) return kept;
    fs::rename(part, to, error);
    return error ? Result<void>(cannot("write", to, error)) : Result<void>{};
}

Result<std::vector<Entry>> read_manifest(const fs::path& backup) {
    constexpr std::size_t kLargest = 512u << 20;
    auto text = read_file(backup / kManifest, kLargest);
    if (!text && text.error().kind != Error::Kind::NotFound) return fail(text.error());
    if (!text) return not_found(fmt::format("{} is no backup: it has no manifest", backup.string()));
    std::vector<Entry> entries;
    bool complete = false;
    for (std::size_t start = 0; start < text->size();) {
        const auto end = std::min(text->find('\n', start), text->size());
        const auto line = std::string_view(*text).substr(start, end - start);
        start = end + 1;
        complete = line == kEnd;
        if (complete) break;
        const auto first = line.find(' '), second = line.find(' ', first + 1);
        Entry entry;
        if (second != line.npos) {
            const auto digits = line.substr(first + 1, second - first - 1);
            std::from_chars(digits.data(), digits.data() + digits.size(), entry.bytes);
            entry.hash = line.substr(0, first);
            entry.name = line.substr(second + 1);
        }
        const fs::path name(entry.name);
        const bool media = entry.name.starts_with("media/") && name.filename() == entry.name.substr(6);
        const bool own = name.filename() == name;
        if (entry.hash.empty() || entry.name.empty() || entry.name.find("..") != entry.name.npos ||
            (!media && !own))
            return invalid(fmt::format("{}: its manifest is damaged", backup.string()));
        entries.push_back(std::move(entry));
    }
    if (!complete) return invalid(fmt::format("{}: its manifest breaks off", backup.string()));
    return entries;
}

fs::path place_of(const fs::path& backup, const Entry& entry) {
    return entry.name.starts_with("media/") ? backup.parent_path() / entry.name : backup / entry.name;
}

// One of the backups, or the newest of all.
Result<fs::path> find_backup(fs::path backup) {
    if (!backup.has_filename()) backup = backup.parent_path();
    auto one = is_there(backup / kManifest);
    if (!one) return fail(one.error());
    if (*one) return backup;
    auto names = backups_in(backup);
    if (!names) return fail(names.error());
    if (names->empty()) return not_found(fmt::format("there is no backup in {}", backup.string()));
    return backup / names->front();
}

std::string name_of(Instant at) {
    std::string name = to_iso8601(at);
    std::replace(name.begin(), name.end(), ':', '-');
    return name;
}

}  // namespace

Result<std::vector<std::string>> backups_in(const fs::path& backups) {
    std::vector<std::string> names;
    std::error_code error;
    for (auto at = fs::directory_iterator(backups, error); !error && at != fs::end(at); at.increment(error)) {
        auto whole = is_there(at->path() / kManifest);
        if (!whole) return fail(whole.error());
        if (*whole) names.push_back(at->path().filename().string());
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
                                 const fs::path& backups, Instant now) {
    BackupReport report;
    report.name = name_of(now);
    const fs::path finished = backups / report.name, part = backups / (report.name + ".part");
    std::error_code error;
    fs::create_directories(backups / "media", error);
    if (error) return cannot("make", backups, error);
    fs::permissions(backups, fs::perms::owner_all, error);
    auto made = is_there(finished);
    if (!made) return fail(made.error());
    if (*made) return conflict(fmt::format("{} is there already", finished.string()));
    fs::remove_all(part, error);
    fs::create_directory(part, error);
    if (error) return cannot("make", part, error);

    // What was made before, by name: media never change under theirs.
    std::vector<Entry> before;
    if (const auto older = backups_in(backups); older && !older->empty())
        if (auto last = read_manifest(backups / older->front())) before = std::move(*last);

    std::vector<Entry> entries;
    if (auto copied = store.copy_to(part / "warraq.db"); !copied) return fail(copied.error());
    for (const char* name : {"warraq.toml", "secret.key"}) {
        auto there = is_there(data / name);
        if (!there) return fail(there.error());
        if (!*there) continue;
        if (auto copied = copy_durably(data / name, part / name); !copied) return fail(copied.error());
    }
    for (const char* name : {"warraq.db", "warraq.toml", "secret.key"}) {
        auto there = is_there(part / name);
        if (!there) return fail(there.error());
        if (!*there) continue;
        fs::permissions(part / name, fs::perms::owner_read | fs::perms::owner_write, error);
        auto entry = entry_of(part / name, name);
        if (!entry) return fail(entry.error());
        entries.push_back(std::move(*entry));
    }
    // After the database: every picture that it names was kept before it.
    if (auto fetched = media.fetch_all(); !fetched) return fail(fetched.error());
    auto names = media.names();
    if (!names) return fail(names.error());
    for (const std::string& name : *names) {
        const fs::path from = media.folder() / name, to = backups / "media" / name;
        const std::string entry_name = "media/" + name;
        const auto size = fs::file_size(from, error);
        if (error == std::errc::no_such_file_or_directory) continue;  // gone meanwhile
        if (error) return cannot("read", from, error);
        const auto same =
            std::lower_bound(before.begin(), before.end(), entry_name,
                             [](const Entry& e, const std::string& wanted) { return e.name < wanted; });
        ++report.media;
        if (same != before.end() && same->name == entry_name && same->bytes == size) {
            auto kept = is_there(to);
            if (!kept) return fail(kept.error());
            if (*kept) {
                entries.push_back(*same);
                continue;
            }
        }
        if (auto copied = copy_durably(from, to); !copied) return fail(copied.error());
        auto entry = entry_of(to, entry_name);
        if (!entry) return fail(entry.error());
        entries.push_back(std::move(*entry));
        ++report.new_media;
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    std::string manifest;
    for (const Entry& entry : entries) {
        manifest += fmt::format("{} {} {}\n", entry.hash, entry.bytes, entry.name);
        report.bytes += static_cast<std::int64_t>(entry.bytes);
    }
    manifest += fmt::format("{}\n", kEnd);
    if (auto written = write_file(part / kManifest, manifest, 0600); !written) return fail(written.error());
    fs::rename(part, finished, error);
    if (error) return cannot("write", finished, error);
    if (auto kept = sync_to_disk(backups); !kept) return fail(kept.error());
    return report;
}

Result<std::vector<std::string>> remove_old_backups(const fs::path& backups, std::size_t keep) {
    auto names = backups_in(backups);
    if (!names) return fail(names.error());
    std::vector<std::string> removed;
    std::error_code error;
    for (std::size_t i = std::max<std::size_t>(keep, 1); i < names->size(); ++i) {
        const fs::path old = backups / (*names)[i];
        fs::remove(old / kManifest, error);  // it is none from here on
        fs::remove_all(old, error);
        if (error) return cannot("remove", old, error);
        removed.push_back((*names)[i]);
    }
    if (removed.empty()) return removed;
    // What another process finished meanwhile is among them.
    auto left = backups_in(backups);
    if (!left) return fail(left.error());
    std::set<std::string> named;
    for (const std::string& name : *left) {
        auto entries = read_manifest(backups / name);
        if (!entries) return removed;  // a damaged one may name anything: nothing more goes
        for (const Entry& entry : *entries) named.insert(entry.name);
    }
    auto kept = store::Media(backups / "media").names();
    if (!kept) return fail(kept.error());
    for (const std::string& name : *kept)
        if (!named.contains("media/" + name)) fs::remove(backups / "media" / name, error);
    return removed;
}

Result<std::string> restore_backup(const fs::path& given, const fs::path& data) {
    auto backup = find_backup(given);
    if (!backup) return fail(backup.error());
    auto entries = read_manifest(*backup);
    if (!entries) return fail(entries.error());
    std::error_code error;
    auto used = is_there(data);
    if (!used) return fail(used.error());
    if (*used && (!fs::is_empty(data, error) || error))
        return refused(fmt::format("{} is not empty; a backup is restored into a new folder", data.string()));
    fs::path part = data;
    if (!part.has_filename()) part = part.parent_path();
    const fs::path whole = part;
    part += ".part";
    fs::remove_all(part, error);
    fs::create_directories(part / "media", error);
    if (error) return cannot("make", part, error);
    for (const Entry& entry : *entries) {
        const fs::path to = part / entry.name;
        if (auto copied = copy_durably(place_of(*backup, entry), to); !copied) return fail(copied.error());
        auto now = entry_of(to, entry.name);
        if (!now) return fail(now.error());
        if (now->hash != entry.hash || now->bytes != entry.bytes)
            return invalid(fmt::format("{} is not as its manifest says; nothing was restored",
                                       place_of(*backup, entry).string()));
    }
    fs::remove(whole, error);  // an empty folder
    fs::rename(part, whole, error);
    if (error) return cannot("write", whole, error);
    return backup->filename().string();
}

Result<store::CheckReport> check_backup(const fs::path& given) {
    auto backup = find_backup(given);
    if (!backup) return fail(backup.error());
    auto entries = read_manifest(*backup);
    if (!entries) return fail(entries.error());
    store::CheckReport report;
    for (const Entry& entry : *entries) {
        const fs::path file = place_of(*backup, entry);
        if (auto there = is_there(file); there && !*there) {
            report.findings.push_back(fmt::format("{} is missing", entry.name));
            continue;
        }
        auto now = entry_of(file, entry.name);
        if (!now)
            report.findings.push_back(now.error().message);
        else if (now->hash != entry.hash || now->bytes != entry.bytes)
            report.findings.push_back(fmt::format("{} is not as it was made", entry.name));
    }
    report.looked_at.push_back(
        fmt::format("{} files of the backup {}", entries->size(), backup->filename().string()));
    auto database = store::check_copy(*backup / "warraq.db");
    if (!database) {
        report.findings.push_back(database.error().message);
        return report;
    }
    std::ranges::move(database->findings, std::back_inserter(report.findings));
    std::ranges::move(database->looked_at, std::back_inserter(report.looked_at));
    report.empty = database->empty;
    return report;
}

}  // namespace warraq::move
