// What the program keeps from other users of its machine, whoever makes a file: itself, SQLite, Xapian,
// libvips.
//
//     if (auto kept = keep_private(); !kept) return failed(kept.error());     // first thing in main
//
// The process has one umask, so this is called once, before there are threads or files.
#pragma once

#include <optional>
#include <string_view>
#include <sys/types.h>

#include "base/result.h"

namespace warraq::cli {

// Permission bits that files are made without, unless kUmask says others.
constexpr mode_t kPrivate = 0077;
constexpr const char* kUmask = "WARRAQ_UMASK";           // "027": the group may read
constexpr const char* kCoreDumps = "WARRAQ_CORE_DUMPS";  // "1": for debuggers

// Files for their owner alone, no core files, and no debugger of the same user's. Error: Invalid, where
// $WARRAQ_UMASK is no umask.
Result<void> keep_private();

// "027", "0027". Nothing for what is not three or four octal digits, or keeps the owner out.
std::optional<mode_t> umask_from(std::string_view text);

// The umask that keep_private() set; kPrivate before.
mode_t umask_in_force();

}  // namespace warraq::cli
