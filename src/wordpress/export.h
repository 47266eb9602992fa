// The whole newsroom as a WordPress export file, piece by piece: memory does not grow with it.
#pragma once

#include "archive/export.h"

namespace warraq::wordpress {

// WXR 1.2, which WordPress's own importer takes. What WordPress has no place for (key points, sources,
// corrections) goes along as the post's meta data, and comes back with `warraq import wordpress`.
Result<archive::ExportReport> export_wordpress(store::Reader& reader, const archive::ExportSite& site,
                                               const archive::ExportOptions& options,
                                               const archive::Out& out);

}  // namespace warraq::wordpress
