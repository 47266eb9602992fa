#include "store/media.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/blocking.h"
#include "base/file.h"
#include "store/store.h"

namespace warraq::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPiece = 1u << 20;

Result<std::vector<std::string>> kept_names(Store& database) {
    auto snapshot = database.snapshot();
    return snapshot ? (*snapshot)->media_names() : fail(snapshot.error());
}

std::vector<std::string> without(const std::vector<std::string>& names,
                                 const std::vector<std::string>& others) {
    std::vector<std::string> rest;
    std::set_difference(names.begin(), names.end(), others.begin(), others.end(), std::back_inserter(rest));
    return rest;
}

}  // namespace

Result<void> Media::put(const std::string& name, std::string_view content) const {
    assert_may_block("keep a media file");
    if (database_)
        if (auto sent = send(name, content); !sent) return sent;
    return write_file(folder_ / name, content);
}

Result<Media::File> Media::find(const std::string& name) const {
    assert_may_block("read a media file");
    const fs::path path = folder_ / name;
    auto size = size_of_file(path);
    if (!size && size.error().kind == Error::Kind::NotFound && database_) {
        const auto fetched = fetch(name);
        if (!fetched) return fail(fetched.error());
        if (*fetched) size = size_of_file(path);
    }
    if (!size) return fail(size.error());
    return File{path, *size};
}

Result<void> Media::send(const std::string& name, std::string_view content) const {
    return database_->write([&](Writer& writer) { return writer.add_media(name, content); });
}

Result<std::optional<std::string>> Media::piece(const std::string& name, std::uint64_t offset) const {
    auto snapshot = database_->snapshot();
    if (!snapshot) return fail(snapshot.error());
    return (*snapshot)->media_piece(name, offset, kPiece);
}

// False where the database has none of that name. No snapshot is held while the disk takes a piece: content
// never changes under its name.
Result<bool> Media::fetch(const std::string& name) const {
    if (fs::path(name).filename() != name) return false;
    auto bytes = piece(name, 0);
    if (!bytes) return fail(bytes.error());
    if (!*bytes) return false;
    auto file = NewFile::make(folder_ / name);
    if (!file) return fail(file.error());
    for (std::uint64_t offset = 0; *bytes && !(*bytes)->empty();) {
        if (auto added = file->append(**bytes); !added) return fail(added.error());
        offset += (*bytes)->size();
        bytes = piece(name, offset);
        if (!bytes) return fail(bytes.error());
    }
    auto kept = file->keep();
    return kept ? Result<bool>(true) : fail(kept.error());
}

Result<std::vector<std::string>> Media::names() const {
    assert_may_block("list the media files");
    std::vector<std::string> names;
    std::error_code error;
    for (auto at = fs::directory_iterator(folder_, error); !error && at != fs::end(at); at.increment(error)) {
        std::string name = at->path().filename().string();
        const bool whole = !name.ends_with(".new") && !name.ends_with(".part") && !name.ends_with(".tmp");
        std::error_code gone;
        if (whole && at->is_regular_file(gone)) names.push_back(std::move(name));
        if (gone && gone != std::errc::no_such_file_or_directory) error = gone;
        if (error) break;
    }
    if (error) return unavailable(fmt::format("cannot read {}: {}", folder_.string(), error.message()));
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::int64_t> Media::send_all() const {
    constexpr std::size_t kMostBytes = 512u << 20;
    if (!database_) return 0;
    auto here = names();
    if (!here) return fail(here.error());
    auto there = kept_names(*database_);
    if (!there) return fail(there.error());
    std::int64_t sent = 0;
    for (const std::string& name : without(*here, *there)) {
        auto content = read_file(folder_ / name, kMostBytes);
        if (!content) return fail(content.error());
        if (auto done = send(name, *content); !done) return fail(done.error());
        ++sent;
    }
    return sent;
}

Result<std::int64_t> Media::fetch_all() const {
    if (!database_) return 0;
    auto there = kept_names(*database_);
    if (!there) return fail(there.error());
    auto here = names();
    if (!here) return fail(here.error());
    std::int64_t fetched = 0;
    for (const std::string& name : without(*there, *here)) {
        auto done = fetch(name);
        if (!done) return fail(done.error());
        fetched += *done ? 1 : 0;
    }
    return fetched;
}

}  // namespace warraq::store
