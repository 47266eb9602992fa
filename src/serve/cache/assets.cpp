#include "serve/cache/assets.h"

#include "base/ascii.h"
#include "base/file.h"
#include "serve/cache/precompressed.h"

namespace warraq::serve {
namespace {

struct Type {
    std::string_view ending, type;
};
constexpr Type kTypes[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".woff2", "font/woff2"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".png", "image/png"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".txt", "text/plain; charset=utf-8"},
    {".json", "application/json"},
    {".pdf", "application/pdf"},
    {".mp4", "video/mp4"},
    {".m4v", "video/mp4"},
    {".mov", "video/quicktime"},
    {".webm", "video/webm"},
    {".ogv", "video/ogg"},
    {".mp3", "audio/mpeg"},
    {".m4a", "audio/mp4"},
    {".ogg", "audio/ogg"},
    {".oga", "audio/ogg"},
    {".opus", "audio/ogg"},
    {".wav", "audio/wav"},
    {".flac", "audio/flac"},
    {".aac", "audio/aac"},
    {".vtt", "text/vtt; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".zip", "application/zip"},
    {".epub", "application/epub+zip"},
    {".doc", "application/msword"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".xls", "application/vnd.ms-excel"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".ppt", "application/vnd.ms-powerpoint"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".rtf", "application/rtf"},
    {".bmp", "image/bmp"},
    {".tif", "image/tiff"},
    {".tiff", "image/tiff"},
    {".heic", "image/heic"},
};

// One that lies beside the file that it is of.
bool is_coding(const std::filesystem::path& file) {
    for (const Encoding encoding : kEncodings)
        if (encoding != Encoding::Identity && file.extension() == file_ending(encoding))
            return std::filesystem::exists(std::filesystem::path(file).replace_extension());
    return false;
}

}  // namespace

std::string_view media_type(const std::filesystem::path& file) {
    const std::string ending = ascii::lower(file.extension().string());
    for (const Type& known : kTypes)
        if (known.ending == ending) return known.type;
    return "application/octet-stream";
}

Result<Assets> Assets::load(const std::filesystem::path& folder, std::string_view prefix,
                            std::string_view security) {
    Assets assets;
    if (auto added = assets.add(folder, prefix, security); !added) return fail(added.error());
    return assets;
}

Result<void> Assets::add(const std::filesystem::path& folder, std::string_view prefix,
                         std::string_view security) {
    std::error_code error;
    for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
        if (!file.is_regular_file() || is_coding(file.path())) continue;
        auto content = read_file(file.path());
        if (!content) return fail(content.error());
        Reply reply;
        reply.type = media_type(file.path());
        reply.body = std::move(*content);
        reply.cache_control = kForever;
        // A page may name a font from another host of the newsroom's own.
        if (reply.type == "font/woff2") reply.headers.push_back({"Access-Control-Allow-Origin", "*"});
        std::array<Page, kEncodings.size()> made;
        for (const Encoding encoding : kEncodings) {
            auto coded = worth_coding(reply.type, reply.body.size()) && encoding != Encoding::Identity
                             ? read_file(file.path().string() + std::string(file_ending(encoding)))
                             : Result<std::string>(not_found("not coded"));
            made[static_cast<std::size_t>(encoding)] =
                coded ? precompressed_response(reply, encoding, std::move(*coded), security)
                      : encode_response(reply, encoding, Effort::Asset, security);
        }
        files_.emplace(std::string(prefix) + file.path().filename().string(), std::move(made));
    }
    return {};
}

Page Assets::find(std::string_view path, Encoding encoding) const {
    const auto found = files_.find(std::string(path));
    return found == files_.end() ? nullptr : found->second[static_cast<std::size_t>(encoding)];
}

}  // namespace warraq::serve
