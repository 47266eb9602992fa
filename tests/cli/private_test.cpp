// What the process keeps to itself, and what it tells is open.
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

#include "cli/open_to_others.h"
#include "cli/private_process.h"
#include "support/temporary_folder.h"

namespace warraq::cli {
namespace {

namespace fs = std::filesystem;

TEST(PrivateProcess, AUmaskNeverKeepsTheOwnerOut) {
    EXPECT_EQ(umask_from("077"), 0077u);
    EXPECT_EQ(umask_from("0027"), 0027u);
    EXPECT_EQ(umask_from("000"), 0u);
    for (const char* text :
         {"", "7", "77", "00077", "0777", "277", "08", "088", "u=rw", "-77", "0x1f", " 077"})
        EXPECT_FALSE(umask_from(text)) << text;
}

class OpenToOthersTest : public ::testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(data_ / "media");
        for (const char* name : {"warraq.db", "warraq.toml", "secret.key"}) {
            std::ofstream(data_ / name) << "x";
            fs::permissions(data_ / name, fs::perms(0600));
        }
        fs::permissions(data_ / "media", fs::perms(0700));
        fs::permissions(data_, fs::perms(0700));
    }
    std::vector<Opening> look() { return open_to_others({.data = data_}); }

    testing::TemporaryFolder folder_;
    const fs::path data_ = folder_ / "it's data";
};

TEST_F(OpenToOthersTest, ClosedIsToldByNothing) {
    EXPECT_TRUE(look().empty());
    fs::permissions(data_ / "secret.key", fs::perms(0644));
    EXPECT_TRUE(look().empty()) << "nobody comes to it";
    EXPECT_TRUE(
        open_to_others({.data = folder_ / "none", .backups = folder_ / "none", .tls_key = "/none"}).empty());
}

TEST_F(OpenToOthersTest, WhatIsOpenIsNamedWithTheCommandThatClosesIt) {
    fs::permissions(data_, fs::perms(0710));
    fs::permissions(data_ / "secret.key", fs::perms(0640));
    const auto found = look();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].what, data_.string() + " (mode 0710): secret.key (0640)");
    ASSERT_EQ(std::system(found[0].command.c_str()), 0) << found[0].command;
    EXPECT_TRUE(look().empty());
    fs::permissions(data_, fs::perms(0701));
    EXPECT_EQ(look().size(), 1u) << "who knows a name comes to it";
}

TEST_F(OpenToOthersTest, AKeyElsewhereMayBeItsGroups) {
    const fs::path key = folder_ / "key.pem";
    std::ofstream(key) << "x";
    fs::permissions(key, fs::perms(0640));
    EXPECT_TRUE(open_to_others({.data = data_, .tls_key = key}).empty());
    fs::permissions(key, fs::perms(0644));
    EXPECT_EQ(open_to_others({.data = data_, .tls_key = key}).size(), 1u);
}

}  // namespace
}  // namespace warraq::cli
