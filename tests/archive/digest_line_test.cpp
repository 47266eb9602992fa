#include "archive/digest_line.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace warraq::archive {
namespace {

TEST(DigestLine, ReadsWhatItNeedsAndSaysWhatIsMissing) {
    const auto read = read_digest_line(
        R"({"id": 7, "headline": " عنوان ", "paragraphs": ["أول", " ", "ثان"], "section": "sport"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, "7");
    EXPECT_EQ(read->headline, "عنوان");
    EXPECT_EQ(read->text, "أول\nثان");
    EXPECT_EQ(read->section, "sport");
    EXPECT_FALSE(read->dated);
    for (const char* bad :
         {"", "[]", "{", R"({"id": "a"})", R"({"id": "a", "headline": 1, "paragraphs": []})",
          R"({"id": "a", "headline": "ب", "paragraphs": [1]})",
          R"({"id": "a", "headline": "ب", "paragraphs": [], "published": "أمس"})"})
        EXPECT_FALSE(read_digest_line(bad)) << bad;
}

TEST(DigestLine, WritesPlacesInCodePoints) {
    const auto read = read_digest_line(
        R"({"id": "a", "headline": "خبر", "published": "2018-12-08T10:00:00Z", "paragraphs": ["وصل دونالد ترامب إلى باريس أمس."]})");
    ASSERT_TRUE(read);
    const DigestOf said{digest::digest_of(read->headline, read->text, read->published),
                        {{"b", 0.75}},
                        digest::SectionGuess{"world", 0.9}};
    const auto json = nlohmann::json::parse(write_digest_line(*read, said));
    EXPECT_EQ(json["names"][0]["name"], "دونالد ترامب");
    EXPECT_EQ(json["names"][0]["mentions"], nlohmann::json::parse("[[8,20]]"));
    EXPECT_EQ(json["dates"][0]["value"], "2018-12-07");
    EXPECT_EQ(json["copies"][0]["id"], "b");
    EXPECT_EQ(json["section"]["name"], "world");
}

}  // namespace
}  // namespace warraq::archive
