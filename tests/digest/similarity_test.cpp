#include "digest/similarity.h"

#include <gtest/gtest.h>

#include "digest/section_model.h"

namespace warraq::digest {
namespace {

constexpr std::string_view kPort =
    "استقبل الميناء القديم أول سفينة قمح بعد التوسعة التي استمرت عامين.\nويبلغ طول الرصيف الجديد نحو 340 "
    "مترا ويسمح برسو "
    "سفينتين.\nوطلبت نقابة عمال الشحن تدريب ستين عاملا على الرافعات الكهربائية.\nوكلفت التوسعة 14 مليون "
    "دينار دفعت البلدية "
    "ثلثها.\nومن المنتظر وصول السفينة الثانية نهاية الأسبوع محملة بالشعير.";
constexpr std::string_view kEdited =
    "وفي سياق متصل، استقبل المِيناء القديم أول سفينة قمح بعد التوسعة التي استمرت عامين.\nوطلبت نقابة عمال "
    "الشحن تدريب ستين "
    "عاملاً على الرافعات الكهربائية.\nوكلفت التوسعة 14 مليون دينار دفعت البلدية ثلثها.\nومن المنتظر وصول "
    "السفينة الثانية نهاية "
    "الاسبوع محملة بالشعير.";
constexpr std::string_view kMatch =
    "فاز فريق المدينة على ضيفه بهدفين في مباراة الدوري.\nوسجل المهاجم الهدفين في الشوط الثاني أمام جمهور "
    "كبير.\nوقال المدرب "
    "إن الفريق لعب جيدا في الملعب الجديد.";

StoryText story(std::string_view text) {
    return StoryText("عنوان", text);
}

TEST(Copies, AreKnownThroughEdits) {
    Copies copies;
    copies.add(1, signature_of(story(kPort)));
    copies.add(2, signature_of(story(kMatch)));
    const auto found = copies.copies(signature_of(story(kEdited)));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].id, 1);
    EXPECT_GE(found[0].score, kCopy);
    EXPECT_TRUE(copies.copies(signature_of(story("نص آخر لا يشبه شيئا مما سبق أبدا في أي باب"))).empty());
}

TEST(Copies, OfOneStoryAreToldByTheHundredAtMost) {
    Copies copies;
    const auto signature = signature_of(story(kPort));
    for (int id = 1; id <= 1'000; ++id) copies.add(id, signature);
    EXPECT_EQ(copies.copies(signature).size(), 200u);
}

TEST(Signature, OfItselfIsOneAndOfNothingNothing) {
    EXPECT_EQ(resemblance(signature_of(story(kPort)), signature_of(story(kPort))), 1);
    EXPECT_LT(resemblance(signature_of(story(kPort)), signature_of(story(kMatch))), 0.2);
    EXPECT_EQ(resemblance(signature_of(story("")), signature_of(story(""))), 0);
}

TEST(Archive, FindsTheNearestAndSaysHowNear) {
    const Instant day = from_unix(1'540'000'000);
    Archive archive;
    archive.add(1, story(kPort), day);
    archive.add(2, story(kMatch), day);
    archive.add(3, story("قال وزير النقل إن الميناء القديم يستقبل سفن القمح والشعير وإن الرصيف الجديد جاهز."),
                day);
    const auto near = archive.closest(story(kEdited), day, 5);
    ASSERT_GE(near.size(), 2u);
    EXPECT_EQ(near[0].id, 1);
    EXPECT_EQ(near[0].nearness, Nearness::Copy);
    EXPECT_EQ(near[1].id, 3);
    EXPECT_NE(near[1].nearness, Nearness::Copy);
    EXPECT_EQ(archive.closest(story(kEdited), day, 1).size(), 1u);
    EXPECT_TRUE(archive.closest(StoryText("", ""), day, 5).empty());
}

TEST(SectionModel, KnowsWhatIsKnownBesideTheText) {
    // The same news, which one agency calls «world» and the other «middle east».
    const std::string one[] = {"وكالة الشمال"}, other[] = {"وكالة الجنوب"};
    SectionModel model;
    for (int pass = 0; pass < SectionModel::kPasses * 3; ++pass) {
        model.learn("world", section_features(story(kPort), one));
        model.learn("middle-east", section_features(story(kPort), other));
    }
    EXPECT_EQ(model.best(section_features(story(kPort), one))->section, "world");
    EXPECT_EQ(model.best(section_features(story(kPort), other))->section, "middle-east");

    story::Story signed_story;
    signed_story.bylines = {{.id = {}, .slug = {}, .name = "ليلى حداد", .about = {}}};
    signed_story.sources = {{"وكالة الشمال", {}}};
    signed_story.dateline = "تونس";
    EXPECT_EQ(known_about(signed_story), (std::vector<std::string>{"ليلى حداد", "وكالة الشمال", "تونس"}));
    EXPECT_TRUE(known_about({}).empty());
}

TEST(SectionModel, LearnsAndKeepsSilentWhenUnsure) {
    SectionModel model;
    EXPECT_FALSE(model.best(section_features(story(kPort))));
    for (int pass = 0; pass < SectionModel::kPasses * 3; ++pass) {
        model.learn("economy", section_features(story(kPort)));
        model.learn("sport", section_features(story(kMatch)));
    }
    const auto guess =
        model.suggest(section_features(story("سجل المهاجم هدفا في مباراة الدوري وفاز الفريق على ضيفه")));
    ASSERT_TRUE(guess);
    EXPECT_EQ(guess->section, "sport");
    EXPECT_GT(guess->confidence, 0.8);
    EXPECT_FALSE(model.suggest(section_features(story("كلمات لا صلة لها بما تعلمه النموذج"))));
}

}  // namespace
}  // namespace warraq::digest
