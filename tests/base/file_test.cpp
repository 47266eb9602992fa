#include "base/file.h"

#include <fstream>
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

TEST(File, WhatWasNeverEndedIsRemovedAfterADay) {
    testing::TemporaryFolder folder;
    const auto make = [&](const char* name, std::chrono::hours ago) {
        std::ofstream(folder / name) << "x";
        std::filesystem::last_write_time(folder / name, std::filesystem::file_time_type::clock::now() - ago);
    };
    using std::chrono::hours;
    for (const char* name : {"a.webp.12-3.new", "secret.key.999-1.new"}) make(name, hours(25));
    const std::vector<const char*> others = {"b.webp.12-4.new", "b.webp",     "a.new",        "a.12.new",
                                             "a.-3.new",        "a.1x-3.new", "12-3.new.webp"};
    for (const char* name : others) make(name, hours(name == others[0] ? 23 : 25));
    std::filesystem::create_directory(folder / "c.1-1.new");
    EXPECT_EQ(*remove_unfinished_files(folder.path()), 2);
    for (const char* name : others) EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
    EXPECT_EQ(*remove_unfinished_files(folder / "none"), 0);
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
