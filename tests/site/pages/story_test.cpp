#include <gtest/gtest.h>

#include "base/percent.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using story::Status;
using testing::holds;
using testing::make_story;

class StoryPageTest : public testing::SiteTest {};

TEST_F(StoryPageTest, AStoryPageHasItsSevenParts) {
    auto story = make_story(section_, "عنوان الخبر");
    story.standfirst = "مقدمة مختلفة";
    story.key_points = {"نقطة أولى", "نقطة ثانية", "نقطة ثالثة"};
    story.sources = {{"وكالة الأنباء", ""}};
    const auto id = add(story);
    add("خبر آخر في القسم", 1);
    serve();
    const auto page = get(address(id));
    ASSERT_EQ(page.status, 200);
    std::size_t at = 0;
    for (const char* part : {">محليات</a></p>", "<h1>عنوان الخبر</h1>", "مقدمة مختلفة", "وكالة الأنباء",
                             "أبرز النقاط", "نقطة أولى", "نقطة ثالثة", "فقرة أولى عن", "مقالات ذات صلة",
                             "خبر آخر في القسم", "اترك تعليقًا", "البريد الإلكتروني", "العودة إلى الأعلى"}) {
        const auto found = page.body.find(part, at);
        EXPECT_NE(found, std::string::npos) << part << " is missing or out of order";
        if (found != std::string::npos) at = found;
    }
}

TEST_F(StoryPageTest, AnAddressHasOneSpelling) {
    const auto id = add("خبر عاجل");
    serve();
    const auto right = percent::encode_address(address(id));
    for (const std::string wrong : {"/local/1/كلام-آخر", "/sport/1/خبر-عاجل", "/local/1", "/sport/1"}) {
        const auto answer = get(wrong);
        EXPECT_EQ(answer.status, 301) << wrong;
        EXPECT_EQ(answer.field("Location"), right);
    }
    EXPECT_EQ(get(address(id) + "?utm_source=x&fbclid=y").status, 200);
    for (const std::string none :
         {"/local/2/x", "/local/0/x", "/local/01/x", "/local/-1/x", "/local/1x/x", "/none", "/author/none",
          "/local?before=99", "/local?before=x", "/media/none.webp"})
        EXPECT_EQ(get(none).status, 404) << none;
    EXPECT_TRUE(holds(get("/none").body, "لم نجد هذه الصفحة"));
}

TEST_F(StoryPageTest, ReadersSeeWhatIsPublic) {
    const auto draft = add("مسودة سرية", 1, Status::Draft);
    const auto review = add("قيد المراجعة سري", 2, Status::InReview);
    const auto scheduled = add("مجدول سري", 3, Status::Scheduled);
    auto gone = make_story(section_, "مسحوب سري");
    gone.status = Status::Withdrawn;
    gone.withdrawal = "سبب السحب";
    const auto withdrawn = add(gone);
    add("عام", 4);
    serve();
    for (const auto id : {draft, review, scheduled})
        EXPECT_EQ(get("/local/" + std::to_string(id.value)).status, 404);
    const auto page = get(address(withdrawn));
    EXPECT_EQ(page.status, 410);
    EXPECT_TRUE(holds(page.body, "سبب السحب"));
    for (const char* river : {"/", "/local"}) {
        EXPECT_TRUE(holds(get(river).body, "عام"));
        EXPECT_FALSE(holds(get(river).body, "سري")) << river;
    }
}

TEST_F(StoryPageTest, OtherLanguagesAreNamedAndLinked) {
    settings_.publication.address = "https://news.example.org";
    settings_.publication.editions = {{"en", "https://en.example.org/"}};
    const auto id = add("خبر");
    serve();
    const auto front = get("/").body;
    EXPECT_TRUE(holds(front, R"(hreflang="ar" href="https://news.example.org/")"));
    EXPECT_TRUE(holds(front, R"(<link rel="alternate" hreflang="en" href="https://en.example.org/">)"));
    const auto story = get(address(id)).body;
    EXPECT_FALSE(holds(story, "<link rel=\"alternate\" hreflang")) << "it is told in one language";
    EXPECT_TRUE(holds(story, R"(lang="en" hreflang="en" dir="auto">English</a>)"));
}

TEST_F(StoryPageTest, FirstViewOfAStoryIsSmall) {
    auto story = make_story(section_, "خبر بطول معتاد");
    std::vector<std::string> paragraphs;
    for (int i = 0; i < 9; ++i)
        paragraphs.push_back("هذه الفقرة رقم " + std::to_string(i) +
                             " من خبر بطول معتاد في الصحف العربية، وفيها أسماء وأرقام مثل " +
                             std::to_string(i * 7919) +
                             " وتفاصيل أخرى يقرؤها الناس كل صباح مع القهوة ثم ينسونها قبل الظهر.");
    story.body = story::Body::from_paragraphs(paragraphs);
    const auto id = add(story);
    serve();
    for (const char* coding : {"gzip", "br", "zstd"})
        EXPECT_LE(get(address(id), std::string("Accept-Encoding: ") + coding + "\r\n").body.size(),
                  14u * 1024)
            << coding;
}

}  // namespace
}  // namespace warraq::site
