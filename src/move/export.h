// An archive on its way out, piece by piece: memory does not grow with it.
//
//     export_wordpress(reader, site, {}, [&](std::string_view piece) { … });
//
// The reader is a snapshot: what is written is the archive of one moment. The same archive gives the same
// bytes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/store.h"

namespace warraq::move {

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

// WXR 1.2, which WordPress's own importer takes. What WordPress has no place for (key points, sources,
// corrections) goes along as the post's meta data, and comes back with `warraq import wordpress`.
Result<ExportReport> export_wordpress(store::Reader& reader, const ExportSite& site,
                                      const ExportOptions& options, const Out& out);

}  // namespace warraq::move
