#include "wordpress/files.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/percent.h"
#include "store/old_addresses.h"
#include "wordpress/file_kind.h"
#include "wordpress/import_step.h"

namespace warraq::wordpress {
namespace {

constexpr std::size_t kLargestFile = 256u << 20;
// Files that are no pictures and that the site may serve as they are.
constexpr std::string_view kKeptKinds[] = {"pdf", "mp3", "m4a",  "ogg",  "wav",  "mp4", "webm",
                                           "txt", "csv", "docx", "xlsx", "pptx", "odt", "zip"};
constexpr std::string_view kPictureKinds[] = {"jpg",  "jpeg", "png", "gif", "webp",
                                              "avif", "heic", "jpe", "bmp"};

std::string kind_of(std::string_view upload) {
    const auto dot = upload.rfind('.');
    return dot == upload.npos ? std::string() : ascii::lower(upload.substr(dot + 1));
}

}  // namespace

WordpressFiles::File WordpressFiles::bring(std::string_view address) {
    if (!check_stopped(options_)) return {};  // what lacks it is not written (WordpressOptions::stopped)
    auto upload = site_.upload_of(address);
    // Sites that keep their files elsewhere (a CDN, WordPress.com) name them by a whole address.
    if (!upload && options_.download && address.find("://") != address.npos) upload = std::string(address);
    if (!upload) return {};
    const std::string original = store::original_upload(*upload);
    {
        const std::lock_guard lock(mutex_);
        for (const std::string* name : std::initializer_list<const std::string*>{&*upload, &original})
            if (const auto found = known_.find(*name); found != known_.end()) return found->second;
    }
    File file = make(original, address);
    if (file.media.empty() && original != *upload) file = make(*upload, address);
    const std::lock_guard lock(mutex_);
    return known_.emplace(original, std::move(file)).first->second;
}

void WordpressFiles::know(std::string_view address, File file) {
    const auto upload = site_.upload_of(address);
    const std::lock_guard lock(mutex_);
    known_[upload ? *upload : std::string(address)] = std::move(file);
}

Result<std::string> WordpressFiles::bytes_of(const std::string& upload, const std::string& address) const {
    if (!options_.uploads.empty()) {
        if (auto bytes = read_file(options_.uploads / upload, kLargestFile)) return bytes;
    }
    if (!options_.download) return not_found("it is not at hand");
    // The whole picture rather than the size that a post shows.
    const auto at = address.rfind(upload);
    std::string whole = address.find("://") == address.npos
                            ? site_.address() + "/wp-content/uploads/" + upload
                        : at == address.npos
                            ? address.substr(0, address.rfind('/') + 1) + upload.substr(upload.rfind('/') + 1)
                            : address;
    return options_.download(percent::encode_address(whole));
}

WordpressFiles::File WordpressFiles::make(const std::string& upload, std::string_view address) const {
    const std::string kind = kind_of(upload.substr(0, upload.find_first_of("?#")));
    const bool picture =
        std::find(std::begin(kPictureKinds), std::end(kPictureKinds), kind) != std::end(kPictureKinds);
    const bool kept = std::find(std::begin(kKeptKinds), std::end(kKeptKinds), kind) != std::end(kKeptKinds);
    if ((!picture && !kept) || (picture && !options_.make_picture)) return {};
    auto bytes = bytes_of(upload, std::string(address));
    if (!bytes) return {};
    if (picture) {
        auto made = options_.make_picture(*bytes);
        if (!made) return {};
        return {made->media, std::move(*made)};
    }
    if (options_.media.folder().empty() || !is_of_kind(kind, *bytes)) return {};
    const std::string name = crypto::content_hash(*bytes) + "." + kind;
    if (auto put = options_.media.put(name, *bytes); !put) return {};
    return {name, std::nullopt};
}

}  // namespace warraq::wordpress
