#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

#include "base/percent.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using story::Status;
using testing::holds;
using testing::make_story;
using testing::SiteTest;

TEST_F(SiteTest, AStoryPageHasItsSevenParts) {
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

TEST_F(SiteTest, AnAddressHasOneSpelling) {
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

TEST_F(SiteTest, ReadersSeeWhatIsPublic) {
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

TEST_F(SiteTest, ChangesReachThePages) {
    const auto id = add("عنوان قديم");
    serve();
    EXPECT_TRUE(holds(get(address(id)).body, "عنوان قديم"));
    EXPECT_TRUE(holds(get("/").body, "عنوان قديم"));
    auto story = get_story(id);
    story.headline = "عنوان جديد";
    add(story);
    EXPECT_TRUE(holds(eventually(address(id), [](auto& a) { return holds(a.body, "عنوان جديد"); }).body,
                      "عنوان جديد"));
    // A new address, so it says nothing of whether the change has come to the pages that are kept.
    EXPECT_TRUE(
        holds(eventually("/", [](auto& a) { return holds(a.body, "عنوان جديد"); }).body, "عنوان جديد"));

    add("خبر وصل الآن", 9);
    EXPECT_TRUE(holds(eventually("/local", [](auto& a) { return holds(a.body, "خبر وصل الآن"); }).body,
                      "خبر وصل الآن"));
    EXPECT_TRUE(holds(eventually(address(id), [](auto& a) { return holds(a.body, "خبر وصل الآن"); }).body,
                      "خبر وصل الآن"))
        << "among the related";

    story = get_story(id);
    story.status = Status::Withdrawn;
    const auto old_address = address(id);
    add(story);
    EXPECT_EQ(eventually(old_address, [](auto& a) { return a.status == 410; }).status, 410);
    EXPECT_FALSE(holds(get("/local").body, "عنوان جديد"));
}

TEST_F(SiteTest, ChangesReachThePagesOfAllSectionsThatAStoryStandsIn) {
    const auto section = [&](const char* slug, story::SectionId parent) {
        return *write([&](store::Writer& w) {
            return w.save(story::Section{{}, slug, slug, 2, {}, parent});
        });
    };
    const auto world = section("world", {}), ports = section("ports", world), sport = section("sport", {});
    serve();
    for (const char* page : {"/ports", "/world", "/sport"})
        EXPECT_EQ(get(page).status, 200);  // kept from here on
    auto story = testing::make_story(ports, "سفينة القمح");
    story.also_in = {sport};
    add(story);
    for (const char* page : {"/ports", "/world", "/sport"})
        EXPECT_TRUE(
            holds(eventually(page, [](auto& a) { return holds(a.body, "سفينة القمح"); }).body, "سفينة القمح"))
            << page;
}

TEST_F(SiteTest, AuthoritiesFindWhatACertificatesClientLaidDown) {
    const auto folder = folder_ / "acme/.well-known/acme-challenge";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "tok_en-1") << "tok_en-1.key";
    std::ofstream(folder_ / "secret") << "s";
    std::ofstream(folder / "a.b") << "left there by another";
    serve();
    EXPECT_EQ(get("/.well-known/acme-challenge/tok_en-1").body, "tok_en-1.key");
    for (const char* token : {"none", "..%2f..%2f..%2fsecret", "%2e%2e", "a.b"})
        EXPECT_EQ(get(std::string("/.well-known/acme-challenge/") + token).status, 404) << token;
}

TEST_F(SiteTest, BrowsersRememberThatTheSiteIsReachedByTlsAlone) {
    serve();
    EXPECT_EQ(get("/").field("Strict-Transport-Security"), "");
    TearDown();
    settings_.web.https_only = true;
    settings_.publication.address = "https://example.org";
    serve();
    EXPECT_EQ(get("/").field("Strict-Transport-Security"), "max-age=31536000");
}

TEST_F(SiteTest, DraftsLeaveReadersPagesAlone) {
    add("منشور");
    serve();
    ASSERT_EQ(get("/").status, 200);
    const auto made = server_->metrics().misses.load();
    auto draft = get_story(add("مسودة", 5, story::Status::Draft));
    for (int i = 0; i < 3; ++i) {
        draft.headline = "مسودة " + std::to_string(i);
        draft = get_story(add(draft));
    }
    add("منشور ثانٍ", 6);
    eventually("/", [](const auto& answer) { return holds(answer.body, "منشور ثانٍ"); });
    EXPECT_EQ(told_, 1) << "of the public one alone";
    EXPECT_EQ(server_->metrics().misses.load(), made + 1) << "the front page was made anew once";
}

TEST_F(SiteTest, RiversTurnTheirPages) {
    for (int i = 1; i <= 45; ++i) add("خبر رقم" + std::to_string(i) + ".", i);
    serve();
    std::set<std::string> seen;
    std::string path = "/local";
    int pages = 0;
    const auto links = [](const std::string& body, std::string_view start, std::string_view end) {
        std::vector<std::string> found;
        for (auto at = body.find(start); at != body.npos; at = body.find(start, at + 1)) {
            const auto from = at + start.size();
            found.push_back(body.substr(from, body.find(end, from) - from));
        }
        return found;
    };
    std::vector<std::string> newer;
    while (!path.empty() && pages < 9) {
        const auto page = get(path);
        ASSERT_EQ(page.status, 200) << path;
        ++pages;
        for (const auto& link : links(page.body, "<h3><a href=\"", "\""))
            EXPECT_TRUE(seen.insert(link).second) << link;
        const auto older = links(page.body, "class=\"older\" rel=\"next\" href=\"", "\"");
        newer = links(page.body, "class=\"newer\" rel=\"prev\" href=\"", "\"");
        path = older.empty() ? "" : older[0];
    }
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen.size(), 45u);
    ASSERT_EQ(newer.size(), 1u);
    const auto back = get(newer[0]);
    EXPECT_EQ(back.status, 200);
    EXPECT_TRUE(holds(back.body, "خبر رقم25."));
    const auto newer_still = links(back.body, "class=\"newer\" rel=\"prev\" href=\"", "\"");
    ASSERT_EQ(newer_still.size(), 1u);
    EXPECT_EQ(get(newer_still[0]).field("Location"), "/local") << "the first page has one address";
}

TEST_F(SiteTest, OpenFrontPagesHearOfBreakingNews) {
    add("خبر هادئ");
    serve();
    testing::HttpClient reader(server_->port());
    reader.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(reader.receive().status, 200);
    EXPECT_EQ(reader.next_event(), "data: {}");
    auto story = make_story(section_, "انقطاع \"الكهرباء\"\nعن المدينة");
    story.urgency = story::Urgency::Breaking;
    const auto id = add(story);
    const auto event = reader.next_event();
    EXPECT_TRUE(holds(event, "\\\"الكهرباء\\\"")) << event;
    EXPECT_TRUE(holds(event, "\"address\":\"" + address(id) + "\"")) << event;
    EXPECT_TRUE(holds(get("/").body, "<b>عاجل</b> <a href=\"" + address(id))) << "the page has it by then";
    auto later = get_story(id);
    later.urgency = story::Urgency::Normal;
    add(later);
    EXPECT_EQ(reader.next_event(), "data: {}");
}

TEST_F(SiteTest, UrgentStoriesAreMarkedWhileTheyAre) {
    auto story = make_story(section_, "انقطاع الكهرباء عن المدينة");
    story.urgency = story::Urgency::Breaking;
    const auto id = add(story);
    add("خبر آخر", 1);
    serve();
    EXPECT_TRUE(holds(get("/").body, "<b>عاجل</b> <a href=\"" + address(id)));
    EXPECT_TRUE(holds(get(address(id)).body, "<p class=\"urgent\">عاجل</p>"));
    auto later = get_story(id);
    later.urgency = story::Urgency::Updating;
    add(later);
    EXPECT_TRUE(
        holds(eventually(address(id), [](const auto& a) { return holds(a.body, "يُحدَّث"); }).body, "يُحدَّث"));
    EXPECT_FALSE(
        holds(eventually("/", [](const auto& a) { return !holds(a.body, "<b>عاجل"); }).body, "<b>عاجل"));
}

TEST_F(SiteTest, TopicsHaveTheirPages) {
    std::vector<story::StoryId> ids;
    for (int i = 0; i < 3; ++i) {
        auto story = make_story(section_, "خبر القمح " + std::to_string(i), i);
        story.tags = {{"القمح"}, {"نادر " + std::to_string(i)}};
        ids.push_back(add(story));
    }
    serve();
    const auto page = get("/topic/القمح");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page.body, "خبر القمح 2"));
    EXPECT_TRUE(holds(page.body, "موضوع · ٣ أخبار")) << page.body;
    EXPECT_EQ(get("/topic/نادر-0").status, 404) << "too few stories tell of it";
    const auto story = get(address(ids[0]));
    EXPECT_TRUE(holds(story.body, "href=\"/topic/القمح\""));
    EXPECT_TRUE(holds(story.body, "<span>نادر 0</span>") || holds(story.body, "<span>نادر"))
        << "named, not linked";

    const auto topic = (*(*store_->snapshot())->topics_of(ids[0]))[0];
    store_->write(
        [&](store::Writer& w) { return w.rename_topic(topic.id, "محصول القمح", story::TopicKind::Topic); });
    EXPECT_TRUE(holds(eventually("/topic/القمح", [](const auto& a) { return holds(a.body, "محصول"); }).body,
                      "محصول القمح"));
    EXPECT_TRUE(holds(eventually(address(ids[0]), [](const auto& a) { return holds(a.body, "محصول"); }).body,
                      "محصول القمح"));
    store_->write([&](store::Writer& w) { return w.hide_topic(topic.id, true); });
    EXPECT_EQ(eventually("/topic/القمح", [](const auto& a) { return a.status == 404; }).status, 404);
    EXPECT_FALSE(holds(
        eventually(address(ids[0]), [](const auto& a) { return !holds(a.body, "محصول"); }).body, "محصول"));
}

TEST_F(SiteTest, MergedTopicsLeadOn) {
    for (int i = 0; i < 3; ++i) {
        auto story = make_story(section_, "خبر " + std::to_string(i), i);
        story.tags = {{"القمح"}, {"الحنطة"}};
        add(story);
    }
    auto reader = std::move(*store_->snapshot());
    const auto wheat = **reader->topic("القمح"), other = **reader->topic("الحنطة");
    reader.reset();
    ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.merge_topics(other.id, wheat.id); }));
    serve();
    const auto page = get("/topic/الحنطة");
    EXPECT_EQ(page.status, 301);
    EXPECT_EQ(page.field("Location"), percent::encode_address("/topic/القمح"));
}

TEST_F(SiteTest, EditorsPinAndExcludeRelatedStories) {
    std::vector<story::StoryId> near;
    for (int i = 0; i < 4; ++i) near.push_back(add("ميناء العقيق يستقبل القمح " + std::to_string(i), i));
    for (int i = 0; i < 20; ++i) add("طقس ومطر " + std::to_string(i), i);
    const auto far = add("قصيدة في مديح البحر", 50);
    auto story = make_story(section_, "سفن القمح في ميناء العقيق", 60);
    story.related_pinned = {far};
    story.related_excluded = {near[1]};
    const auto page = add(story);
    serve();
    const auto answer = eventually(address(page), [&](const auto& a) { return holds(a.body, "القمح 2"); });
    const auto related = answer.body.substr(answer.body.find("related-title"));
    EXPECT_LT(related.find("قصيدة في مديح البحر"), related.find("القمح 2")) << "pinned stories come first";
    EXPECT_FALSE(holds(related, "القمح 1"));
    EXPECT_FALSE(holds(related, "أحدث ما نُشر"));

    auto changed = get_story(page);
    changed.related_pinned = {{9999}};
    EXPECT_FALSE(store_->write([&](store::Writer& w) { return w.save(changed); }))
        << "there is no such story";
    changed.related_pinned = {page};
    EXPECT_FALSE(store_->write([&](store::Writer& w) { return w.save(changed); })) << "not to itself";
}

TEST_F(SiteTest, AuthorsHaveTheirPages) {
    auto person = store_->write([](store::Writer& w) { return w.person_for("سلمى النجار"); });
    store_->write([&](store::Writer& w) { return w.describe(person->id, "تكتب عن المدينة."); });
    auto story = make_story(section_, "بقلمها");
    story.bylines = {*person};
    add(story);
    add("ليس لها", 1);
    serve();
    const auto page = get("/author/سلمى-النجار");
    ASSERT_EQ(page.status, 200);
    EXPECT_TRUE(holds(page.body, "تكتب عن المدينة."));
    EXPECT_TRUE(holds(page.body, "بقلمها"));
    EXPECT_FALSE(holds(page.body, "ليس لها"));
}

TEST_F(SiteTest, PagesAskNoOtherHostAndRunNoInlineScript) {
    const auto id = add("خبر");
    serve();
    for (const std::string& path :
         {std::string("/"), std::string("/local"), address(id), std::string("/none")}) {
        const auto page = get(path);
        EXPECT_FALSE(holds(page.body, "src=\"http")) << path;
        EXPECT_FALSE(holds(page.body, "url(http")) << path;
        EXPECT_FALSE(holds(page.body, "<script>")) << path;
        EXPECT_TRUE(holds(page.field("Content-Security-Policy"), "default-src 'none'")) << path;
        EXPECT_EQ(page.field("X-Content-Type-Options"), "nosniff") << path;
    }
}

TEST_F(SiteTest, OtherLanguagesAreNamedAndLinked) {
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

TEST_F(SiteTest, FirstViewOfAStoryIsSmall) {
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

TEST_F(SiteTest, MediaIsServedByNameAlone) {
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

TEST_F(SiteTest, AFileIsServedWhileAPublicStoryShowsIt) {
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

TEST_F(SiteTest, RedirectsTakeNoPageAwayAndTellOfNothingHidden) {
    auto page = make_story(section_, "من نحن");
    page.page_path = "/about";
    add(page);
    auto story = make_story(section_, "عنوان مسحوب");
    story.status = Status::Withdrawn;
    story.withdrawal = "خطأ";
    const auto gone = add(story);
    settings_.publication.address = "https://news.example";
    const std::string at = fmt::format("/local/{}/عنوان", gone.value);
    ASSERT_TRUE(store_->write([&](store::Writer& w) -> Result<void> {
        for (const auto& [path, target] :
             {std::pair<std::string, std::string>("/about", "https://elsewhere.example/"),
              {"/go", "http://WWW.news.example:80" + at},
              {"/out", "https://elsewhere.example" + at},
              {"/.well-known/acme-challenge/token", "https://evil.example/token"},
              {"/.well-known/assetlinks.json", "https://evil.example/"}})
            if (auto set = w.set_redirect(path, target); !set) return set;
        return {};
    }));
    serve();
    EXPECT_TRUE(holds(get("/about").body, "من نحن"));
    EXPECT_EQ(get("/go").status, 410);
    EXPECT_EQ(get("/out").status, 301);
    EXPECT_EQ(get("/.well-known/acme-challenge/token").status, 404);
    EXPECT_EQ(get("/.well-known/assetlinks.json").status, 404);
}

TEST_F(SiteTest, TellsItsHealthAndItsCountersToThisMachine) {
    serve();
    EXPECT_EQ(get("/health/live").body, "ok\n");
    EXPECT_EQ(get("/health/ready").status, 200);
    EXPECT_TRUE(holds(get("/metrics").body, "warraq_http_answers_total{status=\"2xx\"}"));
    EXPECT_EQ(get("/metrics", "X-Forwarded-For: 203.0.113.9\r\n").status, 404)
        << "a proxy asks for someone else";
    EXPECT_EQ(get("/metrics", "Forwarded: for=203.0.113.9\r\n").status, 404);
}

TEST_F(SiteTest, AnEmptySiteSaysSo) {
    serve();
    EXPECT_TRUE(holds(get("/").body, "لم يُنشر خبر بعد."));
    EXPECT_TRUE(holds(get("/local").body, "لا أخبار هنا بعد."));
}

}  // namespace
}  // namespace warraq::site
