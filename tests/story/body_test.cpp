#include "story/body.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq::story {
namespace {

constexpr std::string_view kEverything =
    R"({"type":"doc","content":[)"
    R"({"type":"paragraph","content":[{"type":"text","text":"نص "},{"type":"text","text":"قوي","marks":[{"type":"strong"},{"type":"link","attrs":{"href":"https://example.org/أ?ب=1"}}]}]},)"
    R"({"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"عنوان"}]},)"
    R"({"type":"list","attrs":{"ordered":true},"content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"بند"}]}]}]},)"
    R"({"type":"quote","attrs":{"speaker":"قائل"},"content":[{"type":"paragraph","content":[{"type":"text","text":"قول"}]}]},)"
    R"({"type":"image","attrs":{"media":"a1.webp","alt":"صورة","caption":"تعليق الصورة","width":640,"height":360}},)"
    R"({"type":"table","content":[{"type":"tableRow","content":[{"type":"tableCell","attrs":{"header":true},"content":[{"type":"paragraph","content":[{"type":"text","text":"خلية"}]}]}]}]},)"
    R"({"type":"embed","attrs":{"url":"https://example.org/","title":"رابط"}},)"
    R"({"type":"divider"}]})";

TEST(Body, SurvivesItsJson) {
    auto body = Body::from_json(kEverything);
    ASSERT_TRUE(body) << body.error().message;
    EXPECT_EQ(body->to_json(), kEverything);
    EXPECT_EQ(*Body::from_json(body->to_json()), *body);
    EXPECT_EQ(body->plain_text(), "نص قوي\nعنوان\nبند\nقول\nتعليق الصورة\nخلية\nرابط");
    EXPECT_EQ(body->word_count(), 9u);
}

TEST(Body, RefusesWhatTheTableSays) {
    for (const auto& row : testing::read_table("hostile_bodies.tsv")) {
        auto body = Body::from_json(row.fields[0]);
        ASSERT_FALSE(body) << "line " << row.line;
        EXPECT_EQ(body.error().message, row.fields[1]) << "line " << row.line;
    }
}

TEST(Body, RefusesBrokenUtf8) {
    EXPECT_FALSE(Body::from_json(
        "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\","
        "\"text\":\"\xff\"}]}]}"));
}

std::string nested_lists(int depth) {
    std::string open, close;
    for (int i = 0; i < depth; ++i) {
        open += R"({"type":"list","content":[{"type":"listItem","content":[)";
        close += "]}]}";
    }
    return R"({"type":"doc","content":[)" + open + R"({"type":"paragraph"})" + close + "]}";
}

TEST(Body, KeepsItsLimits) {
    EXPECT_TRUE(Body::from_json(nested_lists(5)));
    EXPECT_NE(Body::from_json(nested_lists(6)).error().message.find("nested deeper than 12"),
              std::string::npos);
    EXPECT_FALSE(Body::from_json(nested_lists(5'000)));
    EXPECT_FALSE(Body::from_json(std::string(100'000, '[')));

    std::string many = R"({"type":"doc","content":[{"type":"divider"})";
    for (int i = 0; i < 50; ++i) many += R"(,{"type":"divider"})";
    many += "]}";
    EXPECT_EQ(Body::from_json(many, {.nodes = 50}).error().message, "content[50]: more than 50 nodes");
    EXPECT_EQ(Body::from_json(many, {.bytes = 100}).error().message, "the body is larger than 100 bytes");
}

TEST(Body, IgnoresAttributesItDoesNotKnow) {
    auto body = Body::from_json(
        R"({"type":"doc","content":[{"type":"paragraph","attrs":{"onclick":"x","style":"y"}}]})");
    ASSERT_TRUE(body);
    EXPECT_EQ(body->to_json(), R"({"type":"doc","content":[{"type":"paragraph"}]})");
}

TEST(Body, ComesFromParagraphs) {
    const std::string paragraphs[] = {"  أولى ", "", "\u00a0", "ثانية"};
    EXPECT_EQ(Body::from_paragraphs(paragraphs).plain_text(), "أولى\nثانية");
}

TEST(Body, CountsWordsAndMinutes) {
    EXPECT_EQ(count_words("كَتَبَ الدّرسَ، و(CNN) 3.9%"), 6u);
    EXPECT_EQ(reading_minutes(0), 1);
    EXPECT_EQ(reading_minutes(180), 1);
    EXPECT_EQ(reading_minutes(900), 5);
}

}  // namespace
}  // namespace warraq::story
