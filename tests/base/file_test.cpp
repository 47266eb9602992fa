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

TEST(File, IsReadInParts) {
    testing::TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder / "film", "0123456789"));
    EXPECT_EQ(*size_of_file(folder / "film"), 10u);
    EXPECT_EQ(*read_part(folder / "film", 0, 4), "0123");
    EXPECT_EQ(*read_part(folder / "film", 6, 4), "6789");
    EXPECT_EQ(read_part(folder / "film", 7, 4).error().kind, Error::Kind::Unavailable) << "beyond its end";
    EXPECT_EQ(read_part(folder / "none", 0, 1).error().kind, Error::Kind::NotFound);
    EXPECT_EQ(size_of_file(folder / "none").error().kind, Error::Kind::NotFound);
    EXPECT_EQ(size_of_file(folder.path()).error().kind, Error::Kind::NotFound) << "a folder is no file";
}

TEST(File, AppearsOnceItIsWhole) {
    testing::TemporaryFolder folder;
    {
        auto file = NewFile::make(folder / "film");
        ASSERT_TRUE(file);
        EXPECT_TRUE(file->append("0123"));
        EXPECT_TRUE(file->append("4567"));
        EXPECT_FALSE(size_of_file(folder / "film")) << "not yet";
        EXPECT_TRUE(file->keep());
        EXPECT_EQ(*read_file(folder / "film"), "01234567");
    }
    {
        auto given_up = NewFile::make(folder / "film");
        ASSERT_TRUE(given_up);
        EXPECT_TRUE(given_up->append("other"));
    }
    EXPECT_EQ(*read_file(folder / "film"), "01234567");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "nothing stays";
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
