#include "search/snippet.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace warraq::search {
namespace {

std::string marked(const std::string& text, const std::vector<Span>& marks) {
    std::string out;
    std::size_t done = 0;
    for (const auto& [begin, end] : marks) {
        out += text.substr(done, begin - done) + "[" + text.substr(begin, end - begin) + "]";
        done = end;
    }
    return out + text.substr(done);
}
std::string snippet(const std::string& text, const std::string& query,
                    std::size_t letters = kSnippetLetters) {
    const Snippet found = snippet_of(text, parse_query(query), letters);
    return marked(found.text, found.marks);
}

TEST(Snippet, MarksWordsAsTheyAreWritten) {
    const std::string text = "تفوز العُمانيّة بالجائزة، وللعُمانيين نصيب.";
    EXPECT_EQ(marked(text, matches(text, parse_query("عماني"))),
              "تفوز [العُمانيّة] بالجائزة، [وللعُمانيين] نصيب.");
}

TEST(Snippet, IsTheSentenceThatAnswersBest) {
    const std::string text =
        "افتتح الوزير المعرض صباح السبت. زار المعرض مئة ناشر من مصر والمغرب.\n"
        "وقال مدير المعرض إن ناشرين من مصر باعوا ألف كتاب.";
    EXPECT_EQ(snippet(text, "ناشر كتاب", 60), "وقال مدير المعرض إن [ناشرين] من مصر باعوا ألف [كتاب].");
    EXPECT_EQ(snippet(text, "الوزير", 45), "افتتح [الوزير] المعرض صباح السبت.");
}

TEST(Snippet, StartsWithTheTextWhereNothingMatches) {
    EXPECT_EQ(snippet("جملة أولى قصيرة. جملة ثانية.", "بطاطا"), "جملة أولى قصيرة. جملة ثانية.");
    EXPECT_EQ(snippet("", "بطاطا"), "");
}

TEST(Snippet, CutsLongSentencesAtWords) {
    std::string text = "بدأ";
    for (int i = 0; i < 60; ++i) text += " كلام كثير";
    text += " ثم جاءت القافلة";
    for (int i = 0; i < 60; ++i) text += " وكلام بعدها";
    text += ".";
    const Snippet found = snippet_of(text, parse_query("القافلة"));
    EXPECT_EQ(found.marks.size(), 1u);
    EXPECT_LE(utf8::length(found.text), kSnippetLetters + 2);
    EXPECT_TRUE(found.text.starts_with("…كلام") || found.text.starts_with("…كثير")) << found.text;
    EXPECT_TRUE(found.text.ends_with("…")) << found.text;
    EXPECT_EQ(found.text.find("…كلا م"), std::string::npos);
}

}  // namespace
}  // namespace warraq::search
