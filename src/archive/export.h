// An archive on its way out, piece by piece: memory does not grow with it.
//
//     export_lines(reader, site, {}, [&](std::string_view piece) { … });
//
// The reader is a snapshot: what is written is the archive of one moment. The same archive gives the same
// bytes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/store.h"

namespace warraq::archive {

struct ExportSite {
    std::string name, description, language = "ar";
    std::string address;  // "https://example.org", without a slash at the end
};

struct ExportOptions {
    bool emails = false;  // of those who wrote comments
};

struct ExportReport {
    std::int64_t stories = 0, pages = 0, comments = 0, pictures = 0;
};

using Out = std::function<Result<void>(std::string_view piece)>;

// All that the newsroom has, a JSON object a line: docs/export.md says of each kind what it holds.
Result<ExportReport> export_lines(store::Reader& reader, const ExportSite& site, const ExportOptions& options,
                                  const Out& out);

}  // namespace warraq::archive
