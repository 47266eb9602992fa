#include <fstream>

#include "support/site.h"

namespace warraq::site {
namespace {

using story::Status;
using testing::holds;
using testing::make_story;

class MediaTest : public testing::SiteTest {};

TEST_F(MediaTest, MediaIsServedByNameAlone) {
    add_file("a1.webp", "RIFFxxxxWEBP");
    add_file(".hidden", "RIFFxxxxWEBP");
    add_file("../beside.webp", "RIFFxxxxWEBP");
    serve();
    const auto picture = get("/media/a1.webp", "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(picture.status, 200);
    EXPECT_EQ(picture.field("Content-Type"), "image/webp");
    EXPECT_EQ(picture.field("Content-Encoding"), "");
    EXPECT_TRUE(holds(picture.field("Cache-Control"), "immutable"));
    for (const char* sly : {"/media/..%2Fwarraq.db", "/media/%2e%2e/warraq.db", "/media/.hidden", "/media/..",
                            "/media/..%2Fbeside.webp", "/media/%2Fetc%2Fpasswd"})
        EXPECT_EQ(testing::HttpClient(server_->port()).get(sly).status, 404) << sly;
}

TEST_F(MediaTest, AFileIsServedWhileAPublicStoryShowsIt) {
    std::ofstream(folder_ / "media/draft.webp") << "RIFFxxxxWEBP";
    std::ofstream(folder_ / "media/logo.webp") << "RIFFxxxxWEBP";
    settings_.publication.logo = "logo.webp";
    const auto first = add_file("shown.webp", "RIFFxxxxWEBP"),
               second = add_file("shown.webp", "RIFFxxxxWEBP");
    auto draft = make_story(section_, "مسودة");
    draft.status = Status::Draft;
    draft.lead_image = story::Image{"draft.webp", "", "", "", 10, 10};
    add(draft);
    serve();
    EXPECT_EQ(get("/media/logo.webp").status, 200);
    EXPECT_EQ(get("/media/shown.webp").status, 200);
    EXPECT_EQ(get("/media/draft.webp").status, 404);
    EXPECT_EQ(get("/media/none.webp").status, 404);
    // As long as one of them is public.
    const auto withdraw = [&](story::StoryId id) {
        auto story = get_story(id);
        story.status = Status::Withdrawn;
        story.withdrawal = "خطأ";
        const int before = told_;
        add(story);
        EXPECT_TRUE(testing::eventually([&] { return told_ > before; }));
    };
    withdraw(first);
    EXPECT_EQ(get("/media/shown.webp").status, 200);
    // A correction may leave it out as well.
    auto corrected = get_story(second);
    corrected.sources.clear();
    add(corrected);
    EXPECT_EQ(eventually("/media/shown.webp", [](const auto& a) { return a.status == 404; }).status, 404);
}

TEST_F(MediaTest, AFileFromOutsideIsNoPage) {
    for (const char* name : {"a.webp", "b.pdf", "c.php", "d.html", "e.zip", "f.txt"})
        add_file(name, "<?php echo 1; ?><script>alert(1)</script>");
    serve();
    const struct {
        const char *name, *type, *disposition;
    } rows[] = {{"a.webp", "image/webp", "inline; filename=\"a.webp\""},
                {"b.pdf", "", "attachment; filename=\"b.pdf\""},
                {"c.php", "application/octet-stream", "attachment; filename=\"c.php\""},
                {"d.html", "application/octet-stream", "attachment; filename=\"d.html\""},
                {"e.zip", "", "attachment; filename=\"e.zip\""},
                {"f.txt", "text/plain; charset=utf-8", "attachment; filename=\"f.txt\""}};
    for (const auto& row : rows) {
        const auto answer = get(std::string("/media/") + row.name);
        EXPECT_EQ(answer.status, 200) << row.name;
        EXPECT_TRUE(holds(answer.body, "<?php echo 1; ?>")) << "bytes, and nothing is run";
        if (*row.type) {
            EXPECT_EQ(answer.field("Content-Type"), row.type) << row.name;
        }
        EXPECT_EQ(answer.field("Content-Disposition"), row.disposition) << row.name;
        EXPECT_TRUE(holds(answer.field("Content-Security-Policy"), "default-src 'none'")) << row.name;
        EXPECT_TRUE(holds(answer.field("Content-Security-Policy"), "sandbox")) << row.name;
        EXPECT_FALSE(holds(answer.field("Content-Security-Policy"), "script-src")) << row.name;
        EXPECT_EQ(answer.field("X-Content-Type-Options"), "nosniff") << row.name;
    }
}

}  // namespace
}  // namespace warraq::site
