// Where a move from WordPress stands, and that as JSON: for the desk, and for the file that outlasts the
// server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "story/ids.h"
#include "wordpress/contents.h"
#include "wordpress/import.h"

namespace warraq::desk {

struct ImportOptions {
    std::string download;            // what may be fetched begins so; empty: nothing is fetched
    std::vector<std::string> types;  // that become stories too
    bool take_name = false;          // the site's name and description become the newsroom's
};

struct ImportState {
    enum class Phase { None, Receiving, Looking, Ready, Running, Stopped, Done, Failed };

    Phase phase = Phase::None;
    std::string name;
    std::uint64_t size = 0, received = 0;  // bytes
    bool looked = false;                   // to its end: `contents` is what it holds
    wordpress::WordpressContents contents;
    ImportOptions options;
    story::UserId who;
    Instant started{}, ended{};
    wordpress::WordpressProgress::Step step = wordpress::WordpressProgress::Step::Looking;
    double share = 0;  // of the step
    wordpress::WordpressReport report;
    std::string problem;
    bool clean_end = false;  // the server ended in order while it was at it: only ever on disk
};

// For the state's file.
std::string json_of(const ImportState& state);
// The API's MoveIn. `stopping`: the thread is still at what was stopped.
std::string json_for_desk(const ImportState& state, bool stopping);
// Of what json_of() wrote, also in older versions. Error: Invalid.
Result<ImportState> import_state_from(std::string_view json);

// A text as JSON. What is no UTF-8 in it is replaced.
std::string json_text_of(const std::string& text);

}  // namespace warraq::desk
