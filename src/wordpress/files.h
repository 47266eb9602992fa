// The files of the old site: pictures, recordings and documents that its posts show. Part of
// import_wordpress.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "story/story.h"
#include "wordpress/import.h"
#include "wordpress/site.h"

namespace warraq::wordpress {

// Files of the old site, brought into the media folder once each. Thread-safe.
class WordpressFiles {
  public:
    WordpressFiles(const WordpressSite& site, const WordpressOptions& options)
        : site_(site), options_(options) {}

    struct File {
        std::string media;                  // its name in the media folder; empty: it is not at hand
        std::optional<story::Image> image;  // it is a picture
    };
    // `address`: as a post names it, of any size.
    File bring(std::string_view address);
    // One that is here already.
    void know(std::string_view address, File file);

  private:
    Result<std::string> bytes_of(const std::string& upload, const std::string& address) const;
    File make(const std::string& upload, std::string_view address) const;

    const WordpressSite& site_;
    const WordpressOptions& options_;
    std::mutex mutex_;
    std::unordered_map<std::string, File> known_;  // by the upload's path
};

}  // namespace warraq::wordpress
