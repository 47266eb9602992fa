#include "serve/http/body_file.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <limits>

#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

TEST(BodyFile, KeepsWhatComesPieceByPiece) {
    testing::TemporaryFolder folder;
    const auto file = body_files_in(folder.path())->make();
    std::string all;
    for (int i = 0; i < 40; ++i) {
        const std::string piece(10'000, static_cast<char>('a' + i % 26));
        ASSERT_EQ(file->append(piece), 0);
        all += piece;
    }
    EXPECT_EQ(file->map(), all);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()))
        << "it has no name, whatever becomes of the program";
}

TEST(BodyFile, AnEmptyOneIsEmpty) {
    testing::TemporaryFolder folder;
    EXPECT_EQ(body_files_in(folder.path())->make()->map(), "");
}

TEST(BodyFile, LeavesTheDiskItsRoom) {
    testing::TemporaryFolder folder;
    constexpr auto kAll = std::numeric_limits<std::uint64_t>::max() / 2;
    EXPECT_EQ(body_files_in(folder.path(), kAll)->make()->append("a"), 507);
}

TEST(BodyFile, AFolderThatIsNotThereIsAFailure) {
    testing::TemporaryFolder folder;
    EXPECT_EQ(body_files_in(folder / "none")->make()->append("a"), 503);
}

}  // namespace
}  // namespace warraq::serve
