#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "base/crypto.h"

// Fontconfig keeps arrays behind offsets instead of pointers, so that what is still in use looks lost.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libimagequant\n";
}

int main(int argc, char** argv) {
    warraq::crypto::start();
    spdlog::set_level(spdlog::level::critical);  // tests provoke errors on purpose
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
