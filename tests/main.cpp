#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "base/crypto.h"

int main(int argc, char** argv) {
    warraq::crypto::start();
    spdlog::set_level(spdlog::level::critical);  // tests provoke errors on purpose
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
