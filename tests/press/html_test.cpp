#include "press/html.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/large_text.h"
#include "support/table.h"

namespace warraq::press {
namespace {

TEST(InlineHtml, IsAsTheTableSays) {
    for (const auto& row : testing::read_table("inline_html.tsv"))
        EXPECT_EQ(inline_html(row.fields[0]).text(), row.fields[1]) << "line " << row.line;
}

TEST(InlineHtml, KeepsLinesOfAComment) {
    EXPECT_EQ(lines_html("سطر\n<س>").text(), "سطر<br>&lt;س&gt;");
}

TEST(InlineHtml, SurvivesBrokenBytes) {
    for (const char* text : {"\xd8", "\xff\xfe", "ab\xe2\x82", "\xd8\xff"}) (void)inline_html(text);
}

TEST(BodyHtml, WritesEveryNode) {
    auto body = story::Body::from_json(
        R"({"type":"doc","content":[)"
        R"({"type":"paragraph","content":[{"type":"text","text":"<نص>","marks":[{"type":"strong"},{"type":"link","attrs":{"href":"https://example.org/?a=1&b=\"2\""}}]},{"type":"text","text":"x","marks":[{"type":"language","attrs":{"lang":"en"}}]}]},)"
        R"({"type":"heading","attrs":{"level":3},"content":[{"type":"text","text":"عنوان"}]},)"
        R"({"type":"list","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"بند"}]}]}]},)"
        R"({"type":"quote","attrs":{"speaker":"<قائل>"},"content":[{"type":"paragraph"}]},)"
        R"({"type":"image","attrs":{"media":"a.webp","alt":"\"><script>","width":640,"height":360}},)"
        R"({"type":"embed","attrs":{"url":"https://example.org/","title":"<رابط>","provider":"موقع"}},)"
        R"({"type":"divider"}]})");
    ASSERT_TRUE(body) << body.error().message;
    EXPECT_EQ(body_html(*body).text(),
              "<p><strong><a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\" "
              "rel=\"noopener\">&lt;نص&gt;</a></strong>"
              "<bdi lang=\"en\"><bdi dir=\"ltr\">x</bdi></bdi></p>"
              "<h3>عنوان</h3><ul><li><p>بند</p></li></ul>"
              "<figure "
              "class=\"quote\"><blockquote><p></p></blockquote><figcaption>&lt;قائل&gt;</figcaption></figure>"
              "<figure class=\"picture\"><img loading=\"lazy\" decoding=\"async\" src=\"/media/a.webp\" "
              "width=\"640\" "
              "height=\"360\" alt=\"&quot;&gt;&lt;script&gt;\"></figure>"
              "<p class=\"embed\"><a rel=\"noopener\" href=\"https://example.org/\">&lt;رابط&gt;</a> "
              "<span>موقع</span></p>"
              "<hr>");
}

// Browsers take the first source that they know.
TEST(BodyHtml, OffersAvifWhereThereIsSome) {
    const auto html_of = [](std::string_view media) {
        auto body = story::Body::from_json(
            fmt::format(R"({{"type":"doc","content":[{{"type":"image","attrs":{{"media":"{}","alt":"ميناء",)"
                        R"("width":600,"height":300}}}}]}})",
                        media));
        EXPECT_TRUE(body);
        return std::string(body_html(*body).text());
    };
    const std::string sizes = " sizes=\"(min-width: 48rem) 46rem, 100vw\"";
    const std::string rest = sizes + " width=\"600\" height=\"300\" alt=\"ميناء\">";
    EXPECT_EQ(html_of("a.sets.webp"),
              "<figure class=\"picture\"><picture><source type=\"image/avif\" "
              "srcset=\"/media/a.sets-400.avif 400w, /media/a.sets.avif 600w\"" +
                  sizes +
                  "><img loading=\"lazy\" decoding=\"async\" src=\"/media/a.sets.webp\" "
                  "srcset=\"/media/a.sets-400.webp 400w, /media/a.sets.webp 600w\"" +
                  rest + "</picture></figure>");
    EXPECT_EQ(html_of("a.set.webp"),
              "<figure class=\"picture\"><img loading=\"lazy\" decoding=\"async\" "
              "src=\"/media/a.set.webp\" "
              "srcset=\"/media/a.set-400.webp 400w, /media/a.set.webp 600w\"" +
                  rest + "</figure>");
}

// Where no run begins is not looked for again from each of its characters.
TEST(InlineHtml, OfNothingButNumbersOrMarks) {
    for (const char* part : {"1", "+", "$", "@#", "-", "1,"}) {
        const std::string text = testing::repeated(part);
        EXPECT_EQ(inline_html(text).text().find("<bdi") != std::string::npos, std::string_view(part) == "1,")
            << part;
    }
    const std::string words = testing::repeated("كلمة a ", testing::kLarge / 4);
    std::vector<Span> marks;
    for (std::size_t at = 0; at + 8 < words.size(); at += 11) marks.emplace_back(at, at + 8);
    const std::string marked = marked_html(words, marks).text();
    EXPECT_TRUE(marked.starts_with("<mark>كلمة</mark> <bdi dir=\"ltr\">a</bdi> <mark>كلمة</mark>"));
}

}  // namespace
}  // namespace warraq::press
