#include "digest/openings.h"

#include <gtest/gtest.h>

namespace warraq::digest {
namespace {

TEST(Openings, KnowTheConjunctionFromTheLetter) {
    const auto cut = [](std::string_view word) { return words_of(word)[0].conjunction; };
    for (const char* joined : {"وقال", "وأضاف", "والرئيس", "ووصل", "فقال", "وبترامب", "وسيعلن", "ولم"})
        EXPECT_EQ(cut(joined), 2) << joined;
    for (const char* own : {"وزير", "وصل", "واشنطن", "فريق", "فاز", "وكالة", "وفد", "فرنسا", "وقع"})
        EXPECT_EQ(cut(own), 0) << own;
}

}  // namespace
}  // namespace warraq::digest
