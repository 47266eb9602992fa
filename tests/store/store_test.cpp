#include "store/store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <atomic>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

#include "base/file.h"
#include "store/lease.h"
#include "store/media.h"
#include "support/eventually.h"
#include "support/stories.h"

namespace warraq::store {
namespace {

using story::Status;
using testing::make_story;
using testing::StoreTest;

TEST_F(StoreTest, KeepsAStoryWhole) {
    auto story = make_story(section_, "عنوان");
    story.kicker = "تمهيد";
    story.standfirst = "مقدمة «بأقواس»";
    story.key_points = {"أولى", "ثانية \"مقتبسة\""};
    story.key_points_by = story::KeyPointsBy::Editor;
    story.sources = {{"وكالة", "https://example.org"}};
    story.corrections = {{from_unix(1'700'000'500), "تصحيح"}};
    story.tags = {{"وسم"}, {"مسقط", story::TopicKind::Place}};
    story.dateline = "مسقط";
    story.lead_image = story::Image{"a.webp", "بديل", "شرح", "مصور", 640, 360};
    auto person = store_->write([](Writer& w) { return w.person_for("سلمى النجار"); });
    story.bylines = {*person};
    const auto id = add(story);

    const auto kept = get(id);
    EXPECT_EQ(kept.headline, story.headline);
    EXPECT_EQ(kept.standfirst, story.standfirst);
    EXPECT_EQ(kept.key_points, story.key_points);
    EXPECT_EQ(kept.key_points_by, story::KeyPointsBy::Editor);
    EXPECT_EQ(kept.sources, story.sources);
    EXPECT_EQ(kept.corrections, story.corrections);
    EXPECT_EQ(kept.tags, story.tags);
    EXPECT_EQ(kept.dateline, story.dateline);
    EXPECT_EQ(kept.lead_image, story.lead_image);
    EXPECT_EQ(kept.body, story.body);
    ASSERT_EQ(kept.bylines.size(), 1u);
    EXPECT_EQ(kept.bylines[0].slug, "سلمى-النجار");
    EXPECT_EQ(kept.words, static_cast<int>(story.body.word_count()));
    EXPECT_EQ(kept.version, 1);
}

TEST_F(StoreTest, RefusesAnOlderVersion) {
    auto story = get(add("أول"));
    story.headline = "ثانٍ";
    ASSERT_EQ(add(story), story.id);
    auto late = store_->write([&](Writer& w) { return w.save(story); });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, Error::Kind::Conflict);
    story.id = {999};
    EXPECT_EQ(store_->write([&](Writer& w) { return w.save(story); }).error().kind, Error::Kind::NotFound);
    story.headline = "";
    EXPECT_EQ(store_->write([&](Writer& w) { return w.save(story); }).error().kind, Error::Kind::Invalid);
}

TEST_F(StoreTest, UndoesAllOfAFailedTransaction) {
    auto failed = store_->write([&](Writer& w) -> Result<void> {
        auto id = w.save(make_story(section_, "لن يبقى"));
        EXPECT_TRUE(id);
        return refused("changed my mind");
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "changed my mind");
    EXPECT_EQ(headlines({}), "");
    EXPECT_EQ(*(*store_->snapshot())->last_change(), 1) << "only the section's change";
}

TEST_F(StoreTest, RiversAreNewestFirstAndPublicOnly) {
    add("ا", 1);
    add("ب", 2);
    add("مسودة", 3, Status::Draft);
    add("ج", 3);
    add("مسحوب", 4, Status::Withdrawn);
    add("د", 3, Status::Corrected);
    EXPECT_EQ(headlines({}), "د ج ب ا");
    EXPECT_EQ(headlines({.section = section_, .limit = 2}), "د ج");
    EXPECT_EQ(headlines({.section = story::SectionId{77}}), "");
}

TEST_F(StoreTest, PagesStayStableWhileNewsArrives) {
    std::vector<story::StoryId> ids;
    for (int i = 0; i < 6; ++i) ids.push_back(add(std::to_string(i), i / 2));  // pairs of equal times
    EXPECT_EQ(headlines({.older_than = ids[3], .limit = 2}), "2 1");
    EXPECT_EQ(headlines({.newer_than = ids[2], .limit = 2}), "4 3");
    add("جديد", 50);
    EXPECT_EQ(headlines({.older_than = ids[3], .limit = 2}), "2 1");
    EXPECT_EQ(headlines({.newer_than = ids[2], .limit = 2}), "4 3");
    EXPECT_EQ(headlines({.older_than = story::StoryId{999}}), "error: there is no such story to start from");
}

TEST_F(StoreTest, PeopleShareNoSlug) {
    auto one = store_->write([](Writer& w) { return w.person_for("أحمد علي"); });
    auto same = store_->write([](Writer& w) { return w.person_for(" أحمد علي "); });
    auto other = store_->write([](Writer& w) { return w.person_for("أحمد، علي"); });
    EXPECT_EQ(one->id, same->id);
    EXPECT_NE(one->id, other->id);
    EXPECT_EQ(other->slug, "أحمد-علي-2");
    auto story = make_story(section_, "بقلمه");
    story.bylines = {*one};
    add(story);
    EXPECT_EQ(headlines({.person = one->id}), "بقلمه");
    EXPECT_EQ(headlines({.person = other->id}), "");
}

TEST_F(StoreTest, SnapshotsSeeOneMoment) {
    add("قبل");
    auto snapshot = store_->snapshot();
    ASSERT_EQ((*snapshot)->cards({})->size(), 1u);
    std::thread([&] { add("بعد", 1); }).join();  // whoever holds one does not write
    EXPECT_EQ((*snapshot)->cards({})->size(), 1u);
    snapshot->reset();
    EXPECT_EQ((*store_->snapshot())->cards({})->size(), 2u);
}

TEST_F(StoreTest, CommentsWaitForAModerator) {
    const auto id = add("خبر");
    const story::CommentDraft draft{"سالم", "salem@example.org", "تعليق"};
    auto comment = store_->write([&](Writer& w) { return w.add_comment(id, draft); });
    ASSERT_TRUE(comment);
    EXPECT_EQ(*store_->write([&](Writer& w) { return w.add_comment(id, draft); }), *comment) << "sent twice";
    EXPECT_TRUE((*store_->snapshot())->threads(id, ThreadOrder::OldestFirst, 0, 10)->threads.empty());
    auto pending = (*store_->snapshot())->comments_to_moderate(story::CommentStatus::Pending, 10);
    ASSERT_EQ(pending->size(), 1u);
    EXPECT_EQ(pending->front().email, "salem@example.org");

    ASSERT_TRUE(
        store_->write([&](Writer& w) { return w.moderate(*comment, story::CommentStatus::Approved); }));
    EXPECT_EQ((*store_->snapshot())->threads(id, ThreadOrder::OldestFirst, 0, 10)->threads.size(), 1u);
    EXPECT_EQ(
        store_->write([&](Writer& w) { return w.moderate({99}, story::CommentStatus::Spam); }).error().kind,
        Error::Kind::NotFound);
}

TEST_F(StoreTest, CommentsFormThreadsOneLevelDeep) {
    const auto id = add("خبر");
    const auto write = [&](const std::string& text, story::CommentId parent = {}) {
        NewComment comment{id, {"س", "s@example.org", text}, parent, story::CommentStatus::Approved};
        auto made = store_->write([&](Writer& w) { return w.add_comment(comment); });
        EXPECT_TRUE(made);
        return *made;
    };
    const auto first = write("أول"), second = write("ثان");
    const auto answer = write("جواب", first);
    write("جواب على جواب", answer);
    auto reader = std::move(*store_->snapshot());
    const auto shown = *reader->threads(id, ThreadOrder::OldestFirst, 0, 10);
    ASSERT_EQ(shown.threads.size(), 2u);
    EXPECT_EQ(shown.total, 2);
    EXPECT_EQ(shown.comments, 4);
    ASSERT_EQ(shown.threads[0].replies.size(), 2u) << "an answer to an answer joins its thread";
    EXPECT_EQ(shown.threads[0].replies[1].text, "جواب على جواب");
    EXPECT_EQ(reader->threads(id, ThreadOrder::NewestFirst, 0, 1)->threads[0].comment.id, second);
    EXPECT_EQ(**reader->threads_before(answer, ThreadOrder::NewestFirst), 1);
    EXPECT_EQ(**reader->threads_before(answer, ThreadOrder::OldestFirst), 0);
    reader.reset();
    store_->write([&](Writer& w) { return w.moderate(first, story::CommentStatus::Rejected); });
    EXPECT_EQ((*store_->snapshot())->threads(id, ThreadOrder::OldestFirst, 0, 10)->comments, 1)
        << "its answers go with it";
    const auto other = add("خبر آخر", 1);
    NewComment astray{other, {"س", "s@example.org", "ضال"}, second};
    EXPECT_EQ(store_->write([&](Writer& w) { return w.add_comment(astray); }).error().kind,
              Error::Kind::NotFound);
}

TEST_F(StoreTest, CommentersAreForgottenOnRequest) {
    const auto id = add("خبر");
    for (int i = 0; i < 3; ++i)
        store_->write([&](Writer& w) {
            return w.add_comment(NewComment{
                id,
                {"سالم", i == 2 ? "other@example.org" : "Salem@Example.org", "نص" + std::to_string(i)},
                {},
                story::CommentStatus::Approved});
        });
    EXPECT_EQ(*store_->write([](Writer& w) { return w.forget_commenter("salem@example.org"); }), 2);
    const auto left = *(*store_->snapshot())->threads(id, ThreadOrder::OldestFirst, 0, 10);
    ASSERT_EQ(left.threads.size(), 1u);
    EXPECT_EQ(left.threads[0].comment.text, "نص2");
    const auto rejected = *(*store_->snapshot())->comments_to_moderate(story::CommentStatus::Rejected, 9);
    for (const auto& emptied : rejected) {
        EXPECT_EQ(emptied.comment.name + emptied.comment.text + emptied.email + emptied.address_hash, "");
        EXPECT_EQ(emptied.reason, "removed on request");
    }
}

TEST_F(StoreTest, CommentPoliciesBansAndEdits) {
    using story::CommentPolicy;
    const auto id = add("خبر");
    const auto policy = [&] { return *(*store_->snapshot())->comment_policy(id); };
    EXPECT_EQ(policy(), CommentPolicy::Inherit);
    store_->write([&](Writer& w) { return w.set_comment_policy(section_, CommentPolicy::After); });
    EXPECT_EQ(policy(), CommentPolicy::After);
    store_->write([&](Writer& w) { return w.set_comment_policy(id, CommentPolicy::Closed); });
    EXPECT_EQ(policy(), CommentPolicy::Closed);
    store_->write([&](Writer& w) { return w.set_comment_policy(id, CommentPolicy::Inherit); });
    EXPECT_EQ(policy(), CommentPolicy::After);
    EXPECT_FALSE(store_->write(
        [](Writer& w) { return w.set_comment_policy(story::StoryId{99}, CommentPolicy::After); }));
    EXPECT_TRUE(store_->write([](Writer& w) { return w.ban(BanKind::Word, "كازينو"); }));
    EXPECT_EQ((*store_->snapshot())->bans()->size(), 1u);
    EXPECT_TRUE(store_->write([](Writer& w) { return w.unban(BanKind::Word, "كازينو"); }));
    EXPECT_FALSE(store_->write([](Writer& w) { return w.unban(BanKind::Word, "كازينو"); }));
    const auto comment = *store_->write([&](Writer& w) {
        return w.add_comment(id, {"س", "s@example.org", "قديم"});
    });
    EXPECT_TRUE(store_->write([&](Writer& w) { return w.edit_comment(comment, "جديد"); }));
    EXPECT_FALSE(store_->write([&](Writer& w) { return w.edit_comment(comment, "  "); }));
    const auto edited = **(*store_->snapshot())->comment(comment);
    EXPECT_EQ(edited.text, "جديد");
    EXPECT_TRUE(edited.edited);
}

TEST_F(StoreTest, CommentsNeedAPublicStory) {
    const story::CommentDraft draft{"سالم", "salem@example.org", "تعليق"};
    const auto hidden = add("مسودة", 0, Status::Draft);
    EXPECT_EQ(store_->write([&](Writer& w) { return w.add_comment(hidden, draft); }).error().kind,
              Error::Kind::Refused);
    EXPECT_EQ(store_->write([&](Writer& w) { return w.add_comment({99}, draft); }).error().kind,
              Error::Kind::NotFound);
}

TEST_F(StoreTest, MakesOneTopicOfAllSpellings) {
    auto story = make_story(section_, "أول");
    story.tags = {{"كأس الخليج"}, {"مسقط", story::TopicKind::Place}, {"كَأس الخليج"}};
    const auto first = add(story);
    story.headline = "ثان";
    story.tags = {{"كأس الخليج"}};
    add(story);
    story.status = story::Status::Draft;
    add(story);
    auto reader = std::move(*store_->snapshot());
    const auto topics = *reader->topics_of(first);
    ASSERT_EQ(topics.size(), 2u) << "a second spelling is the same topic";
    EXPECT_EQ(topics[0].name, "كأس الخليج");
    EXPECT_EQ(topics[0].stories, 2) << "drafts do not count";
    EXPECT_EQ(topics[1].kind, story::TopicKind::Place);
    EXPECT_EQ((*reader->topics("كأس", 10)).size(), 1u);
    reader.reset();
    EXPECT_EQ(headlines({.topic = topics[0].id}), "ثان أول");
}

TEST_F(StoreTest, TopicsAreMergedRenamedAndHidden) {
    auto story = make_story(section_, "أول");
    story.tags = {{"أرامكو"}, {"شركة أرامكو"}};
    const auto both = add(story);
    story.tags = {{"شركة أرامكو"}};
    story.headline = "ثان";
    add(story);
    const auto topics = *(*store_->snapshot())->topics_of(both);
    const auto into = topics[0].id, from = topics[1].id;
    const auto write = [&](auto work) { return store_->write(work); };
    ASSERT_TRUE(write([&](Writer& w) { return w.merge_topics(from, into); }));
    EXPECT_EQ(headlines({.topic = into}), "ثان أول");
    EXPECT_EQ((*(*store_->snapshot())->topic(topics[1].slug))->id, into) << "its address leads on";
    story.headline = "ثالث";
    const auto later = add(story);
    EXPECT_EQ((*(*store_->snapshot())->topics_of(later))[0].id, into) << "so does its spelling, from now on";
    ASSERT_TRUE(write([&](Writer& w) {
        return w.rename_topic(into, " أرامكو السعودية ", story::TopicKind::Organisation);
    }));
    ASSERT_TRUE(write([&](Writer& w) { return w.hide_topic(into, true); }));
    const auto now = **(*store_->snapshot())->topic(into);
    EXPECT_EQ(now.name, "أرامكو السعودية");
    EXPECT_EQ(now.slug, topics[0].slug) << "the address stays";
    EXPECT_TRUE(now.hidden);
    EXPECT_FALSE(write([&](Writer& w) { return w.merge_topics(into, into); }));
    EXPECT_FALSE(write([&](Writer& w) { return w.merge_topics(from, into); })) << "it is merged already";
    EXPECT_TRUE((*store_->check(folder_ / "media")).sound()) << "its stories are counted right";
    EXPECT_FALSE(write([&](Writer& w) { return w.rename_topic(into, "  ", story::TopicKind::Topic); }));
    EXPECT_FALSE(write([&](Writer& w) { return w.hide_topic({999}, true); }));
}

TEST_F(StoreTest, MarksUrgentStories) {
    auto story = make_story(section_, "عاجل الآن");
    story.urgency = story::Urgency::Breaking;
    const auto id = add(story);
    EXPECT_EQ(get(id).urgency, story::Urgency::Breaking);
    auto again = get(id);
    again.urgency = story::Urgency::Normal;
    add(again);
    EXPECT_EQ(get(id).urgency, story::Urgency::Normal);
}

// A file of the first edition, with its stories and feed, opened by this program.
TEST_F(StoreTest, BringsAnOlderFileUpToDate) {
    const auto id = add("قديم");
    auto tagged = get(id);
    tagged.tags = {{"القمح"}};
    add(tagged);
    store_->write([&](Writer& w) { return w.add_comment(id, {"سالم", "salem@example.org", "تعليق"}); });
    store_.reset();
    {
        SQLite::Database file((folder_ / "warraq.db").string(), SQLite::OPEN_READWRITE);
        for (const char* sql : {"DROP INDEX comments_by_opening",
                                "DROP INDEX comments_by_thread",
                                "DROP INDEX comments_by_email",
                                "DROP INDEX comments_by_decision",
                                "ALTER TABLE comments DROP COLUMN parent_id",
                                "ALTER TABLE comments DROP COLUMN edited_at",
                                "ALTER TABLE comments DROP COLUMN decided_at",
                                "ALTER TABLE comments DROP COLUMN reason",
                                "ALTER TABLE comments DROP COLUMN email_hash",
                                "ALTER TABLE comments DROP COLUMN address_hash",
                                "DROP TABLE comment_policies",
                                "DROP TABLE bans",
                                "UPDATE comments SET email = 'salem@example.org'",
                                "DROP TABLE story_topics",
                                "DROP TABLE topic_names",
                                "DROP TABLE topics",
                                "DROP TABLE related_choices",
                                "DROP TABLE urgent_stories",
                                "DROP TABLE views",
                                "DROP INDEX stories_by_update",
                                "DROP INDEX stories_unpublished",
                                "DROP INDEX stories_scheduled",
                                "DROP TABLE notes",
                                "DROP TABLE working_copies",
                                "DROP TABLE revisions",
                                "DROP TABLE story_owners",
                                "DROP TABLE audit",
                                "DROP TABLE links",
                                "DROP TABLE sessions",
                                "DROP TABLE passkeys",
                                "DROP TABLE recovery_codes",
                                "DROP TABLE file_readers",
                                "DROP TABLE users",
                                "DROP TABLE picture_numbers",
                                "DROP TABLE imported_comments",
                                "DROP TABLE old_links",
                                "DROP TABLE old_addresses",
                                "DROP TABLE pages",
                                "DROP TABLE story_sections",
                                "ALTER TABLE sections DROP COLUMN parent_id",
                                "DROP TABLE pictures",
                                "DROP TABLE picture_uses",
                                "DROP TABLE story_extras",
                                "DROP TABLE front_places",
                                "DROP TABLE settings",
                                "DROP TABLE redirects",
                                "DROP TABLE claims",
                                "DROP TABLE media",
                                "ALTER TABLE sections DROP COLUMN hue",
                                "PRAGMA user_version = 1"})
            file.exec(sql);
    }
    StoreOptions options;
    options.email_key = crypto::Key{9};
    auto opened = open_sqlite(folder_ / "warraq.db", options);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    EXPECT_EQ((*(*store_->snapshot())->comments_to_moderate(story::CommentStatus::Pending, 9))[0].email,
              "salem@example.org");
    EXPECT_EQ(SQLite::Database((folder_ / "warraq.db").string())
                  .execAndGet("SELECT count(*) FROM comments WHERE email LIKE '%@%'")
                  .getInt(),
              0)
        << "sealed now";
    const auto topics = *(*store_->snapshot())->topics_of(id);
    ASSERT_EQ(topics.size(), 1u);
    EXPECT_EQ(topics[0].name, "القمح");
    EXPECT_EQ(*(*store_->snapshot())->last_change(), 4) << "the feed keeps its numbers";
    add("جديد");
    EXPECT_EQ(*(*store_->snapshot())->last_change(), 5);
    EXPECT_TRUE((*store_->check(folder_ / "media")).sound());
}

TEST_F(StoreTest, WorkIsClaimedByOneAndGoesOnWithAnother) {
    using namespace std::chrono_literals;
    {
        auto mine = Lease::take(*store_, "pings");
        ASSERT_TRUE(mine && *mine);
        EXPECT_EQ((*mine)->done(), 0);
        EXPECT_EQ(*Lease::take(*store_, "pings"), nullptr) << "one at a time";
        EXPECT_NE(*Lease::take(*store_, "backup"), nullptr) << "another work";
        (*mine)->done(12);
    }
    {
        auto next = Lease::take(*store_, "pings");
        ASSERT_TRUE(next && *next);
        EXPECT_EQ((*next)->done(), 12) << "where the one before ended";
    }
    // One that died said nothing more.
    const Instant died = now() - 31s;
    EXPECT_TRUE(*store_->write([&](Writer& w) { return w.take_lease("pings", "dead", died, 30s); }));
    auto heir = Lease::take(*store_, "pings", 3s);
    ASSERT_TRUE(heir && *heir);
    EXPECT_TRUE(store_->write([&](Writer& w) { return w.end_lease("pings", "dead", 99); }));
    EXPECT_EQ((*(*store_->snapshot())->claim("pings")).done, 12) << "what was another's stays";
    std::this_thread::sleep_for(4s);
    EXPECT_TRUE((*heir)->held()) << "renewed";
    EXPECT_EQ(*Lease::take(*store_, "pings"), nullptr);
}

TEST_F(StoreTest, MediaAreKeptInAFolderOrInTheDatabase) {
    const std::string picture =
        std::string("RIFF\0\xFF\\x", 8) + std::string(2'500'000, '\xA5');  // three pieces
    const auto folder = [&](const char* name) {
        std::filesystem::create_directories(folder_ / name);
        return folder_ / name;
    };
    const auto content = [](const Media& media, const std::string& name) {
        const auto file = media.find(name);
        if (!file) return file.error().message;
        EXPECT_EQ(file->size, read_file(file->path)->size());
        return *read_file(file->path);
    };
    const Media alone(folder("alone"));
    ASSERT_TRUE(alone.put("a.webp", picture));
    EXPECT_EQ(content(alone, "a.webp"), picture);
    EXPECT_EQ(alone.find("b.webp").error().kind, Error::Kind::NotFound);
    EXPECT_EQ(*alone.send_all(), 0) << "nowhere to send";

    const Media one(folder("one"), store_.get()), other(folder("other"), store_.get());
    ASSERT_TRUE(one.put("a.webp", picture));
    EXPECT_EQ(content(other, "a.webp"), picture) << "from the database";
    EXPECT_EQ(*read_file(other.folder() / "a.webp"), picture) << "and kept here";
    EXPECT_EQ(other.find("b.webp").error().kind, Error::Kind::NotFound);
    ASSERT_TRUE(write_file(one.folder() / "old.pdf", "pdf"));
    EXPECT_EQ(*one.send_all(), 1);
    EXPECT_EQ(*one.send_all(), 0);
    EXPECT_EQ(*other.fetch_all(), 1);
    EXPECT_EQ(*other.names(), (std::vector<std::string>{"a.webp", "old.pdf"}));
    ASSERT_TRUE(store_->write([](Writer& w) { return w.add_media("a.webp", "other"); }));
    EXPECT_EQ(*(*store_->snapshot())->media_piece("a.webp", 0, 8 << 20), picture) << "never changes";
    EXPECT_EQ(*(*store_->snapshot())->media_piece("a.webp", 8, 3), "\xA5\xA5\xA5");
    EXPECT_EQ(*(*store_->snapshot())->media_piece("a.webp", 8 << 20, 3), "");
    EXPECT_EQ(*(*store_->snapshot())->media_piece("none", 0, 3), std::nullopt);

    // Many ask at once for what this node has not read yet.
    std::filesystem::remove(other.folder() / "a.webp");
    std::vector<std::thread> readers;
    for (int i = 0; i < 8; ++i) readers.emplace_back([&] { EXPECT_EQ(content(other, "a.webp"), picture); });
    for (std::thread& reader : readers) reader.join();

    auto story = make_story(section_, "مصوّر");
    story.lead_image = story::Image{"a.webp", "", "", "", 640, 360};
    add(story);
    EXPECT_TRUE((*store_->check(folder_ / "nowhere")).sound()) << "the database has it";
}

TEST_F(StoreTest, NodesHearEachOther) {
    auto opened = open_database();
    ASSERT_TRUE(opened) << opened.error().message;
    const auto other = std::move(*opened);
    std::mutex mutex;
    std::vector<std::string> heard;
    const auto hear = [&](std::string_view words) {
        const std::lock_guard lock(mutex);
        heard.emplace_back(words);
    };
    other->subscribe("greetings", hear);
    store_->subscribe("greetings", [](std::string_view words) { ADD_FAILURE() << "one's own: " << words; });
    const auto count = [&] {
        const std::lock_guard lock(mutex);
        return heard.size();
    };
    ASSERT_TRUE(store_->broadcast("weather", "مطر"));
    const auto said = [&] {
        EXPECT_TRUE(store_->broadcast("greetings", "صباح الخير من عقدة"));
        return count() > 0;
    };
    if (database_.is_file()) {
        for (int i = 0; i < 200; ++i) EXPECT_FALSE(said()) << "a file has one node";
    } else {
        EXPECT_TRUE(testing::eventually(said, std::chrono::milliseconds(50))) << "once it listens";
    }
    other->subscribe("greetings", {});
    for (const std::string& words : heard) EXPECT_EQ(words, "صباح الخير من عقدة");
}

TEST_F(StoreTest, FeedTellsEveryChangeInOrder) {
    const auto id = add("خبر");
    store_->write([&](Writer& w) { return w.add_comment(id, {"س", "s@example.org", "ت"}); });
    auto changes = (*store_->snapshot())->changes_after(0, 100);
    ASSERT_EQ(changes->size(), 3u);
    EXPECT_EQ((*changes)[0].kind, ChangeKind::Section);
    EXPECT_EQ((*changes)[1].kind, ChangeKind::Story);
    EXPECT_EQ((*changes)[1].id, id.value);
    EXPECT_EQ((*changes)[2].kind, ChangeKind::Comment);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ((*changes)[i].seq, static_cast<std::int64_t>(i + 1));
}

TEST_F(StoreTest, WakesWhoWaitsForAChange) {
    std::thread later([&] { add("خبر"); });
    auto seq = store_->wait_for_change(1, std::chrono::seconds(20));
    later.join();
    EXPECT_EQ(*seq, 2);
    EXPECT_EQ(*store_->wait_for_change(2, std::chrono::milliseconds(1)), 2);
}

TEST_F(StoreTest, TakesManyWritersAndReadersAtOnce) {
    constexpr int kThreads = 8, kEach = 25;
    std::atomic<int> stored{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < kEach; ++i) {
                if (add("خبر " + std::to_string(t) + " " + std::to_string(i))) ++stored;
                auto snapshot = store_->snapshot();
                ASSERT_TRUE(snapshot);
                ASSERT_TRUE((*snapshot)->cards({.limit = 5}));
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(stored, kThreads * kEach);
    EXPECT_EQ((*store_->snapshot())->counts()->stories, kThreads * kEach);
    EXPECT_EQ(*(*store_->snapshot())->last_change(), kThreads * kEach + 1);
    EXPECT_TRUE(store_->check(folder_.path())->sound());
}

TEST_F(StoreTest, IsThereAgainAfterReopening) {
    const auto id = add("باقٍ");
    store_.reset();
    auto again = database_.open();
    ASSERT_TRUE(again);
    EXPECT_EQ((*(*(*again)->snapshot())->story(id))->headline, "باقٍ");
}

TEST_F(StoreTest, RefusesANewerDatabase) {
    store_.reset();
    database_.execute(database_.is_file() ? "PRAGMA user_version = 999"
                                          : "UPDATE schema_version SET version = 999");
    auto opened = database_.open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Error::Kind::Refused);
    EXPECT_NE(opened.error().message.find("newer Warraq (schema 999"), std::string::npos);
}

TEST(OpenSqlite, RefusesAnotherProgramsFile) {
    testing::TemporaryFolder folder;
    {
        SQLite::Database file((folder / "x.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        file.exec("PRAGMA application_id = 7; CREATE TABLE t(x)");
    }
    EXPECT_EQ(open_sqlite(folder / "x.db").error().kind, Error::Kind::Refused);
    std::ofstream(folder / "text.db") << std::string(5'000, 'x');
    EXPECT_EQ(open_sqlite(folder / "text.db").error().kind, Error::Kind::Unavailable);
    EXPECT_EQ(open_sqlite(folder / "no/such/folder.db").error().kind, Error::Kind::Unavailable);
}

// Each kind of damage, made behind the store's back, is found and named.
TEST_F(StoreTest, CheckFindsDamage) {
    auto story = make_story(section_, "خبر");
    story.lead_image = story::Image{"lost.webp", "", "", "", 1, 1};
    const auto id = add(story);
    store_->write([&](Writer& w) { return w.add_comment(id, {"س", "s@example.org", "ت"}); });
    const auto findings = [&](const char* damage) {
        database_.execute(damage);
        std::string all;
        auto report = store_->check(folder_.path());
        if (!report) return report.error().message;
        for (const auto& finding : report->findings) all += finding + "\n";
        return all;
    };
    EXPECT_EQ(findings("SELECT 1"),
              "the picture lost.webp is missing from " + folder_.path().string() + "\n");
    EXPECT_NE(findings("UPDATE stories SET body = '{\"type\":\"doc\",\"content\":[{}]}'")
                  .find("story 1: a stored body"),
              std::string::npos);
    EXPECT_NE(findings("UPDATE stories SET section_id = 5").find("in a section that does not exist"),
              std::string::npos);
    EXPECT_NE(findings("UPDATE stories SET published_at = 0").find("public without a time"),
              std::string::npos);
    EXPECT_NE(findings("DELETE FROM changes WHERE seq = 2")
                  .find("change feed has 2 entries but its last number is 3"),
              std::string::npos);
    EXPECT_NE(findings("SELECT 1").find("story 1 never entered the change feed"), std::string::npos);
    EXPECT_NE(findings("UPDATE comments SET story_id = 9").find("belongs to a story that does not exist"),
              std::string::npos);
}

}  // namespace
}  // namespace warraq::store
