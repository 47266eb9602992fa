// What a server's connections hold, as /metrics tells it.
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "serve/server.h"

namespace warraq::testing {

// Bytes, of one of MemoryUse by its name.
inline std::size_t memory_held(serve::Server& server, const std::string& type) {
    const auto text = server.metrics().text(0, 0);
    const std::string line = "warraq_connection_memory_bytes{type=\"" + type + "\"} ";
    const auto at = text.find(line);
    if (at == text.npos) {
        ADD_FAILURE() << "no such memory: " << type;
        return 0;
    }
    return std::stoul(text.substr(at + line.size()));
}

}  // namespace warraq::testing
