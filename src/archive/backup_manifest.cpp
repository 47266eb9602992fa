#include "archive/backup_manifest.h"

#include <fmt/format.h>

#include "base/file.h"
#include "base/number.h"

namespace warraq::archive {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest";
constexpr std::string_view kEnd = "complete", kSealed = "sealed 1 ", kTag = "tag ", kMedia = "media/",
                           kSuffix = ".sealed";
constexpr std::size_t kLargest = 512u << 20, kFingerprint = 16;

bool is_hexadecimal(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdef") == text.npos;
}

// The name of one file, without a path.
bool is_file_name(std::string_view name) {
    return !name.empty() && name.find_first_of(std::string_view("/\0", 2)) == name.npos &&
           name.find("..") == name.npos;
}

std::optional<BackupEntry> entry_from(std::string_view line) {
    const auto first = line.find(' '), second = first == line.npos ? line.npos : line.find(' ', first + 1);
    if (second == line.npos) return std::nullopt;
    BackupEntry entry{std::string(line.substr(0, first)), 0, std::string(line.substr(second + 1))};
    const auto bytes = from_digits<decltype(entry.bytes)>(line.substr(first + 1, second - first - 1));
    entry.bytes = bytes.value_or(0);
    std::string_view name = entry.name;
    if (name.starts_with(kMedia)) name.remove_prefix(kMedia.size());
    if (!bytes || !is_hexadecimal(entry.hash) || !is_file_name(name)) return std::nullopt;
    return entry;
}

std::optional<BackupManifest::Seal> seal_from(std::string_view line) {
    line.remove_prefix(kSealed.size());
    const auto space = line.find(' ');
    if (space != kFingerprint || !is_hexadecimal(line.substr(0, space)) ||
        !is_file_name(line.substr(space + 1)))
        return std::nullopt;
    return BackupManifest::Seal{std::string(line.substr(0, space)), std::string(line.substr(space + 1))};
}

}  // namespace

bool BackupManifest::is_made_with(const crypto::SealingKey& key) const {
    return seal && seal->fingerprint == key.fingerprint() && crypto::equal(tag, key.tag(tagged));
}

Result<BackupManifest> parse_manifest(std::string_view text) {
    BackupManifest manifest;
    std::size_t at = 0;
    const auto next = [&]() -> std::optional<std::string_view> {
        if (at >= text.size()) return std::nullopt;
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        at = end + 1;
        return line;
    };
    bool complete = false, first = true;
    while (const auto line = next()) {
        complete = *line == kEnd;
        if (complete) break;
        if (std::exchange(first, false) && line->starts_with(kSealed)) {
            manifest.seal = seal_from(*line);
            if (!manifest.seal) return invalid("its manifest is damaged");
            continue;
        }
        auto entry = entry_from(*line);
        const bool in_order = !manifest.seal || manifest.entries.empty() || !entry ||
                              manifest.entries.back().name < entry->name;
        if (!entry || !in_order) return invalid("its manifest is damaged");
        manifest.entries.push_back(std::move(*entry));
    }
    if (!complete) return invalid("its manifest breaks off");
    if (!manifest.seal) return manifest;
    manifest.tagged = text.substr(0, std::min(at, text.size()));
    const auto line = next();
    if (!line || !line->starts_with(kTag) || at < text.size()) return invalid("its manifest breaks off");
    manifest.tag = line->substr(kTag.size());
    return manifest;
}

std::string manifest_text(const BackupManifest& manifest, const crypto::SealingKey* key) {
    std::string text;
    if (manifest.seal)
        text = fmt::format("{}{} {}\n", kSealed, manifest.seal->fingerprint, manifest.seal->backup);
    for (const BackupEntry& entry : manifest.entries)
        text += fmt::format("{} {} {}\n", entry.hash, entry.bytes, entry.name);
    text += fmt::format("{}\n", kEnd);
    if (manifest.seal && key) text += fmt::format("{}{}\n", kTag, key->tag(text));
    return text;
}

fs::path manifest_file(const fs::path& backup) {
    return backup / kManifest;
}

Result<BackupManifest> read_manifest(const fs::path& backup) {
    auto text = read_file(manifest_file(backup), kLargest);
    if (!text && text.error().kind != Error::Kind::NotFound) return fail(text.error());
    if (!text) return not_found(fmt::format("{} is no backup: it has no manifest", backup.string()));
    auto manifest = parse_manifest(*text);
    if (!manifest) return invalid(fmt::format("{}: {}", backup.string(), manifest.error().message));
    return manifest;
}

Result<void> write_manifest(const fs::path& backup, const BackupManifest& manifest,
                            const crypto::SealingKey* key) {
    return write_file(manifest_file(backup), manifest_text(manifest, key), 0600);
}

std::string media_folder_of(const std::optional<BackupManifest::Seal>& seal) {
    return seal ? "media-" + seal->fingerprint : "media";
}

fs::path place_in_backups(const std::string& backup, const std::optional<BackupManifest::Seal>& seal,
                          std::string_view entry_name) {
    const bool media = entry_name.starts_with(kMedia);
    std::string name(media ? entry_name.substr(kMedia.size()) : entry_name);
    if (seal) name += kSuffix;
    return fs::path(media ? media_folder_of(seal) : backup) / name;
}

}  // namespace warraq::archive
