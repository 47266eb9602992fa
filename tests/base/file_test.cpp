#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

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

}  // namespace
}  // namespace warraq
