// The picture that goes with a shared link whose story has none: its headline, drawn by Pango and Cairo.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"

namespace warraq::press {

struct SharePicture {
    std::string section;  // over the headline; may be empty
    std::string headline;
    std::string site;     // under it
    std::string address;  // of the site, beside its name; may be empty
};

// Thread-safe; draws one picture at a time (20 to 30 ms), so that a crawler in a hurry takes one core at
// most.
class SharePainter {
  public:
    static constexpr int kWidth = 1200, kHeight = 630;  // what networks show whole

    // `fonts` are files of one family; no other font of the machine is used, so that a picture is the same
    // everywhere. Error: Invalid, naming the file.
    static Result<std::unique_ptr<SharePainter>> make(const std::vector<std::filesystem::path>& fonts);
    ~SharePainter();
    SharePainter(const SharePainter&) = delete;
    SharePainter& operator=(const SharePainter&) = delete;

    // PNG. Error: Unavailable.
    Result<std::string> paint(const SharePicture& picture) const;

  private:
    struct Fonts;
    SharePainter();

    std::unique_ptr<Fonts> fonts_;
    mutable std::mutex mutex_;
};

}  // namespace warraq::press
