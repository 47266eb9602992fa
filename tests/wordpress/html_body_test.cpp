#include "wordpress/html_body.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/large_text.h"
#include "support/table.h"
#include "wordpress/text.h"

namespace warraq::wordpress {
namespace {

using story::Node;
using story::NodeKind;

std::string outline(const Node& node);

std::string outline(const std::vector<Node>& nodes, const char* between = " ") {
    std::string out;
    for (const Node& node : nodes) out += (out.empty() ? "" : between) + outline(node);
    return out;
}

std::string runs(const Node& node) {
    std::string out;
    for (const Node& run : node.content) {
        std::string text = run.text;
        for (const story::Mark& mark : run.marks) {
            if (mark.kind == story::MarkKind::Strong) text = "*" + text + "*";
            if (mark.kind == story::MarkKind::Emphasis) text = "_" + text + "_";
            if (mark.kind == story::MarkKind::Link) text = "<a " + mark.value + ">" + text;
        }
        out += text;
    }
    return out;
}

std::string outline(const Node& node) {
    switch (node.kind) {
        case NodeKind::Paragraph: return "p(" + runs(node) + ")";
        case NodeKind::Heading: return fmt::format("h{}({})", node.number("level"), runs(node));
        case NodeKind::List:
            return fmt::format("{}({})", node.flag("ordered") ? "ol" : "ul", outline(node.content, "|"));
        case NodeKind::ListItem: return outline(node.content);
        case NodeKind::Quote:
            return fmt::format("q[{}]({})", node.attribute("speaker"), outline(node.content));
        case NodeKind::Image:
            return fmt::format("img({} {}{}{})", node.attribute("media"), node.attribute("alt"),
                               node.attribute("caption").empty() ? "" : " ", node.attribute("caption"));
        case NodeKind::Embed:
            return fmt::format("card({} {})", node.attribute("url"), node.attribute("title"));
        case NodeKind::Table: return "table(" + outline(node.content) + ")";
        case NodeKind::TableRow: return outline(node.content);
        case NodeKind::TableCell:
            return fmt::format("{}({})", node.flag("header") ? "th" : "td", outline(node.content));
        case NodeKind::Divider: return "hr";
        default: return "?";
    }
}

HtmlImport with_pictures() {
    HtmlImport how;
    how.picture = [](std::string_view address) -> std::optional<story::Image> {
        if (address.find("here") == address.npos) return std::nullopt;
        return story::Image{"here.webp", "", "", "", 800, 600};
    };
    how.link = [](std::string_view address) -> std::optional<std::string> { return std::string(address); };
    return how;
}

TEST(HtmlBody, BecomesWhatTheTableSays) {
    for (const auto& row : testing::read_table("html_import.tsv")) {
        HtmlImport how = with_pictures();
        how.line_breaks = row.fields[0] == "c";
        const auto blocks =
            blocks_from_html(html_from_wordpress(row.fields[1], [](std::string_view) {}), how);
        EXPECT_EQ(outline(blocks), row.fields.size() > 2 ? row.fields[2] : "") << "line " << row.line;
        EXPECT_TRUE(story::Body::from_nodes(blocks)) << "line " << row.line;
    }
}

TEST(HtmlBody, TellsWhatChangedItsForm) {
    std::vector<std::string> told;
    HtmlImport how;
    how.changed = [&](std::string_view kind) { told.emplace_back(kind); };
    const auto tell = [&](std::string_view what) { told.emplace_back(what); };
    blocks_from_html(
        html_from_wordpress(
            "<sub>2</sub>[slider]<!-- wp:latest-posts /--><video src=\"https://example.org/v.mp4\"></video>",
            tell),
        how);
    EXPECT_EQ(told,
              (std::vector<std::string>{"block «latest-posts»", "shortcode [slider], which stays as text",
                                        "sub", "player (video)"}));
}

TEST(HtmlBody, KeepsItsWordsBeyondAllMeasure) {
    std::string deep, wide = "نص";
    for (int i = 0; i < 100'000; ++i) deep += "<div>";
    deep += "في القاع";
    for (int i = 0; i < 390; ++i) wide += fmt::format("<b class=\"{}\">", i);
    for (int i = 0; i < 50'000; ++i) wide += "<p>x";
    EXPECT_EQ(text_from_html(deep), "في القاع");
    EXPECT_TRUE(text_from_html(wide).starts_with("نص"));
    std::string codes;
    for (int i = 0; i < 100'000; ++i) codes += "[gallery]";
    EXPECT_EQ(blocks_from_html(html_from_wordpress(codes, [](std::string_view) {}), {}).size(), 0u);
}

// Tags that close nothing, or stand where they are none, make what follows no less deep.
TEST(HtmlBody, IsNotMisledByTagsThatCloseNothing) {
    for (const char* part :
         {"<q></b>", "<b></i>", "<dd><dl></b>", "<div></span>", "<div><!--</div>-->", "<div a='</div>'>",
          "<div><select></div></select>", "<div><svg></div></svg>", "<div><textarea></div></textarea>",
          "<span><div></span>", "<x></y>", "<ul><li></ol>", "<div></ div>", "<div><!></div>"}) {
        const std::string html = testing::repeated(part) + "في القاع";
        const std::string text = text_from_html(html);
        EXPECT_NE(text.find("القاع"), text.npos) << part;
    }
    std::string attributes = "<p ";
    for (int i = 0; i < 150'000; ++i) attributes += fmt::format(" a{}=b", i);
    EXPECT_EQ(text_from_html(attributes + ">نص"), "نص");
    EXPECT_EQ(text_from_html(attributes), "") << "one that never ends";
}

TEST(HtmlBody, TakesOrdinaryHtmlAsItIs) {
    // Long, with tags in the wrong order and some that nobody closed: nothing of it is beyond measure.
    std::vector<std::string> told;
    const HtmlImport how{.changed = [&](std::string_view what) { told.emplace_back(what); }};
    std::string html;
    for (int i = 0; i < 3'000; ++i)
        html +=
            "<div><p>نص <b>عريض <i>ومائل</b></i> <a href=\"https://example.org/?a=1&b=<2>\">رابط</a> <a "
            "name=x>مرساة"
            "</p><ul><li>بند<li>آخر</ul></div><!-- </div> --><table><tr><td>خانة</table>";
    const auto blocks = blocks_from_html(html, how);
    EXPECT_GE(blocks.size(), 9'000u);
    EXPECT_EQ(std::count(told.begin(), told.end(), "tags in each other beyond all measure"), 0);
}

TEST(WordpressText, ShortcodesAndBlocksThatNeverEnd) {
    std::size_t told = 0;
    const auto tell = [&](std::string_view) { ++told; };
    for (const char* part :
         {"[caption]", "[embed]", "[gallery]", "[x a='", "[caption a=\"b\"]", "<!-- wp:a ", "<!-- wp:"}) {
        const std::string text = testing::repeated(part);
        EXPECT_LE(html_from_wordpress(text, tell).size(), 10 * text.size()) << part;
        // The one that ends stands at the end of all.
        EXPECT_LE(html_from_wordpress(text + "[/caption][/embed] /-->", tell).size(), 10 * text.size())
            << part;
    }
    EXPECT_EQ(html_from_wordpress("أ[caption][caption]ب[/caption]ج", tell), "أبج") << "the inner one has it";
}

TEST(HtmlBody, GivesTextAlone) {
    EXPECT_EQ(text_from_html("أ <em>ب</em> &amp; ج"), "أ ب & ج");
    EXPECT_EQ(lines_from_html("سطر\nسطر<br>سطر <script>x</script>"), "سطر\nسطر\nسطر");
}

}  // namespace
}  // namespace warraq::wordpress
