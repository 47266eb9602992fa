#include "digest/key_points.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace warraq::digest {
namespace {

constexpr std::string_view kHeadline = "الميناء القديم يستقبل أول سفينة قمح";
constexpr std::string_view kText =
    "استقبل الميناء القديم فجر اليوم أول سفينة قمح بعد التوسعة.\n"
    "ويبلغ طول الرصيف بعد التوسعة نحو 340 مترًا ويسمح برسو سفينتين متوسطتين في وقت واحد.\n"
    "وأضاف أنه سعيد بذلك جدًا هذا الصباح.\n"
    "كما طلبت نقابة عمال الشحن تدريب ستين عاملًا على الرافعات الكهربائية قبل نهاية موسم الحصاد.\n"
    "وكلفت التوسعة التي استمرت عامين نحو 14 مليون دينار دفعت البلدية ثلثها ودفعت وزارة النقل ما تبقى منها، "
    "بينما تكفلت شركة الكهرباء بمد الخطوط الجديدة إلى الرصيف من دون مقابل حتى نهاية العام المقبل.\n"
    "ومن المنتظر وصول السفينة الثانية نهاية الأسبوع محملة بالذرة والشعير إلى صوامع القرية.";

TEST(KeyPoints, AreThreeAndRepeatNothing) {
    const auto points = key_points(kHeadline, kText);
    ASSERT_EQ(points.size(), 3u);
    EXPECT_EQ(std::set<std::string>(points.begin(), points.end()).size(), 3u);
    for (const auto& point : points) {
        EXPECT_FALSE(point.starts_with("و")) << point;
        EXPECT_FALSE(point.starts_with("كما ")) << point;
        EXPECT_EQ(point.find("استقبل الميناء القديم"), std::string::npos)
            << "repeats the headline: " << point;
        EXPECT_LE(std::count(point.begin(), point.end(), ' '), 25);
        EXPECT_TRUE(point.ends_with(".")) << point;
    }
}

TEST(KeyPoints, CutsLongSentencesAtAClause) {
    for (const auto& point : key_points("عنوان آخر تمامًا", kText))
        EXPECT_TRUE(point.find("مليون دينار") == std::string::npos || point.ends_with("ما تبقى منها."))
            << point;
}

TEST(KeyPoints, TakesWhatThereIs) {
    EXPECT_TRUE(key_points("عنوان", "").empty());
    EXPECT_TRUE(key_points("عنوان", "قصيرة.").empty());
    EXPECT_EQ(key_points("عنوان", "أعلنت البلدية بدء أشغال الرصف في الحي القديم.").size(), 1u);
    EXPECT_LE(key_points("\xff", "\xff\xfe. \xff").size(), 3u);
}

TEST(KeyPoints, LeavesNoQuotationOpen) {
    const auto points =
        key_points("عنوان",
                   "قال المدير إن \"العمل يبدأ غدًا في الموقع، وإن الشركة ستدفع أجور العمال كلها قبل "
                   "نهاية الشهر الجاري من دون تأخير أو نقص كما وعدت في العقد الموقع بين الطرفين\".");
    for (const auto& point : points) EXPECT_EQ(std::count(point.begin(), point.end(), '"') % 2, 0) << point;
}

}  // namespace
}  // namespace warraq::digest
