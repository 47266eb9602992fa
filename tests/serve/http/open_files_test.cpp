#include "serve/http/open_files.h"

#include <dirent.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

std::size_t open_below(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        count += std::filesystem::read_symlink(entry, gone).string().starts_with(folder.string());
    }
    return count;
}

TEST(OpenFiles, ReadsWhatIsAtHandWithoutAWait) {
    const testing::TemporaryFolder folder;
    const auto path = folder / "film";
    ASSERT_TRUE(write_file(path, std::string(10'000, 'a') + std::string(10'000, 'b')));
    OpenFiles files(4);
    EXPECT_FALSE(files.read_ready(path, 0, 100)) << "opening it may wait";
    EXPECT_EQ(*files.read(path, 9'999, 2), "ab");
    // Where the file system can tell, what was written a moment ago is there.
    if (const auto file = ReadFile::open(path); file->read_ready(0, 1)) {
        EXPECT_EQ(*files.read_ready(path, 9'999, 2), "ab");
        EXPECT_EQ(files.read_ready(path, 0, 20'000)->size(), 20'000u);
    }
    EXPECT_FALSE(files.read_ready(path, 19'999, 2)) << "it ends there";
    EXPECT_FALSE(files.read(path, 19'999, 2));
    EXPECT_EQ(files.read(folder / "none", 0, 1).error().kind, Error::Kind::NotFound);
}

TEST(OpenFiles, KeepsSoManyOpenAndNotMore) {
    const testing::TemporaryFolder folder;
    OpenFiles files(3);
    const auto path = [&](int i) { return folder / std::to_string(i); };
    for (int i = 0; i < 6; ++i) ASSERT_TRUE(write_file(path(i), "content"));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(*files.read(path(i), 0, 7), "content");
    EXPECT_EQ(open_below(folder.path()), 3u);
    EXPECT_EQ(*files.read(path(0), 3, 4), "tent") << "so that it is the latest used";
    EXPECT_EQ(*files.read(path(3), 0, 7), "content");
    EXPECT_EQ(open_below(folder.path()), 3u);
    std::filesystem::remove(path(0));
    std::filesystem::remove(path(1));
    EXPECT_TRUE(files.read(path(0), 0, 7)) << "still open";
    EXPECT_FALSE(files.read(path(1), 0, 7)) << "closed";
}

}  // namespace
}  // namespace warraq::serve
