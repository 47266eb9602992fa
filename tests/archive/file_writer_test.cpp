#include "archive/file_writer.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "support/temporary_folder.h"

namespace warraq::archive {
namespace {

// An export holds what nobody else is to read.
TEST(FileWriter, WritesNothingThatSomebodyElseLaidThere) {
    const testing::TemporaryFolder folder;
    for (const char* name : {"export.json", "export.json.gz"}) {
        const auto file = folder / name, part = folder / (std::string(name) + ".part"),
                   theirs = folder / "theirs";
        ASSERT_TRUE(write_file(theirs, "theirs"));
        std::filesystem::create_symlink(theirs, part);
        auto writer = FileWriter::create(file);
        ASSERT_TRUE(writer) << writer.error().message;
        ASSERT_TRUE(writer->write("a line\n"));
        ASSERT_TRUE(writer->finish());
        EXPECT_EQ(*read_file(theirs, 100), "theirs");
        struct stat about {};
        ASSERT_EQ(lstat(file.c_str(), &about), 0);
        EXPECT_TRUE(S_ISREG(about.st_mode));
        EXPECT_EQ(about.st_mode & 0777, 0600u);
        EXPECT_FALSE(std::filesystem::exists(part));
    }
}

}  // namespace
}  // namespace warraq::archive
