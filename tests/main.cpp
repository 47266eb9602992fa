#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <string_view>

#include "base/crypto.h"

int main(int argc, char** argv) {
    warraq::crypto::start();
    spdlog::set_level(spdlog::level::critical);  // tests provoke errors on purpose
    testing::InitGoogleTest(&argc, argv);
    // Those that are meant for PostgreSQL do not pass on files where no server is named.
    const bool on_postgres = std::any_of(
        argv + 1, argv + argc, [](const char* word) { return std::string_view(word) == "--on-postgres"; });
    if (on_postgres && !std::getenv("WARRAQ_TEST_POSTGRES")) {
        std::fputs("WARRAQ_TEST_POSTGRES names no server\n", stderr);
        return 1;
    }
    return RUN_ALL_TESTS();
}
