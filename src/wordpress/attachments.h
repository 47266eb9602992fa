// The attachments of a WordPress export: what the old site said of its files. Part of import_wordpress.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "store/store.h"
#include "wordpress/files.h"
#include "wordpress/import_step.h"

namespace warraq::wordpress {

struct WordpressAttachment {
    std::int64_t parent = 0;
    std::string address;  // of the file
    std::string page;     // WordPress's own about it
    std::string caption, alt;
    std::optional<Instant> added;
};

using WordpressAttachments = std::unordered_map<std::int64_t, WordpressAttachment>;  // by WordPress's number

// Brings the attachments' files, and keeps the addresses that they had. Error: Unavailable; Refused when
// stopped.
Result<void> bring_attachments(store::Store& store, const WordpressSite& site,
                               const WordpressAttachments& attachments, WordpressFiles& files,
                               const WordpressOptions& options, WordpressReport& report,
                               const TellNote& tell);

}  // namespace warraq::wordpress
