#include "wordpress/site.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/percent.h"
#include "base/web_address.h"

namespace warraq::wordpress {
namespace {

struct Parts {
    std::string host, path;  // the path with query and fragment, from its «/»
};

// Nothing: not http or https.
std::optional<Parts> parts_of(std::string_view address) {
    if (!has_web_scheme(address)) return std::nullopt;
    const auto authority = authority_of(address);
    Parts parts{ascii::lower(authority), std::string(authority.data() + authority.size(), address.end())};
    if (parts.host.starts_with("www.")) parts.host.erase(0, 4);
    if (!parts.path.starts_with('/')) parts.path.insert(0, "/");
    return parts;
}

}  // namespace

WordpressSite::WordpressSite(std::string_view address) : address_(address) {
    if (auto parts = parts_of(address)) {
        host_ = std::move(parts->host);
        folder_ = std::move(parts->path);
        while (folder_.ends_with('/')) folder_.pop_back();
    }
}

std::string WordpressSite::origin() const {
    if (host_.empty()) return {};
    const auto host = address_.find("://") + 3;
    return address_.substr(0, std::min(address_.find_first_of("/?#", host), address_.size()));
}

std::optional<std::string> WordpressSite::path_of(std::string_view address) const {
    std::string path;
    if (auto parts =
            parts_of(address.starts_with("//") ? "https:" + std::string(address) : std::string(address))) {
        if (parts->host != host_) return std::nullopt;
        path = std::move(parts->path);
    } else if (address.starts_with('/')) {
        path = address;
    } else if (address.starts_with('?')) {
        path = folder_ + "/" + std::string(address);
    } else if (address.find(':') == address.npos && !address.starts_with('#') && !address.empty()) {
        path = folder_ + "/" + std::string(address);
    } else {
        return std::nullopt;
    }
    return percent::decode(path);
}

std::optional<std::string> WordpressSite::page_of(std::string_view address) const {
    auto path = path_of(address);
    if (!path) return std::nullopt;
    path->resize(std::min(path->find('#'), path->size()));
    // «/?p=16» is a page's whole address; elsewhere a query asks no other page.
    if (const auto query = path->find('?');
        query != path->npos && query > 1 && path->substr(0, query) != folder_ + "/")
        path->resize(query);
    if (path->find('?') == path->npos)
        while (path->size() > 1 && path->ends_with('/')) path->pop_back();
    return path;
}

std::optional<std::string> WordpressSite::upload_of(std::string_view address) const {
    auto path = path_of(address);
    if (!path) return std::nullopt;
    path->resize(std::min(path->find_first_of("?#"), path->size()));
    constexpr std::string_view kUploads = "/wp-content/uploads/";
    constexpr std::string_view kMedia = "/media/";  // of a site that was Warraq's
    const auto at = path->find(kUploads);
    if (at == path->npos && !path->starts_with(kMedia)) return std::nullopt;
    std::string upload = at == path->npos ? path->substr(kMedia.size()) : path->substr(at + kUploads.size());
    if (upload.empty() || upload.find("..") != upload.npos) return std::nullopt;
    return upload;
}

}  // namespace warraq::wordpress
