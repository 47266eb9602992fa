#include "wordpress/import.h"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <mutex>

#include "archive/backup.h"
#include "archive/backup_keeper.h"
#include "archive/export.h"
#include "base/crypto.h"
#include "store/old_addresses.h"
#include "support/scarce.h"
#include "support/stories.h"
#include "wordpress/export.h"

namespace warraq::wordpress {
namespace {

using namespace archive;  // what is moved in is backed up and exported

struct Post {
    int id = 0;
    std::string content = "نص", rest = {}, type = "post", status = "publish", title = "عنوان";
    Instant at = *from_iso8601("2020-01-02T10:00:00Z");
};

// As WordPress writes instants.
std::string wordpress_form(Instant at) {
    std::string text = to_iso8601(at).substr(0, 19);
    text[10] = ' ';
    return text;
}

std::string item(const Post& post) {
    return fmt::format(
        "<item><title><![CDATA[{0} "
        "{1}]]></title><link>https://old.example.org/2020/01/02/post-{1}/</link><dc:creator>salma</"
        "dc:creator>"
        "<content:encoded><![CDATA[{2}]]></content:encoded><wp:post_id>{1}</"
        "wp:post_id><wp:post_date_gmt>{6}</wp:post_date_gmt>"
        "<wp:post_name>post-{1}</wp:post_name><wp:status>{3}</wp:status><wp:post_type>{4}</wp:post_type>{5}</"
        "item>",
        post.title, post.id, post.content, post.status, post.type, post.rest, wordpress_form(post.at));
}

class WordpressTest : public testing::StoreTest {
  protected:
    void write_file(const std::string& items, const std::string& head = "") {
        std::ofstream(folder_ / "x.xml")
            << "<?xml "
               "version=\"1.0\"?><rss><channel><title>ص</title><link>https://old.example.org</"
               "link><wp:wxr_version>1.2</wp:wxr_version>"
               "<wp:author><wp:author_id>4</wp:author_id><wp:author_login>salma</"
               "wp:author_login><wp:author_display_name>سلمى النجار</wp:author_display_name></wp:author>"
            << head << items << "</channel></rss>";
    }
    WordpressReport import(WordpressOptions options = {}) {
        notes_.clear();
        options.note = [this](const WordpressNote& note) { notes_.push_back(note.kind); };
        auto report = import_wordpress(*store_, folder_ / "x.xml", options);
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : WordpressReport{};
    }
    std::string address(std::string_view old) {
        auto place = store::find_old_place(*read(), old);
        EXPECT_TRUE(place);
        return place && *place ? (*place)->address : std::string();
    }
    bool told(std::string_view kind) const {
        return std::any_of(notes_.begin(), notes_.end(),
                           [&](const std::string& note) { return note.find(kind) != note.npos; });
    }
    std::string exported() {
        std::string out;
        auto done = export_lines(*read(), {}, {.emails = true}, [&](std::string_view piece) -> Result<void> {
            out += piece;
            return {};
        });
        EXPECT_TRUE(done);
        return out;
    }
    std::vector<std::string> notes_;
};

const std::string kTerms =
    "<wp:category><wp:term_id>30</wp:term_id><wp:category_nicename>gulf</"
    "wp:category_nicename><wp:category_parent>world</wp:category_parent>"
    "<wp:cat_name>الخليج</wp:cat_name></wp:category>"
    "<wp:category><wp:term_id>31</wp:term_id><wp:category_nicename>world</"
    "wp:category_nicename><wp:cat_name>العالم</wp:cat_name></wp:category>"
    "<wp:category><wp:term_id>32</wp:term_id><wp:category_nicename>empty</"
    "wp:category_nicename><wp:cat_name>فارغ</wp:cat_name></wp:category>"
    "<wp:tag><wp:term_id>40</wp:term_id><wp:tag_slug>wheat</wp:tag_slug><wp:tag_name>القمح</wp:tag_name></"
    "wp:tag>";

std::string in(const std::string& category) {
    return fmt::format("<category domain=\"category\" nicename=\"{0}\">{0}</category>", category);
}

TEST_F(WordpressTest, KeepsNumbersTermsAndAuthors) {
    write_file(item({.id = 700,
                     .rest = in("gulf") + in("world") +
                             "<category domain=\"post_tag\" nicename=\"wheat\">القمح</category>"}),
               kTerms);
    const auto report = import();
    EXPECT_EQ(report.added, 1u);
    const auto story = get({700});
    EXPECT_EQ(story.headline, "عنوان 700");
    EXPECT_EQ(story.section.value, 30);
    EXPECT_EQ(story.also_in, std::vector{story::SectionId{31}});
    ASSERT_EQ(story.bylines.size(), 1u);
    EXPECT_EQ(story.bylines[0].id.value, 4);
    EXPECT_EQ(story.bylines[0].slug, "salma");
    EXPECT_EQ(address("/2020/01/02/post-700/feed/"), "/gulf/700/post-700");
    EXPECT_EQ(address("/category/world/gulf/page/2/"), "/gulf");
    EXPECT_EQ(address("/tag/wheat/"), "/topic/wheat");
    EXPECT_EQ(address("/author/salma/"), "/author/salma");
    EXPECT_EQ(address("/2020/01/02/"), "/archive/2020/01/02");
    EXPECT_EQ(address("/"), "");
    EXPECT_EQ(address("/2020/01/02/nothing/"), "");
    auto reader = read();
    EXPECT_EQ((*reader->section("gulf"))->parent.value, 31) << "the tree";
    EXPECT_FALSE(*reader->section("empty"));
    EXPECT_TRUE(told("category without posts"));
    EXPECT_EQ((*reader->topic("wheat"))->id.value, 40);
    EXPECT_EQ(reader->cards({.section = story::SectionId{31}})->size(), 1u)
        << "it stands in the section above too";
    const auto user = *reader->user("salma");
    ASSERT_TRUE(user);
    EXPECT_FALSE(user->has_password) << "to be claimed";
    EXPECT_EQ(reader->owner_of({700})->value, user->id.value);
}

TEST_F(WordpressTest, TakesNumbersThatAreFree) {
    const auto own = add("كان هنا");
    write_file(item({.id = static_cast<int>(own.value)}));
    import();
    EXPECT_EQ(get(own).headline, "كان هنا");
    EXPECT_EQ(address(fmt::format("/?p={}", own.value)),
              fmt::format("/local/{}/post-{}", own.value + 1, own.value));
}

TEST_F(WordpressTest, StatusesAndPages) {
    write_file(item({.id = 1, .status = "draft"}) + item({.id = 2, .status = "pending"}) +
               item({.id = 3, .status = "private"}) + item({.id = 4, .status = "future"}) +
               item({.id = 5, .rest = "<wp:post_password>x</wp:post_password>"}) +
               item({.id = 6, .status = "trash"}) + item({.id = 7, .type = "page"}) +
               item({.id = 8, .type = "recipe"}) + item({.id = 9, .type = "nav_menu_item"}) +
               item({.id = 10, .rest = "<wp:is_sticky>1</wp:is_sticky>"}));
    const auto report = import();
    using story::Status;
    for (const auto& [id, status] :
         {std::pair(1, Status::Draft), std::pair(2, Status::InReview), std::pair(3, Status::Draft),
          std::pair(4, Status::Scheduled), std::pair(5, Status::Draft), std::pair(7, Status::Published)})
        EXPECT_EQ(get({id}).status, status) << id;
    EXPECT_FALSE(*read()->card({6}));
    EXPECT_EQ(get({7}).page_path, "/2020/01/02/post-7");
    EXPECT_EQ(*read()->page("/2020/01/02/post-7"), story::StoryId{7});
    EXPECT_EQ(read()->cards({})->size(), 1u) << "a page is no news";
    EXPECT_EQ(report.left_out, (std::map<std::string, std::uint64_t>{{"recipe", 1}}));
    EXPECT_EQ((*read()->front_places())[0].story.value, 10);
    WordpressOptions options;
    options.types.insert("recipe");
    EXPECT_EQ(import(options).added, 1u);
}

TEST_F(WordpressTest, CommentsKeepThreadsTimesAndDecisions) {
    const auto comment = [](int id, int parent, const std::string& approved, const std::string& type = "") {
        return fmt::format(
            "<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_author>سالم</"
            "wp:comment_author><wp:comment_author_email>s@example.org</wp:comment_author_email>"
            "<wp:comment_date_gmt>2020-02-03 04:05:06</wp:comment_date_gmt><wp:comment_content>نص "
            "&lt;b&gt;قوي&lt;/b&gt;\nسطر</wp:comment_content><wp:comment_approved>{}</wp:comment_approved>"
            "<wp:comment_type>{}</wp:comment_type><wp:comment_parent>{}</wp:comment_parent></wp:comment>",
            id, approved, type, parent);
    };
    write_file(
        item({.id = 1,
              .rest = "<wp:comment_status>closed</wp:comment_status>" + comment(52, 51, "1") +
                      comment(50, 0, "1") + comment(51, 50, "1") + comment(53, 0, "0") +
                      comment(54, 0, "spam") + comment(55, 0, "trash") + comment(56, 0, "1", "pingback")}));
    const auto report = import();
    EXPECT_EQ(report.comments, 6u);
    EXPECT_EQ(report.pingbacks, 1u);
    const auto threads = *read()->threads({1}, store::ThreadOrder::OldestFirst, 0, 9);
    ASSERT_EQ(threads.threads.size(), 1u);
    EXPECT_EQ(threads.threads[0].comment.id.value, 50);
    EXPECT_EQ(threads.threads[0].comment.text, "نص قوي\nسطر");
    EXPECT_EQ(to_iso8601(threads.threads[0].comment.created), "2020-02-03T04:05:06Z");
    EXPECT_EQ(threads.threads[0].replies.size(), 2u) << "an answer to an answer joins the thread";
    EXPECT_EQ(*read()->email_of({50}), "s@example.org");
    EXPECT_EQ((*read()->comment({54}))->status, story::CommentStatus::Spam);
    EXPECT_EQ(*read()->comment_policy({1}), story::CommentPolicy::Closed);
    EXPECT_EQ(import().comments, 0u) << "each comes once";
}

TEST_F(WordpressTest, ASecondTimeChangesNothingAndEditsStay) {
    write_file(item({.id = 1}) + item({.id = 2}) + item({.id = 3}));
    import();
    const auto changes = *read()->last_change();
    EXPECT_EQ(import().unchanged, 3u);
    EXPECT_EQ(*read()->last_change(), changes);
    auto edited = get({2});
    edited.headline = "حرّره محرر";
    ASSERT_TRUE(write([&](store::Writer& w) { return w.save(edited); }));
    write_file(item({.id = 1, .content = "نص آخر"}) + item({.id = 2, .content = "نص آخر"}) + item({.id = 3}));
    const auto report = import();
    EXPECT_EQ(report.updated, 1u);
    EXPECT_EQ(report.kept, 1u);
    EXPECT_EQ(report.unchanged, 1u);
    EXPECT_EQ(get({1}).body.plain_text(), "نص آخر");
    EXPECT_EQ(get({2}).headline, "حرّره محرر");
}

TEST_F(WordpressTest, LinksWithinTheSiteLeadToWhereThingsAre) {
    write_file(
        item(
            {.id = 1,
             .content =
                 R"(<a href="http://www.old.example.org/2020/01/02/post-2/#x">إلى لاحق</a> <a href="/?p=1">ذاته</a> <a href="https://old.example.org/wp-admin/">إدارة</a> <a href="https://else.example.org/">غيره</a> <a href="/2020/01/02/none/">لا شيء</a>)"}) +
        item({.id = 2}));
    EXPECT_EQ(import().links, 2u);
    const auto body = get({1}).body.to_json();
    EXPECT_NE(body.find("\"/local/2/post-2#x\""), body.npos) << body;
    EXPECT_NE(body.find("\"/local/1/post-1\""), body.npos);
    EXPECT_EQ(body.find("wp-admin"), body.npos);
    EXPECT_NE(body.find("\"https://else.example.org/\""), body.npos);
    EXPECT_EQ(import().unchanged, 2u) << "setting them right is no edit";
}

TEST_F(WordpressTest, PicturesAndFilesComeAlong) {
    std::filesystem::create_directories(folder_ / "uploads/2020");
    std::filesystem::create_directories(folder_ / "media");
    std::ofstream(folder_ / "uploads/2020/a.jpg") << "picture a";
    std::ofstream(folder_ / "uploads/2020/paper.pdf") << "%PDF-1.7 paper";
    std::ofstream(folder_ / "uploads/2020/false.pdf") << "<script>alert(1)</script>";
    const std::string attachment =
        "<item><title>a</title><link>https://old.example.org/a-page/</link><excerpt:encoded>شرح</"
        "excerpt:encoded><wp:post_id>90</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt>"
        "<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status><wp:post_parent>1</"
        "wp:post_parent><wp:attachment_url>https://old.example.org/wp-content/uploads/2020/a.jpg</"
        "wp:attachment_url>"
        "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>وصف</wp:meta_value></"
        "wp:postmeta></item>"
        "<item><title>gone</title><link>https://old.example.org/gone-page/</link><wp:post_id>91</"
        "wp:post_id><wp:post_type>attachment</wp:post_type><wp:post_parent>1</"
        "wp:post_parent><wp:attachment_url>https://old.example.org/wp-content/uploads/2020/gone.jpg</"
        "wp:attachment_url></item>";
    write_file(
        item(
            {.id = 1,
             .content =
                 R"(<img src="/wp-content/uploads/2020/a-300x200.jpg"> <a href="https://old.example.org/wp-content/uploads/2020/paper.pdf">ورقة</a> <a href="/wp-content/uploads/2020/false.pdf">زائفة</a> [gallery])",
             .rest = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>90</"
                     "wp:meta_value></wp:postmeta>"}) +
        attachment);
    int made = 0;
    WordpressOptions options;
    options.uploads = folder_ / "uploads";
    options.media = folder_ / "media";
    options.make_picture = [&](std::string_view bytes) -> Result<story::Image> {
        ++made;
        EXPECT_EQ(bytes, "picture a");
        return story::Image{"a.set.webp", "", "", "", 900, 600};
    };
    const auto report = import(options);
    EXPECT_EQ(report.pictures, 1u);
    EXPECT_EQ(report.missing_files, 1u);
    EXPECT_EQ(made, 1) << "each file once, whatever its size";
    const auto story = get({1});
    ASSERT_TRUE(story.lead_image);
    EXPECT_EQ(story.lead_image->alt, "وصف");
    EXPECT_EQ(story.lead_image->caption, "شرح");
    EXPECT_EQ(story.body.blocks()[0].attribute("media"), "a.set.webp");
    EXPECT_NE(story.body.to_json().find("\"/media/"), std::string::npos) << "the paper";
    const auto kept = *store::Media(folder_ / "media").names();
    EXPECT_EQ(std::ranges::count_if(kept, [](const auto& name) { return name.ends_with(".pdf"); }), 1)
        << "what is not what its name says stays out";
    EXPECT_EQ((*read()->picture(std::int64_t{90}))->image.media, "a.set.webp");
    EXPECT_EQ(address("/wp-content/uploads/2020/a-150x150.jpg"), "/media/a.set.webp");
    EXPECT_EQ(address("/a-page/"), "/media/a.set.webp");
    EXPECT_EQ(address("/gone-page/"), "/local/1/post-1")
        << "what is not here leads to the post that showed it";
    EXPECT_EQ(import(options).unchanged, 1u);
    EXPECT_EQ(made, 1);
}

TEST_F(WordpressTest, AFileThatBreaksOffIsTakenToThere) {
    write_file(item({.id = 1}) + "<item><title>broken");
    auto report = import_wordpress(*store_, folder_ / "x.xml", {});
    ASSERT_FALSE(report);
    EXPECT_NE(report.error().message.find("line 1"), std::string::npos) << report.error().message;
    EXPECT_TRUE(*read()->card({1}));
}

TEST_F(WordpressTest, WhatIsKeptForTheWholeImportHasAnEnd) {
    const auto tag = [](int number) {
        return fmt::format("<wp:tag><wp:tag_slug>t{0}</wp:tag_slug><wp:tag_name>t{0}</wp:tag_name></wp:tag>",
                           number);
    };
    const auto file = [](int number) {
        return item({.id = number,
                     .rest = "<wp:attachment_url>https://old.example.org/wp-content/uploads/a.jpg"
                             "</wp:attachment_url>",
                     .type = "attachment"});
    };
    const auto term = [](int number) {
        return item(
            {.id = number,
             .rest = fmt::format("<category domain=\"post_tag\" nicename=\"t{0}\">t{0}</category>", number)});
    };
    const auto author = [](int number) {
        return fmt::format("<wp:author><wp:author_login>w{0}</wp:author_login></wp:author>", number);
    };
    const auto type = [](int number) { return item({.id = number, .type = fmt::format("type-{}", number)}); };
    for (const std::function<std::string(int)>& one :
         {std::function<std::string(int)>(tag), {file}, {term}, {author}, {type}}) {
        std::string many;
        for (int number = 1; number <= 500; ++number) many += one(number);
        write_file(many);
        auto report = import_wordpress(*store_, folder_ / "x.xml", {.most_kept = 20'000});
        ASSERT_FALSE(report) << one(0);
        EXPECT_EQ(report.error().kind, Error::Kind::Refused);
        EXPECT_EQ(read()->counts()->stories, 0) << "nothing is stored";
    }
    std::string same;
    for (int number = 1; number <= 500; ++number) same += term(7);
    write_file(same);
    EXPECT_TRUE(import_wordpress(*store_, folder_ / "x.xml", {.most_kept = 20'000}))
        << "what is known already takes no more";
}

// Items of the largest size: two batches of them are held and no more.
TEST_F(WordpressTest, BatchesAreBoundedByTheirSizeToo) {
    constexpr int kItems = 24;
    constexpr std::size_t kSize = 4u << 20;
    std::string items;
    for (int id = 1; id <= kItems; ++id)
        items += item({.id = id, .content = std::string(kSize, ' ') + "<p>نص</p>"});
    write_file(items);
    int most = 0, waiting = 0;
    std::mutex mutex;
    WordpressOptions options;
    options.enrich = [&](story::Story&) {
        const std::lock_guard lock(mutex);
        most = std::max(most, ++waiting);
    };
    options.progress = [&](const WordpressProgress& at) {
        if (at.step != WordpressProgress::Step::Stories) return;
        const std::lock_guard lock(mutex);
        waiting = 0;
    };
    EXPECT_EQ(import(options).added, kItems);
    EXPECT_LE(most, 2 * static_cast<int>((16u << 20) / kSize) + 2);
}

// A file that is not there because the import was stopped is not missing.
TEST_F(WordpressTest, WhatIsStoppedInTheMidstOfFilesIsWholeTheNextTime) {
    std::string items;
    for (int id = 1; id <= 40; ++id)
        items +=
            item({.id = id,
                  .content = fmt::format("<p>نص</p><img src=\"https://old.example.org/wp-content/uploads/"
                                         "{}.jpg\" alt=\"ش\">",
                                         id)});
    write_file(items);
    std::atomic<int> fetched = 0;
    std::atomic<bool> stops = true;
    WordpressOptions options;
    options.download = [&](const std::string& address) -> Result<std::string> {
        ++fetched;
        return address;
    };
    options.make_picture = [](std::string_view bytes) -> Result<story::Image> {
        return story::Image{crypto::content_hash(bytes).substr(0, 20) + ".set.webp", "", "", "", 100, 100};
    };
    options.stopped = [&] { return stops && fetched >= 10; };
    auto stopped = import_wordpress(*store_, folder_ / "x.xml", options);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, Error::Kind::Refused);
    EXPECT_EQ(read()->counts()->stories, 0) << "a batch is written whole or not at all";
    EXPECT_LE(fetched, 10 + options.threads) << "nothing is fetched any more";
    stops = false;
    EXPECT_EQ(import(options).added, 40u);
    EXPECT_FALSE(told("not at hand"));
    for (int id = 1; id <= 40; ++id)
        EXPECT_NE(read()->story({id})->value().body.to_json().find(".set.webp"), std::string::npos) << id;
}

TEST_F(WordpressTest, GoesOutAndComesInTheSame) {
    write_file(item({.id = 1,
                     .content = "<h2>ع</h2><ul><li>أ</li></ul><blockquote><p>ق</p><cite>فلان</cite></"
                                "blockquote><table><tr><td>س</td></tr></table>"
                                "<p><b>قوي</b> <a href=\"https://else.example.org/?a=1&amp;b=2\">رابط</a> "
                                "]]&gt; &lt;</p><hr>",
                     .rest = in("gulf")}) +
                   item({.id = 2, .type = "page"}),
               kTerms);
    import();
    auto story = get({1});
    story.key_points = {"نقطة من محرر."};
    story.key_points_by = story::KeyPointsBy::Editor;
    story.sources = {{"وكالة", "https://agency.example.org"}};
    story.corrections = {{from_unix(1'700'000'000), "صُحّح الرقم."}};
    story.standfirst = "ما\xEF\xBF\xBF لا يُكتب\xEF\xBF\xBE";  // XML has no such characters
    ASSERT_TRUE(write([&](store::Writer& w) { return w.save(story); }));
    std::string text;
    ASSERT_TRUE(export_wordpress(*read(), {.name = "ص", .address = "https://new.example.org"}, {},
                                 [&](std::string_view piece) -> Result<void> {
                                     text += piece;
                                     return {};
                                 }));
    testing::TemporaryFolder other;
    std::ofstream(other / "y.xml") << text;
    auto fresh = *store::open_sqlite(other / "warraq.db");
    auto report = import_wordpress(*fresh, other / "y.xml", {});
    ASSERT_TRUE(report) << report.error().message;
    const auto back = **(*fresh->snapshot())->story({1});
    EXPECT_EQ(back.body, story.body) << back.body.to_json() << "\n" << story.body.to_json();
    EXPECT_EQ(back.key_points, story.key_points);
    EXPECT_EQ(back.standfirst, "ما لا يُكتب");
    EXPECT_EQ(back.sources, story.sources);
    EXPECT_EQ(back.corrections, story.corrections);
    EXPECT_EQ(back.slug, story.slug);
    EXPECT_EQ(back.published, story.published);
    EXPECT_EQ((*(*fresh->snapshot())->card({2}))->page_path, get({2}).page_path);
}

// Whatever the file says of it, a post that is dated for later is published then.
TEST_F(WordpressTest, APostThatIsDatedForLaterIsScheduled) {
    const Instant begun = now(), later = begun + std::chrono::hours(1);
    const auto posts = [&](const std::string& content) {
        return item({.id = 1, .content = content, .rest = "<wp:is_sticky>1</wp:is_sticky>", .at = later}) +
               item({.id = 2, .content = content, .type = "page", .at = later}) +
               item({.id = 3, .content = content, .status = "future", .at = later}) +
               item({.id = 4, .content = content, .at = begun});
    };
    const std::vector<int> waiting = {1, 2, 3};
    write_file(posts("نص"));
    const auto report = import();
    EXPECT_EQ(report.statuses, (std::map<std::string, std::uint64_t>{{"published", 1}, {"scheduled", 3}}));
    EXPECT_EQ(
        std::count(notes_.begin(), notes_.end(), "published, and dated for later, which is scheduled now"),
        2);
    for (const int id : waiting) {
        EXPECT_EQ(get({id}).status, story::Status::Scheduled) << id;
        EXPECT_EQ(get({id}).published, later) << id;
        EXPECT_LE(get({id}).updated, now()) << id;
    }
    EXPECT_EQ(get({4}).status, story::Status::Published);
    EXPECT_TRUE(read()->front_places()->empty()) << "nobody may see it there";
    EXPECT_EQ(*read()->due_stories(later), (std::vector<story::StoryId>{{1}, {2}, {3}}));
    // Its time comes, and the server publishes it (desk/stories/scheduler.h). A later import changes what
    // changed.
    correct_clock(std::chrono::hours(2));
    for (const int id : waiting)
        ASSERT_TRUE(write([&](store::Writer& w) -> Result<void> {
            auto story = **w.story({id});
            story.status = story::Status::Published;
            if (auto saved = w.save(story); !saved) return fail(saved.error());
            return w.grow_import({id});
        }));
    EXPECT_EQ(import().unchanged, 4u);
    write_file(posts("نص مصحّح"));
    EXPECT_EQ(import().updated, 4u);
    for (const int id : waiting) EXPECT_EQ(get({id}).status, story::Status::Published) << id;
    correct_clock({});
}

TEST_F(WordpressTest, AnEmbargoGoesOutAndComesIn) {
    auto story = testing::make_story(section_, "محظور");
    story.status = story::Status::Draft;
    story.embargo = from_unix(2'000'000'000);
    const auto id = add(story);
    std::ofstream out(folder_ / "x.xml");
    ASSERT_TRUE(export_wordpress(*read(), {.name = "ص", .address = "https://new.example.org"}, {},
                                 [&](std::string_view piece) -> Result<void> {
                                     out << piece;
                                     return {};
                                 }));
    out.close();
    testing::TemporaryFolder other;
    auto fresh = *store::open_sqlite(other / "warraq.db");
    ASSERT_TRUE(import_wordpress(*fresh, folder_ / "x.xml", {}));
    EXPECT_EQ((**(*fresh->snapshot())->story(id)).embargo, story.embargo);
}

TEST_F(WordpressTest, PagesOfOneAddressAreToldApartWithoutTryingThemAll) {
    std::string items;
    for (int i = 1; i <= 25; ++i)
        items +=
            item({.id = 1'000 + i, .rest = "<link>https://old.example.org/about/</link>", .type = "page"});
    write_file(items);
    EXPECT_EQ(import().added, 25u);
    EXPECT_EQ(get({1'001}).page_path, "/about");
    EXPECT_EQ(get({1'002}).page_path, "/about-2");
    EXPECT_EQ(get({1'019}).page_path, "/about-19");
    EXPECT_EQ(get({1'025}).page_path, "/about-1025");
}

TEST_F(WordpressTest, APostMayHaveAnyNumberOfShortcodesThatNobodyKnows) {
    std::string content = "نص ";
    constexpr std::size_t kCodes = 200'000;
    for (std::size_t i = 0; i < kCodes; ++i) content += fmt::format("[x{}]", i);
    write_file(item({.id = 7, .content = content}));
    EXPECT_EQ(import().added, 1u);
    EXPECT_EQ(static_cast<std::size_t>(
                  std::count_if(notes_.begin(), notes_.end(),
                                [](const std::string& note) { return note.starts_with("shortcode [x"); })),
              kCodes);
}

TEST_F(WordpressTest, BackupsAreWholeOrNone) {
    add("قبل النسخ");
    std::filesystem::create_directories(folder_ / "media");
    std::ofstream(folder_ / "media/a.webp") << "a";
    std::ofstream(folder_ / "secret.key") << "k";
    const auto backups = folder_ / "backups";
    const Instant first = from_unix(1'700'000'000);
    auto made = make_backup(*store_, folder_.path(), folder_ / "media", backups, first);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->new_media, 1);
    EXPECT_EQ(latest_backup(backups), first);
    std::ofstream(folder_ / "media/b.webp") << "b";
    auto second =
        make_backup(*store_, folder_.path(), folder_ / "media", backups, first + std::chrono::hours(24));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->new_media, 1) << "what is there already is not copied again";
    ASSERT_TRUE(check_backup(backups));
    EXPECT_TRUE(check_backup(backups)->sound());
    add("بعد النسخ");

    ASSERT_TRUE(restore_backup(backups, folder_ / "restored"));
    auto restored = *store::open_sqlite(folder_ / "restored/warraq.db");
    EXPECT_EQ((*restored->snapshot())->counts()->stories, 1);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "restored/media/b.webp"));
    EXPECT_EQ(restore_backup(backups, folder_ / "restored").error().kind, Error::Kind::Refused);

    std::ofstream(backups / "media/b.webp") << "x";
    EXPECT_FALSE(check_backup(backups)->sound());
    EXPECT_FALSE(restore_backup(backups, folder_ / "again")) << "a damaged one is not restored";
    EXPECT_FALSE(std::filesystem::exists(folder_ / "again"));

    EXPECT_EQ(remove_old_backups(backups, 1)->size(), 1u);
    EXPECT_EQ(backups_in(backups), std::vector{second->name});
    EXPECT_FALSE(check_backup(backups / "nothing"));
}

TEST_F(WordpressTest, BackupsKeepTheirMediaWhenThereAreNoFilesToBeOpened) {
    add("قبل النسخ");
    std::filesystem::create_directories(folder_ / "media");
    for (const char* name : {"a", "b", "c"}) std::ofstream(folder_ / "media" / name) << name;
    bool failed = false;
    for (std::size_t left = 0; left <= 4; ++left) {
        const auto backups = folder_ / ("backups" + std::to_string(left));
        for (int day = 0; day < 3; ++day)
            ASSERT_TRUE(make_backup(*store_, folder_.path(), folder_ / "media", backups,
                                    from_unix(1'700'000'000) + day * std::chrono::hours(24)));
        {
            const testing::ScarceFiles scarce(left);
            const auto removed = remove_old_backups(backups, 1);
            failed = failed || !removed;
            if (left == 0) {
                EXPECT_FALSE(find_latest_backup(backups)) << "it cannot be told";
            }
        }
        const auto names = backups_in(backups);
        ASSERT_TRUE(names);
        ASSERT_FALSE(names->empty());
        for (const std::string& name : *names) {
            const auto checked = check_backup(backups / name);
            ASSERT_TRUE(checked) << left << checked.error().message;
            EXPECT_TRUE(checked->sound()) << left << " " << name << ": " << checked->findings.front();
        }
    }
    EXPECT_TRUE(failed) << "the limit was not felt";
}

TEST(BackupKeeper, KnowsWhenOneWasDue) {
    const BackupPlan plan{.hour = 3};
    EXPECT_EQ(to_iso8601(last_due(plan, *from_iso8601("2026-11-25T03:00:00Z"))), "2026-11-25T03:00:00Z");
    EXPECT_EQ(to_iso8601(last_due(plan, *from_iso8601("2026-11-25T02:59:59Z"))), "2026-11-24T03:00:00Z");
}

}  // namespace
}  // namespace warraq::wordpress
