#include "wordpress/web_folder.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::wordpress {
namespace {

TEST(WebFolder, IsAnAddressOfAHostAndAFolder) {
    for (const auto& row : testing::read_table("web_folders.tsv")) {
        const auto folder = WebFolder::from(row.fields.at(0));
        EXPECT_EQ(folder ? "-" : folder.error().message, row.fields.at(1)) << row.fields.at(0);
        if (folder) {
            EXPECT_EQ(folder->address(), row.fields.at(0));
        }
    }
}

TEST(WebFolder, HasWhatIsBelowIt) {
    const auto folder = *WebFolder::from("https://old.example.org/uploads/");
    for (const char* below :
         {"", "a.jpg", "2024/a.jpg?x=/../#/../", "a..jpg", "..a/b", "%2e%2ea/b", ".../a", "100%", "%2"})
        EXPECT_TRUE(folder.has(folder.address() + below)) << below;
    for (const char* elsewhere : {"..", "../a.jpg", "a/../../b.jpg", "%2e%2E/a.jpg", "%2e./a.jpg",
                                  "a/..%2fb.jpg", "a/..\\b.jpg", "..%5Cb.jpg", "%ff/../a.jpg", "a/..?x"})
        EXPECT_FALSE(folder.has(folder.address() + elsewhere)) << elsewhere;
    for (const char* address :
         {"https://old.example.org/uploads", "https://old.example.org/other/a.jpg",
          "https://old.example.org.other.example/uploads/a.jpg", "http://old.example.org/uploads/a.jpg", ""})
        EXPECT_FALSE(folder.has(address)) << address;
}

}  // namespace
}  // namespace warraq::wordpress
