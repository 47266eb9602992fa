#include "cli/data_folder.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "support/temporary_folder.h"

namespace warraq::cli {
namespace {

TEST(DataFolder, AKeyThatCannotBeReadIsNotReplaced) {
    testing::TemporaryFolder folder;
    const auto data = DataFolder::make(folder.path());
    ASSERT_TRUE(data);
    const auto made = data->key();
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(*data->key(), *made) << "it stays";
    for (const std::string& bad : {std::string(2000, 'a'), std::string("not a key\n"), std::string()}) {
        ASSERT_TRUE(write_file(folder / "secret.key", bad, 0600));
        EXPECT_FALSE(data->key());
        EXPECT_EQ(*read_file(folder / "secret.key"), bad) << "what it sealed may yet be read";
    }
}

}  // namespace
}  // namespace warraq::cli
