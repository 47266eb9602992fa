// Stories of one thing again and again: what reads them in time that grows with their square would take
// hours.
#include "support/large_text.h"

#include <gtest/gtest.h>

#include "digest/digest.h"
#include "digest/names.h"

namespace warraq::digest {
namespace {

using testing::kLarge;
using testing::numbered;
using testing::repeated;

TEST(LargeStory, NamesWithoutEnd) {
    struct Case {
        const char* part;
        NameKind kind;
    };
    for (const Case& one :
         {Case{"قال محمد W إن. ", NameKind::Person}, Case{"الرئيس أحمد W، ", NameKind::Person},
          Case{"شركة \"W\"، ", NameKind::Organisation}, Case{"مدينة W، ", NameKind::Place}}) {
        const Names found = find_names(numbered(one.part, kLarge / 4));
        std::size_t of_kind = 0;
        for (const NameEntity& entity : found.entities) of_kind += entity.kind == one.kind;
        EXPECT_GT(of_kind, 1'000u) << one.part;
    }
    // The same person again and again, in full and in short.
    const Names one = find_names("الرئيس أحمد المنصوري. " + repeated("وقال المنصوري إن. ", kLarge / 4));
    ASSERT_EQ(one.entities.size(), 1u);
    EXPECT_GT(one.entities[0].mentions, 1'000u);
}

TEST(LargeStory, SentencesWithoutEnd) {
    for (const char* part : {"، حيث قال المدير ", "، مشيرا إلى أن المدير يعلن ", "، وتخشى المعارضة ",
                             "، الذي ", "اليوم ", "في بيان ", "بحسب "}) {
        const Digest digest = digest_of(
            "عنوان الخبر", "قال المدير إن النتائج تعلن غدا في المدينة. " + repeated(part, kLarge / 2), {});
        EXPECT_LE(digest.points.size(), 3u) << part;
    }
}

TEST(LargeStory, AHeadlineWithoutEnd) {
    const std::string words = numbered("W ", kLarge);
    EXPECT_LE(digest_of(words, numbered("أعلن المدير W أن النتائج تعلن غدا في المدينة كلها. ", kLarge), {})
                  .points.size(),
              3u);
}

}  // namespace
}  // namespace warraq::digest
