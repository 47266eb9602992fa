#include "serve/http/file_reply.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "base/file.h"
#include "serve/cache/assets.h"
#include "serve/cache/encoded_response.h"
#include "serve/http/file_content.h"

namespace warraq::serve {
namespace {

constexpr std::size_t kLargestInMemory = 256 * 1024;  // a picture; films and documents are read in pieces

// Shown by browsers where it stands; all else that came as a file is for keeping.
bool is_shown(std::string_view type) {
    return type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/");
}

// Letters that stand for themselves within quotes.
bool is_plain_name(std::string_view name) {
    return std::ranges::all_of(
        name, [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; });
}

std::optional<Instant> written_at(const std::filesystem::path& file) {
    std::error_code failed;
    const auto at = std::filesystem::last_write_time(file, failed);
    if (failed) return std::nullopt;
    return std::chrono::time_point_cast<Instant::duration>(std::chrono::file_clock::to_sys(at));
}

}  // namespace

bool is_file_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && std::filesystem::path(name).filename() == name;
}

Result<Reply> file_reply(const std::filesystem::path& file, std::uint64_t size) {
    const std::string name = file.filename().string();
    Reply reply;
    reply.type = media_type(file);
    reply.ranges = true;
    reply.last_modified = written_at(file);
    std::string disposition = is_shown(reply.type) ? "inline" : "attachment";
    if (is_plain_name(name)) disposition += fmt::format("; filename=\"{}\"", name);
    reply.headers.push_back({"Content-Disposition", std::move(disposition)});
    if (size > kLargestInMemory) {
        reply.content = std::make_shared<FileContent>(file, size);
        reply.etag = fmt::format("{:x}-{:x}", tag_hash(name), size);
        return reply;
    }
    auto content = read_file(file, kLargestInMemory);
    if (!content) return fail(content.error());
    reply.body = std::move(*content);
    return reply;
}

}  // namespace warraq::serve
