#include "press/share_picture.h"

#include <gtest/gtest.h>

#include "press/theme.h"
#include "support/places.h"
#include "support/temporary_folder.h"

namespace warraq::press {
namespace {

std::uint32_t number_at(const std::string& png, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(png.at(at + i));
    return number;
}

class SharePictureTest : public ::testing::Test {
  protected:
    std::string paint(const SharePicture& picture) {
        auto png = theme_->painter().paint(picture);
        EXPECT_TRUE(png) << png.error().message;
        return png ? *png : std::string();
    }
    Result<Theme> theme_ = Theme::load(testing::share_folder());
};

TEST_F(SharePictureTest, DrawsArabicInTheSizeThatNetworksShow) {
    const auto png =
        paint({"محليات", "عيادة متنقلة تصل إلى تسع قرى لم يزرها طبيب من قبل", "سنابل", "sanabel.example"});
    ASSERT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
    EXPECT_EQ(number_at(png, 16), 1200u);
    EXPECT_EQ(number_at(png, 20), 630u);
    // Boxes in place of letters, which is what a font that cannot be read gives, take a tenth of this.
    EXPECT_GT(png.size(), 20'000u);
    EXPECT_EQ(png, paint({"محليات", "عيادة متنقلة تصل إلى تسع قرى لم يزرها طبيب من قبل", "سنابل",
                          "sanabel.example"}))
        << "the same each time";
}

TEST_F(SharePictureTest, TakesAnyText) {
    std::string endless;
    for (int i = 0; i < 20'000; ++i) endless += "كلمة ";
    for (const std::string& headline :
         {std::string(), std::string("one"), std::string("ا"), endless, std::string(10'000, 'x'),
          std::string("سطر\nسطر\u202e\u2066 Latin 2026 ﷽ 😀"), std::string("<b>&amp;</b>")})
        EXPECT_GT(paint({"قسم", headline, "سنابل", {}}).size(), 1'000u) << headline.substr(0, 40);
}

TEST(SharePainterTest, SaysWhichFileIsNoFont) {
    testing::TemporaryFolder folder;
    const auto none = SharePainter::make({folder / "missing.ttf"});
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().message.find("missing.ttf"), std::string::npos);
    EXPECT_FALSE(SharePainter::make({}));
}

}  // namespace
}  // namespace warraq::press
