#include "press/theme.h"

#include <fstream>
#include <gtest/gtest.h>

#include "support/places.h"
#include "support/temporary_folder.h"

namespace warraq::press {
namespace {

namespace fs = std::filesystem;

class ThemeTest : public ::testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "themes");
        fs::copy(testing::share_folder() / "themes" / "default", folder_ / "themes/default");
        fs::copy(testing::share_folder() / "static", folder_ / "static");
        fs::copy(testing::share_folder() / "fonts", folder_ / "fonts");
        fs::copy(testing::share_folder() / "static.json", folder_ / "static.json");
    }
    void write(const std::string& file, const std::string& content) {
        std::ofstream(folder_ / ("themes/default/" + file)) << content;
    }
    std::string problem() {
        auto theme = Theme::load(folder_.path());
        return theme ? std::string() : theme.error().message;
    }
    testing::TemporaryFolder folder_;
};

constexpr const char* kPragma = "{{%AUTOESCAPE context=\"HTML\"}}";

TEST_F(ThemeTest, TheDefaultOneIsSound) {
    EXPECT_EQ(problem(), "");
}

TEST_F(ThemeTest, EscapesByWhereAValueStands) {
    write("message.html",
          std::string(kPragma) + "<a href=\"{{LINK}}\" title=\"{{TEXT}}\">{{TEXT}}</a>{{B_HTML:none}}");
    auto theme = Theme::load(folder_.path());
    ASSERT_TRUE(theme) << theme.error().message;
    Sheet sheet("test");
    sheet.text("LINK", "javascript:alert(1)");
    sheet.text("TEXT", "<\"'&>");
    sheet.html("B_HTML", inline_html("<س>"));
    EXPECT_EQ(theme->expand("message.html", sheet),
              "<a href=\"#\" title=\"&lt;&quot;&#39;&amp;&gt;\">&lt;&quot;&#39;&amp;&gt;</a>&lt;س&gt;");
}

TEST_F(ThemeTest, AValueIsNoTemplate) {
    write("message.html", std::string(kPragma) + "<p>{{TEXT}}</p>{{B_HTML:none}}");
    auto theme = Theme::load(folder_.path());
    ASSERT_TRUE(theme) << theme.error().message;
    Sheet sheet("test");
    const std::string sly = "{{SECRET}}{{#OPEN}}{{>card.html}}{{%AUTOESCAPE context=\"JS\"}}${7*7}%s%n{}";
    sheet.text("SECRET", "told");
    sheet.text("TEXT", sly);
    sheet.html("B_HTML", inline_html(sly));
    const auto page = theme->expand("message.html", sheet);
    EXPECT_EQ(page.find("told"), page.npos) << page;
    EXPECT_TRUE(page.starts_with("<p>{{SECRET}}{{#OPEN}}{{&gt;card.html}}")) << page;
    EXPECT_NE(page.find("${7*7}%s%n{}"), page.npos) << page;
}

TEST_F(ThemeTest, RefusesAPlainValueWithoutEscape) {
    write("message.html", std::string(kPragma) + "<p>{{TEXT:none}}</p>");
    EXPECT_NE(problem().find("message.html: {{TEXT:none}}"), std::string::npos);
    write("message.html", std::string(kPragma) + "<p>{{TITLE_HTML}}</p>");
    EXPECT_NE(problem().find("{{TITLE_HTML}}"), std::string::npos);
    write("message.html", "<p>{{TEXT}}</p>");
    EXPECT_NE(problem().find("does not begin with"), std::string::npos);
}

TEST_F(ThemeTest, NamesWhatIsMissingOrBroken) {
    write("message.html", std::string(kPragma) + "{{#OPEN}}");
    EXPECT_NE(problem().find("message.html: is not a template"), std::string::npos);
    fs::remove(folder_ / "themes/default/card.html");
    EXPECT_NE(problem().find("card.html"), std::string::npos);
}

}  // namespace
}  // namespace warraq::press
