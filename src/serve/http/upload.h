// A body on its way to disk: its file and its place among all uploads.
#pragma once

#include <memory>
#include <string_view>

#include "serve/http/body.h"
#include "serve/http/body_file.h"
#include "serve/limits/upload_quota.h"

namespace warraq::serve {

// store() and finish() are called on workers, one at a time; body() afterwards on any thread.
class Upload {
  public:
    Upload(UploadQuota::Place place, std::unique_ptr<BodyFile> file)
        : place_(std::move(place)), file_(std::move(file)) {}

    // 0, or the status that tells the sender: 429, 503, 507.
    int store(std::string_view piece) {
        if (piece.empty()) return 0;
        const int refused = place_.grow(piece.size());
        return refused ? refused : file_->append(piece);
    }
    // Nothing more comes. 0, or 503.
    int finish() {
        const auto bytes = file_->map();
        bytes_ = bytes.value_or(std::string_view());
        return bytes ? 0 : 503;
    }
    // After finish().
    static Body body(std::shared_ptr<const Upload> upload) {
        const auto bytes = upload->bytes_;
        return Body(std::move(upload), bytes);
    }

  private:
    UploadQuota::Place place_;  // given back after the file is gone
    const std::unique_ptr<BodyFile> file_;
    std::string_view bytes_;
};

}  // namespace warraq::serve
