#include "base/file.h"
#include "base/percent.h"
#include "desk/stories/scheduler.h"
#include "store/old_addresses.h"
#include "support/eventually.h"
#include "support/writing.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using testing::Browser;
using enum story::Role;
using namespace std::chrono_literals;

class DeskStoriesTest : public testing::WritingTest {
  protected:
    // The headline that the link shows, or its status.
    std::string preview_of(const std::string& link) {
        testing::HttpClient client(server_->port());
        const auto answer = client.get(link);
        return answer.status == 200 ? answer.body : std::to_string(answer.status);
    }
    std::string list(const Browser& who, const std::string& query = {}) {
        std::string out;
        const auto listed = call(who, "GET", "/desk/api/stories" + query).json;
        for (const auto& story : listed["stories"])
            out += (out.empty() ? "" : " ") + story["headline"].get<std::string>();
        return out;
    }
};

TEST_F(DeskStoriesTest, FromDraftToReader) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    const int id = write(reporter, "القمح يصل");
    EXPECT_EQ(status(id), "draft");
    EXPECT_EQ(get({id}).slug, "القمح-يصل");
    EXPECT_EQ(move(reporter, id, "published").code(), "refused");
    EXPECT_EQ(move(reporter, id, "in_review").status, 200);
    EXPECT_EQ(save(reporter, id, content("تبديل بعد التسليم")).code(), "not_allowed");
    EXPECT_EQ(save(editor, id, content("القمح يصل إلى الميناء")).status, 200);
    EXPECT_EQ(move(editor, id, "published").status, 200);
    const auto story = get({id});
    EXPECT_EQ(story.headline, "القمح يصل إلى الميناء");
    EXPECT_LE(now() - story.published, 5s);
    EXPECT_FALSE(story.key_points.empty()) << "made where an editor wrote none";
    EXPECT_EQ(story.bylines.at(0).name, "سلمى النجار");
    const auto audit = call(come_in(ManagingEditor), "GET", "/desk/api/audit").json["entries"];
    EXPECT_EQ(audit[1]["action"], "story_published");
    EXPECT_EQ(audit[1]["who"], "editor");
}

TEST_F(DeskStoriesTest, NothingIsOverwrittenSilently) {
    const auto editor = come_in(Editor), other = come_in(ManagingEditor);
    const int id = write(editor, "خبر");
    const int seen = version(editor, id);
    ASSERT_EQ(save(other, id, content("عنوان زميل")).status, 200);
    const auto late = call(editor, "PUT", path(id), {{"version", seen}, {"content", content("عنواني")}});
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(late.code(), "conflict");
    EXPECT_EQ(get({id}).headline, "عنوان زميل");
    EXPECT_EQ(call(editor, "POST", path(id, "/move"), {{"version", seen}, {"to", "published"}}).status, 409);
}

TEST_F(DeskStoriesTest, APublicStoryChangesOnlyWhenItsChangesArePublished) {
    const auto editor = come_in(Editor);
    const int id = write(editor, "قديم");
    ASSERT_EQ(move(editor, id, "published").status, 200);
    const auto kept = save(editor, id, content("جديد"));
    EXPECT_EQ(kept.json["working_copy"], true);
    EXPECT_EQ(get({id}).headline, "قديم");
    EXPECT_EQ(call(editor, "GET", path(id)).json["working_copy"]["content"]["headline"], "جديد");
    EXPECT_EQ(call(editor, "POST", path(id, "/changes"), {{"version", version(editor, id)}}).status, 200);
    EXPECT_EQ(get({id}).headline, "جديد");
    EXPECT_EQ(get({id}).slug, "قديم") << "its address stays";
    EXPECT_TRUE(call(editor, "GET", path(id)).json["working_copy"].is_null());
    EXPECT_EQ(call(editor, "POST", path(id, "/changes"), {{"version", version(editor, id)}}).status, 404);
    save(editor, id, content("تراجعت"));
    EXPECT_EQ(call(editor, "DELETE", path(id, "/changes"), {{"version", version(editor, id)}}).status, 204);
    EXPECT_TRUE(call(editor, "GET", path(id)).json["working_copy"].is_null());
}

TEST_F(DeskStoriesTest, CorrectionsAndWithdrawalsSayWhy) {
    const auto editor = come_in(Editor), manager = come_in(ManagingEditor);
    const int id = write(editor, "خبر");
    ASSERT_EQ(move(editor, id, "published").status, 200);
    EXPECT_EQ(move(editor, id, "corrected").code(), "no_text");
    save(editor, id, content("خبر صحيح"));
    EXPECT_EQ(move(editor, id, "corrected", {{"text", "الصحيح ألف طن."}}).status, 200);
    EXPECT_EQ(get({id}).corrections.at(0).text, "الصحيح ألف طن.");
    EXPECT_EQ(get({id}).headline, "خبر صحيح") << "what was being changed goes with it";
    EXPECT_EQ(move(editor, id, "withdrawn", {{"text", "خطأ"}}).code(), "refused");
    EXPECT_EQ(move(manager, id, "withdrawn", {{"text", "تبيّن أن الخبر غير دقيق."}}).status, 200);
    EXPECT_EQ(get({id}).withdrawal, "تبيّن أن الخبر غير دقيق.");
    EXPECT_EQ(move(manager, id, "published").status, 200);
    EXPECT_EQ(get({id}).withdrawal, "");
}

TEST_F(DeskStoriesTest, ScheduledStoriesArePublishedOnceWhenDue) {
    const auto editor = come_in(Editor);
    const int id = write(editor, "مجدول");
    const Instant due = now() + 1h;
    EXPECT_EQ(move(editor, id, "scheduled").code(), "invalid");
    EXPECT_EQ(move(editor, id, "published", {{"at", to_iso8601(due)}}).code(), "invalid") << "not at once";
    EXPECT_EQ(move(editor, id, "scheduled", {{"at", to_iso8601(now() - 1h)}}).code(), "past_time");
    ASSERT_EQ(move(editor, id, "scheduled", {{"at", to_iso8601(due)}}).status, 200);
    EXPECT_EQ(*publish_due(*store_, due - 1s), 0);
    EXPECT_EQ(status(id), "scheduled");
    EXPECT_EQ(*publish_due(*store_, due), 1);
    EXPECT_EQ(*publish_due(*store_, due), 0);
    EXPECT_EQ(status(id), "published");
    EXPECT_EQ(get({id}).published, due);
    const int held = write(editor, "أُوقف");
    ASSERT_EQ(move(editor, held, "scheduled", {{"at", to_iso8601(due)}}).status, 200);
    ASSERT_EQ(move(editor, held, "draft").status, 200);
    EXPECT_EQ(*publish_due(*store_, due + 1h), 0);
}

TEST_F(DeskStoriesTest, AStoryThatIsNotFitKeepsNoOtherWaiting) {
    const auto editor = come_in(Editor);
    const int unfit = write(editor, "بلا نصّ"), fit = write(editor, "كامل");
    const Instant due = now() + 1h;
    for (const int id : {unfit, fit})
        ASSERT_EQ(move(editor, id, "scheduled", {{"at", to_iso8601(due)}}).status, 200);
    EXPECT_EQ(save(editor, unfit, content("")).code(), "no_headline") << "nothing unfit is saved at the desk";
    auto story = get({unfit});
    story.body = {};
    ASSERT_TRUE(StoreTest::write([&](store::Writer& w) { return w.save(story); }));
    std::vector<std::string> told;
    const auto note = [&](story::StoryId id, std::string_view why) {
        told.push_back(fmt::format("{}: {}", id.value, why));
    };
    EXPECT_EQ(*publish_due(*store_, due, note), 1) << "and no failure of the store's";
    EXPECT_EQ(status(fit), "published");
    EXPECT_EQ(status(unfit), "scheduled");
    ASSERT_EQ(told.size(), 1u);
    EXPECT_TRUE(told[0].starts_with(std::to_string(unfit) + ": ")) << told[0];
}

TEST_F(DeskStoriesTest, TheSchedulerKeepsTheTime) {
    const auto editor = come_in(Editor);
    const int id = write(editor, "بعد ثوانٍ");
    const Instant due = now() + 4s;
    ASSERT_EQ(move(editor, id, "scheduled", {{"at", to_iso8601(due)}}).status, 200);
    const Scheduler scheduler(*store_);
    EXPECT_TRUE(testing::eventually([&] { return status(id) == "published"; }));
    EXPECT_GE(now(), due);
}

TEST_F(DeskStoriesTest, OnlyWhatIsFitIsPublished) {
    const auto editor = come_in(Editor);
    const int id = call(editor, "POST", "/desk/api/stories").json["id"];
    EXPECT_EQ(move(editor, id, "published").code(), "no_headline");
    auto empty = content("عنوان", {});
    empty["body"] = {{"type", "doc"}, {"content", {{{"type", "paragraph"}}}}};
    ASSERT_EQ(save(editor, id, empty).status, 200) << "an empty paragraph is a draft's good right";
    EXPECT_EQ(move(editor, id, "in_review").code(), "no_body");
}

TEST_F(DeskStoriesTest, EachSeesWhatIsTheirs) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    const int own = write(reporter, "خبري"), others = write(editor, "خبره");
    EXPECT_EQ(list(reporter), "خبري");
    EXPECT_EQ(list(editor), "خبره خبري");
    EXPECT_EQ(list(editor, "?mine=1"), "خبره");
    EXPECT_EQ(list(editor, fmt::format("?after={}", others)), "خبري");
    EXPECT_EQ(list(editor, "?status=published"), "");
    EXPECT_EQ(call(editor, "GET", "/desk/api/stories?status=lost").status, 422);
    EXPECT_EQ(call(reporter, "GET", path(others)).code(), "not_found");
    EXPECT_EQ(call(reporter, "GET", path(others, "/revisions")).code(), "not_found");
    EXPECT_EQ(call(reporter, "POST", path(others, "/notes"), {{"text", "رأي"}}).code(), "not_found");
    const auto stolen = call(reporter, "PUT", path(others),
                             {{"version", version(editor, others)}, {"content", content("سُرق")}});
    EXPECT_EQ(stolen.code(), "not_found");
    EXPECT_EQ(call(reporter, "POST", path(others, "/move"),
                   {{"version", version(editor, others)}, {"to", "in_review"}})
                  .code(),
              "not_found");
    ASSERT_EQ(move(editor, others, "published").status, 200);
    for (const char* rest : {"", "/revisions"})
        EXPECT_EQ(call(reporter, "GET", path(others, rest)).code(), "not_found") << "public, and not his";
    EXPECT_EQ(call(reporter, "GET", path(own)).json["moves"], json({"in_review"}));
    EXPECT_EQ(call(editor, "GET", path(own)).json["moves"], json({"in_review", "scheduled", "published"}));
}

TEST_F(DeskStoriesTest, AreFoundByTheirWordsInAnySpelling) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    write(reporter, "الإنتخابات البلديّة تبدأ غدًا");
    write(editor, "إنتخابات الغرفة التجارية");
    EXPECT_EQ(list(editor, "?q=%D8%A7%D9%86%D8%AA%D8%AE%D8%A7%D8%A8%D8%A7%D8%AA"),  // انتخابات
              "إنتخابات الغرفة التجارية الإنتخابات البلديّة تبدأ غدًا");
    EXPECT_EQ(list(editor, "?q=%D8%A7%D9%84%D8%A8%D9%84%D8%AF%D9%8A%D8%A9"),
              "الإنتخابات البلديّة تبدأ غدًا");  // البلدية
    EXPECT_EQ(list(reporter, "?q=%D8%A7%D9%86%D8%AA%D8%AE%D8%A7%D8%A8%D8%A7%D8%AA"),
              "الإنتخابات البلديّة تبدأ غدًا");
    EXPECT_EQ(list(editor, "?q=%D9%82%D9%85%D8%AD"), "");
    EXPECT_EQ(list(editor, "?q=%21"), "");
}

TEST_F(DeskStoriesTest, RevisionsAreKeptAndShown) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    const int id = write(reporter, "أول");
    save(reporter, id, content("ثانٍ"));
    move(reporter, id, "in_review");
    save(editor, id, content("ثالث"));
    const auto revisions = call(editor, "GET", path(id, "/revisions")).json["revisions"];
    ASSERT_EQ(revisions.size(), 3u) << "one sitting of the reporter, the handing in, one of the editor";
    EXPECT_EQ(revisions[0]["who"], "editor");
    const auto first =
        call(editor, "GET", path(id, fmt::format("/revisions/{}", revisions[2]["id"].get<int>())));
    EXPECT_EQ(first.json["content"]["headline"], "ثانٍ");
    const int other = write(editor, "آخر");
    EXPECT_EQ(
        call(editor, "GET", path(other, fmt::format("/revisions/{}", revisions[2]["id"].get<int>()))).status,
        404);
}

TEST_F(DeskStoriesTest, ColleaguesLeaveNotesAndTakeSeats) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    const int id = write(reporter, "خبر");
    EXPECT_EQ(call(reporter, "PUT", path(id, "/seat")).json["mine"], true);
    const auto late = call(editor, "PUT", path(id, "/seat")).json;
    EXPECT_EQ(late["mine"], false);
    EXPECT_EQ(late["who"], "reporter");
    EXPECT_EQ(call(editor, "PUT", path(id, "/seat"), {{"take", true}}).json["mine"], true);
    EXPECT_EQ(call(reporter, "PUT", path(id, "/seat")).json["who"], "editor");
    EXPECT_EQ(call(editor, "DELETE", path(id, "/seat")).status, 204);
    EXPECT_EQ(call(reporter, "PUT", path(id, "/seat")).json["mine"], true);
    const auto elsewhere = come_in(Reporter);
    EXPECT_EQ(call(elsewhere, "PUT", path(id, "/seat")).json["mine"], false);
    EXPECT_EQ(call(elsewhere, "PUT", path(id, "/seat"), {{"open", true}}).json["mine"], true) << "one's own";
    EXPECT_EQ(call(editor, "PUT", path(id, "/seat"), {{"open", true}}).json["mine"], false);
    EXPECT_EQ(call(elsewhere, "DELETE", "/desk/api/session").status, 204);
    EXPECT_EQ(call(editor, "PUT", path(id, "/seat")).json["mine"], true) << "who signs out leaves";
    EXPECT_EQ(call(editor, "POST", path(id, "/notes"), {{"text", "  راجع الأرقام "}}).status, 204);
    EXPECT_EQ(call(reporter, "GET", path(id)).json["notes"][0]["text"], "راجع الأرقام");
    EXPECT_EQ(call(editor, "POST", path(id, "/notes"), {{"text", " "}}).status, 422);
}

TEST_F(DeskStoriesTest, BadContentIsNamedAndChangesNothing) {
    const auto editor = come_in(Editor);
    const int id = write(editor, "سليم");
    struct Case {
        const char* pointer;
        json value;
        const char* says;
    };
    const Case cases[] = {
        {"/section", "none", "section: there is no such section"},
        {"/headline", std::string(301, 'x'), "content.headline: has more than 300 letters"},
        {"/headline", 5, "content.headline: is not a text"},
        {"/urgency", "hot", "urgency: is not normal"},
        {"/tags", json::array({{{"name", "x"}, {"kind", "y"}}}), "tags: there is no such kind"},
        {"/sources", json::array({{{"name", 5}}}), "content.sources[0].name: is not a text"},
        {"/lead_image", {{"media", "a.webp"}}, "content.lead_image.width: is missing"},
        {"/lead_image",
         {{"media", "../secret.key"}, {"width", 1}, {"height", 1}},
         "lead_image.media: is not the name of a media file"},
        {"/lead_image",
         {{"media", "a\x1b[2Jb.webp"}, {"width", 1}, {"height", 1}},
         "lead_image.media: is not the name of a media file"},
        {"/sources", json::array({{{"name", "x"}, {"url", "javascript:alert(1)"}}}), "sources.url: is not"},
        {"/sources", json::array({{{"name", "x"}, {"url", "//evil.example"}}}), "sources.url: is not"},
        {"/body", "text", "type: is not «doc»"},
        {"/body", {{"type", "doc"}, {"content", {{{"type", "script"}}}}}, "content[0]"},
        {"/body",
         {{"type", "doc"},
          {"content",
           {{{"type", "paragraph"},
             {"content",
              {{{"type", "text"},
                {"text", "x"},
                {"marks", {{{"type", "link"}, {"attrs", {{"href", "javascript:alert(1)"}}}}}}}}}}}}},
         "content[0].content[0].marks[0].attrs.href"},
    };
    for (const Case& one : cases) {
        auto what = content("سليم");
        what[json::json_pointer(one.pointer)] = one.value;
        const auto answer = save(editor, id, what);
        EXPECT_EQ(answer.status, 422) << one.says;
        EXPECT_NE(answer.json["error"]["message"].get<std::string>().find(one.says), std::string::npos)
            << answer.json;
    }
    EXPECT_EQ(get({id}).headline, "سليم");
    EXPECT_EQ(get({id}).version, 2);
}

TEST_F(DeskStoriesTest, TheMachineProposesBesideTheText) {
    const auto reporter = come_in(Reporter);
    const auto proposed =
        call(reporter, "POST", "/desk/api/proposals",
             {{"headline", "وزير الخارجية العُماني يزور القاهرة"},
              {"paragraphs",
               {"اعلن وزير الخارجية العُماني بدر البوسعيدي، اليوم السبت، أن بلاده ستوقّع اتفاقًا مع مصر.",
                "😀 وقال البوسعيدي  إن إتحاد الغرف يرحب بالاتفاق."}}});
    ASSERT_EQ(proposed.status, 200) << proposed.json;
    EXPECT_FALSE(proposed.json["key_points"].empty());
    EXPECT_NE(proposed.json["tags"].dump().find(R"("kind":"person","name":"بدر البوسعيدي")"),
              std::string::npos)
        << proposed.json["tags"];
    const auto& corrections = proposed.json["corrections"];
    ASSERT_GE(corrections.size(), 3u) << corrections;
    EXPECT_EQ(corrections[0]["found"], "اعلن");
    EXPECT_EQ(corrections[0]["replacement"], "أعلن");
    const auto hamza = std::find_if(corrections.begin(), corrections.end(),
                                    [](const json& c) { return c["found"] == "إتحاد"; });
    ASSERT_NE(hamza, corrections.end()) << corrections;
    EXPECT_EQ((*hamza)["paragraph"], 1);
    EXPECT_EQ((*hamza)["begin"], 22) << "UTF-16: the face counts two";
}

TEST_F(DeskStoriesTest, APreviewIsSeenByWhoeverHasItsLink) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    const int id = write(reporter, "للمعاينة");
    const std::string link = call(reporter, "POST", path(id, "/preview")).json["link"];
    EXPECT_EQ(preview_of(link), "للمعاينة");
    for (const std::string& bad :
         {link + "0", link.substr(0, link.size() - 1), std::string("/desk/preview/1"),
          "/desk/preview/1.9999999999." + std::string(32, '0'), std::string("/desk/preview/..")})
        EXPECT_EQ(preview_of(bad), "404") << bad;
    const int others = write(editor, "لغيره");
    EXPECT_EQ(call(reporter, "POST", path(others, "/preview")).code(), "not_found");
    ASSERT_EQ(move(editor, others, "published").status, 200);
    save(editor, others, content("لم يُنشر بعد"));
    EXPECT_EQ(preview_of(call(editor, "POST", path(others, "/preview")).json["link"]), "لم يُنشر بعد");
}

TEST_F(DeskStoriesTest, FilesOfWhatIsHiddenAreSeenAtTheDeskAlone) {
    for (const char* name : {"port.sets.webp", "port.sets-400.webp", "other.webp"})
        ASSERT_TRUE(write_file(folder_ / "media" / name, std::string("of ") + name));
    const auto reporter = come_in(Reporter), moderator = come_in(Moderator);
    const auto file = [&](const std::string& address, const Browser& browser = {}) {
        const std::string fields =
            browser.cookie.empty() ? "" : fmt::format("Cookie: {}={}\r\n", cookie_name(), browser.cookie);
        return testing::HttpClient(server_->port()).get(address, fields);
    };
    const auto seen = file("/desk/media/port.sets-400.webp", reporter);
    EXPECT_EQ(seen.body, "of port.sets-400.webp");
    EXPECT_EQ(seen.field("Content-Type"), "image/webp");
    EXPECT_EQ(seen.field("Cache-Control"), "no-store");
    EXPECT_NE(seen.field("Content-Security-Policy").find("sandbox"), std::string::npos);
    EXPECT_EQ(file("/desk/media/port.sets-400.webp").status, 401);
    EXPECT_EQ(file("/desk/media/port.sets-400.webp", moderator).status, 403);
    for (const char* sly : {"/desk/media/none.webp", "/desk/media/..%2Fwarraq.db", "/desk/media/.hidden"})
        EXPECT_EQ(file(sly, reporter).status, 404) << sly;

    // Who has a preview's link sees what is on its page, and nothing else.
    const int id = write(reporter,
                         "<img src=\"/media/port.sets.webp\" srcset=\"/media/port.sets-400.webp 400w, "
                         "/media/port.sets.webp 800w\">");
    const std::string link = call(reporter, "POST", path(id, "/preview")).json["link"];
    const auto page = file(link).body;
    std::vector<std::string> addresses;
    for (auto at = page.find("/desk/preview/"); at != page.npos; at = page.find("/desk/preview/", at + 1))
        addresses.push_back(page.substr(at, page.find_first_of("\" ", at) - at));
    ASSERT_EQ(addresses.size(), 3u) << page;
    EXPECT_EQ(page.find("\"/media/"), page.npos);
    EXPECT_EQ(file(addresses[1]).body, "of port.sets-400.webp");
    EXPECT_EQ(file(addresses[1]).field("Cache-Control"), "no-store");
    std::string other = addresses[1];
    other.replace(other.find("port.sets-400"), 13, "other");
    EXPECT_EQ(file(other).status, 404);
}

TEST_F(DeskStoriesTest, AStoryHasOtherHeadlinesAnAddressAndRelatedStoriesOfItsOwn) {
    const auto editor = come_in(Editor);
    const auto near = add("قريب").value, far = add("بعيد").value;
    const int id = write(editor, "القمح يصل");
    auto what = content("القمح يصل");
    what["search_headline"] = "وصول القمح إلى الميناء";
    what["social_headline"] = "وصل القمح!";
    what["slug"] = "Wheat in!";
    what["related_pinned"] = {near, 999'999, near, id};
    what["related_excluded"] = {far};
    ASSERT_EQ(save(editor, id, what).status, 200);
    const auto story = get({id});
    EXPECT_EQ(story.slug, "wheat-in");
    EXPECT_EQ(story.search_headline, "وصول القمح إلى الميناء");
    EXPECT_EQ(story.social_headline, "وصل القمح!");
    EXPECT_EQ(story.related_pinned, std::vector<story::StoryId>{{near}}) << "once, and only what is there";
    EXPECT_EQ(story.related_excluded, std::vector<story::StoryId>{{far}});
    const auto shown = call(editor, "GET", path(id)).json;
    EXPECT_EQ(shown["content"]["slug"], "wheat-in");
    EXPECT_EQ(shown["related"].size(), 2u);
    what["slug"] = "";
    what["headline"] = "القمح وصل";
    save(editor, id, what);
    EXPECT_EQ(get({id}).slug, "القمح-وصل") << "never public: its address follows the headline";
    ASSERT_EQ(move(editor, id, "published").status, 200);
    what["headline"] = "القمح وصل أمس";
    save(editor, id, what);
    ASSERT_EQ(call(editor, "POST", path(id, "/changes"), {{"version", version(editor, id)}}).status, 200);
    EXPECT_EQ(get({id}).slug, "القمح-وصل") << "a public one stays where it is";
    // A content of an older program leaves what it does not know.
    save(editor, id, content("القمح وصل أمس"));
    ASSERT_EQ(call(editor, "POST", path(id, "/changes"), {{"version", version(editor, id)}}).status, 200);
    EXPECT_EQ(get({id}).related_pinned.size(), 1u);
}

TEST_F(DeskStoriesTest, AnEmbargoIsKept) {
    const auto editor = come_in(Editor);
    const int id = write(editor, "محظور");
    auto what = content("محظور");
    what["embargo"] = to_iso8601(now() + 2h);
    ASSERT_EQ(save(editor, id, what).status, 200);
    EXPECT_EQ(move(editor, id, "published").code(), "embargoed");
    EXPECT_EQ(move(editor, id, "scheduled", {{"at", to_iso8601(now() + 1h)}}).code(), "embargoed");
    EXPECT_EQ(status(id), "draft");
    EXPECT_EQ(move(editor, id, "scheduled", {{"at", to_iso8601(now() + 3h)}}).status, 200);
    what["embargo"] = nullptr;
    EXPECT_EQ(save(editor, id, what).status, 200);
    EXPECT_EQ(move(editor, id, "published").status, 200);
    what["embargo"] = "غدًا";
    EXPECT_EQ(save(editor, id, what).status, 422);
}

TEST_F(DeskStoriesTest, PicturesAreFoundByWhatIsSaidOfThemAndToldWhereTheyAre) {
    const auto editor = come_in(Editor);
    const int id = write(editor, "القمح يصل");
    auto what = content("القمح يصل");
    what["lead_image"] = {{"media", "port.set.webp"},
                          {"alt", "رافعة في الميناء"},
                          {"caption", "السفينة «أمّ الخير»"},
                          {"credit", "ليلى الصيّاد"},
                          {"width", 1600},
                          {"height", 900}};
    what["body"]["content"].push_back(
        {{"type", "image"},
         {"attrs", {{"media", "wheat.set.webp"}, {"alt", "سنابل"}, {"width", 300}, {"height", 200}}}});
    ASSERT_EQ(save(editor, id, what).status, 200);
    const auto found = [&](const std::string& query) {
        std::string out;
        const auto answer = call(editor, "GET", "/desk/api/pictures" + query);
        for (const auto& one : answer.json["pictures"])
            out += one["media"].get<std::string>() + fmt::format(":{} ", one["stories"].size());
        return out;
    };
    EXPECT_EQ(found(""), "wheat.set.webp:1 port.set.webp:1 ");
    EXPECT_EQ(found("?q=" + percent::encode_value("ام الخير")), "port.set.webp:1 ") << "in any spelling";
    EXPECT_EQ(found("?q=" + percent::encode_value("الصياد رافعه")), "port.set.webp:1 ");
    EXPECT_EQ(found("?q=" + percent::encode_value("قطار")), "");
    EXPECT_EQ(found("?after=wheat.set.webp"), "port.set.webp:1 ");
    const auto first = call(editor, "GET", "/desk/api/pictures").json["pictures"];
    EXPECT_EQ(first[1]["thumbnail"], "/desk/media/port.set-400.webp");
    EXPECT_EQ(first[0]["thumbnail"], "/desk/media/wheat.set.webp") << "it is small itself";
    EXPECT_EQ(first[1]["stories"][0]["id"], id);
    what["lead_image"]["focus"] = "top-left";
    ASSERT_EQ(save(editor, id, what).status, 200);
    EXPECT_EQ(get({id}).lead_image->focus, "top-left");
    what["lead_image"]["focus"] = "nowhere";
    EXPECT_EQ(save(editor, id, what).status, 422);
    what["lead_image"] = nullptr;
    save(editor, id, what);
    EXPECT_EQ(found(""), "wheat.set.webp:1 port.set.webp:0 ") << "it stays in the library";
}

TEST_F(DeskStoriesTest, ManyAreChangedAtOnceAndBack) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    ASSERT_TRUE(store_->write([](store::Writer& w) {
        return w.save(story::Section{{}, "sport", "رياضة", 2});
    }));
    const int one = write(reporter, "أولى"), two = write(reporter, "ثانية"), others = write(editor, "لزميل");
    const auto change = [&](const Browser& who, const json& changes) {
        return call(who, "PATCH", "/desk/api/stories", {{"changes", changes}});
    };
    const auto of = [&](int id) { return json{{"id", id}, {"version", get({id}).version}}; };
    const auto with = [](json object, const char* name, const json& value) {
        object[name] = value;
        return object;
    };
    const auto changed =
        change(editor, json::array({with(of(one), "section", "sport"), with(of(two), "section", "sport")}));
    ASSERT_EQ(changed.status, 200) << changed.json;
    ASSERT_EQ(changed.json["done"].size(), 2u) << changed.json;
    EXPECT_EQ(changed.json["done"][0]["section"], "local") << "what it was";
    EXPECT_EQ(call(editor, "GET", path(one)).json["section"], "sport");
    EXPECT_EQ(change(editor, changed.json["done"]).json["done"].size(), 2u) << "and back";
    EXPECT_EQ(call(editor, "GET", path(two)).json["section"], "local");
    // Each by itself: an old version, a colleague's, what is not there, what is decided one by one.
    const auto mixed = change(reporter, json::array({with(of(one), "to", "in_review"),
                                                     with({{"id", two}, {"version", 1}}, "to", "in_review"),
                                                     with(of(others), "to", "in_review"),
                                                     {{"id", 999'999}, {"version", 1}, {"to", "draft"}},
                                                     with(of(two), "to", "published")}));
    ASSERT_EQ(mixed.status, 200) << mixed.json;
    EXPECT_EQ(mixed.json["done"].size(), 1u);
    std::string codes;
    for (const auto& failed : mixed.json["failed"]) codes += failed["code"].get<std::string>() + " ";
    EXPECT_EQ(codes, "conflict not_found not_found one_by_one ");
    EXPECT_EQ(status(one), "in_review");
    EXPECT_EQ(status(two), "draft");
}

TEST_F(DeskStoriesTest, TheListIsNarrowedByWriterAndDay) {
    const auto reporter = come_in(Reporter), editor = come_in(Editor);
    write(reporter, "لمحرر ميداني");
    write(editor, "لمحرر");
    const auto id = (*(*store_->snapshot())->user(std::string_view("reporter")))->id.value;
    EXPECT_EQ(list(editor, fmt::format("?owner={}", id)), "لمحرر ميداني");
    EXPECT_EQ(list(editor, "?until=2020-01-01"), "");
    EXPECT_NE(list(editor, "?until=" + to_iso8601(now()).substr(0, 10)), "");
    EXPECT_EQ(call(editor, "GET", "/desk/api/stories?until=today").status, 422);
}

TEST_F(DeskStoriesTest, ModeratorsDecideAndEdit) {
    const auto moderator = come_in(Moderator);
    const auto id = add("خبر");
    for (const char* text : {"أول", "ثانٍ"})
        ASSERT_TRUE(store_->write([&](store::Writer& w) {
            return w.add_comment(id, {"قارئ", "r@example.org", text});
        }));
    auto queue = call(moderator, "GET", "/desk/api/comments").json;
    ASSERT_EQ(queue["comments"].size(), 2u);
    EXPECT_EQ(queue["pending"], 2);
    EXPECT_EQ(queue.dump().find("example.org"), std::string::npos) << "no e-mail address leaves the store";
    EXPECT_EQ(
        call(moderator, "PATCH", "/desk/api/comments/1", {{"status", "approved"}, {"text", "أول، مهذّبًا"}})
            .status,
        204);
    EXPECT_EQ(call(moderator, "PATCH", "/desk/api/comments/2", {{"status", "spam"}}).status, 204);
    const auto told = *(*store_->snapshot())->audit(0, 100);
    for (const auto& entry : told) {
        if (!entry.action.starts_with("comment_")) continue;
        EXPECT_EQ(entry.detail, "") << "a reader may want it forgotten";
    }
    EXPECT_EQ(call(moderator, "PATCH", "/desk/api/comments/9", {{"status", "spam"}}).status, 404);
    EXPECT_EQ(call(moderator, "PATCH", "/desk/api/comments/2", {{"status", "lost"}}).status, 422);
    EXPECT_EQ(call(moderator, "GET", "/desk/api/comments").json["comments"].size(), 0u);
    EXPECT_EQ(call(moderator, "GET", "/desk/api/comments?status=approved").json["comments"][0]["text"],
              "أول، مهذّبًا");
}

TEST_F(DeskStoriesTest, APageStandsAtItsAddressAndTakesReadersAlongWhenItMoves) {
    const auto editor = come_in(Editor);
    for (const auto& [address, code] :
         {std::pair("about", "page_address"), {"/desk/x", "page_address"}, {"/local/us", "page_taken"}})
        EXPECT_EQ(call(editor, "POST", "/desk/api/stories", {{"page", address}}).code(), code) << address;
    const int id = call(editor, "POST", "/desk/api/stories", {{"page", "/about"}}).json["id"];
    EXPECT_EQ(call(editor, "POST", "/desk/api/stories", {{"page", "/about"}}).code(), "page_taken");
    auto text = content("من نحن");
    text["page"] = "/about";
    ASSERT_EQ(save(editor, id, text).status, 200);
    ASSERT_EQ(move(editor, id, "published").status, 200);
    EXPECT_EQ(get({id}).page_path, "/about");
    EXPECT_TRUE(get({id}).key_points.empty()) << "it is no news";
    write(editor, "خبر");
    EXPECT_EQ(list(editor, "?pages=1"), "من نحن");
    EXPECT_EQ(list(come_in(Reporter), "?pages=1"), "") << "a colleague's";
    EXPECT_EQ(call(editor, "GET", path(id)).json["page"], "/about");
    text["page"] = "/about/us";
    ASSERT_EQ(save(editor, id, text).status, 200);
    ASSERT_EQ(call(editor, "POST", path(id, "/changes"), {{"version", version(editor, id)}}).status, 200);
    EXPECT_EQ(get({id}).page_path, "/about/us");
    EXPECT_EQ((*store::find_old_place(*read(), "/about"))->address, "/about/us");
    text.erase("page");
    ASSERT_EQ(save(editor, id, text).status, 200);
    EXPECT_EQ(get({id}).page_path, "/about/us") << "a content that does not speak of it leaves it";
    ASSERT_EQ(move(come_in(ManagingEditor), id, "withdrawn", {{"text", "خطأ"}}).status, 200);
    text["page"] = "/unheard-of";
    EXPECT_EQ(save(editor, id, text).status, 422) << "it would be told there that it was withdrawn";
}

TEST_F(DeskStoriesTest, AStoryStandsInSectionsBesideItsOwn) {
    const auto sport = *StoreTest::write([](store::Writer& w) {
        return w.save(story::Section{{}, "sport", "رياضة", 2});
    });
    const auto editor = come_in(Editor);
    const int id = write(editor, "مباراة في الميناء");
    auto text = content("مباراة في الميناء");
    text["also_in"] = {"sport", "local", "sport"};
    ASSERT_EQ(save(editor, id, text).status, 200);
    EXPECT_EQ(call(editor, "GET", path(id)).json["content"]["also_in"], json({"sport"}))
        << "its own is not beside it";
    ASSERT_EQ(move(editor, id, "published").status, 200);
    EXPECT_EQ(read()->cards({.section = sport})->size(), 1u);
    text["also_in"] = {"nowhere"};
    EXPECT_EQ(save(editor, id, text).status, 422);
    text["also_in"] = json::array();
    ASSERT_EQ(save(editor, id, text).status, 200);
    ASSERT_EQ(call(editor, "POST", path(id, "/changes"), {{"version", version(editor, id)}}).status, 200);
    EXPECT_TRUE(read()->cards({.section = sport})->empty());
}

}  // namespace
}  // namespace warraq::desk
