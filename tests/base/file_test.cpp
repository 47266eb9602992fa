#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/blocking.h"
#include "base/crypto.h"
#include "support/temporary_folder.h"

namespace warraq {
namespace {

TEST(File, WritesWholeAndReadsBack) {
    testing::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "key", "سر", 0600));
    EXPECT_EQ(*read_file(folder / "key"), "سر");
    struct stat info {};
    ASSERT_EQ(stat((folder / "key").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    EXPECT_FALSE(std::filesystem::exists(folder / "key.new"));
}

TEST(File, SaysWhatIsWrong) {
    testing::TemporaryFolder folder;
    EXPECT_EQ(read_file(folder / "none").error().kind, Error::Kind::NotFound);
    ASSERT_TRUE(write_file(folder / "large", std::string(100, 'x')));
    EXPECT_EQ(read_file(folder / "large", 99).error().kind, Error::Kind::Invalid);
    EXPECT_EQ(write_file(folder / "no/such/place", "x").error().kind, Error::Kind::Unavailable);
}

#ifndef NDEBUG
TEST(FileDeathTest, IsNotTouchedByAnEventLoop) {
    const testing::TemporaryFolder folder;
    const auto on_a_loop = [](auto call) {
        const EventLoopThread mark;
        call();
    };
    EXPECT_DEATH(on_a_loop([&] { (void)read_file(folder / "a"); }), "about to wait: read a file");
    EXPECT_DEATH(on_a_loop([&] { (void)write_file(folder / "a", "x"); }), "about to wait: write a file");
    EXPECT_DEATH(on_a_loop([&] { (void)sync_to_disk(folder.path()); }), "about to wait: sync a file to disk");
    EXPECT_DEATH(on_a_loop([&] { (void)crypto::file_hash(folder / "a"); }),
                 "about to wait: read a file for its");
}
#endif

}  // namespace
}  // namespace warraq
