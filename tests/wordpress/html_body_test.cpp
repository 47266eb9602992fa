#include "wordpress/html_body.h"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>

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

TEST(HtmlBody, HoldsNoPicturesOfEmptyGalleries) {
    std::string codes;
    for (int i = 0; i < 100'000; ++i) codes += "[gallery]";
    EXPECT_EQ(blocks_from_html(html_from_wordpress(codes, [](std::string_view) {}), {}).size(), 0u);
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

}  // namespace
}  // namespace warraq::wordpress
