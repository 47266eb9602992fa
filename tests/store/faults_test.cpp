// Each way of writing, with the disk failing at each step of it in turn: the caller is told, nothing that was
// acknowledged is lost, nothing is half there, readers are served on, and the next write needs no one's
// hands.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fstream>

#include "support/fault_vfs.h"
#include "support/places.h"
#include "support/stories.h"

namespace warraq::store {
namespace {

using testing::Fault;
using testing::make_story;

// What is done, and a number that it changes from one value to another.
struct Deed {
    const char* name;
    std::function<Result<void>(Store&, story::StoryId)> work;
    const char* counted;
};

template <class Value>
Result<void> told(const Result<Value>& result) {
    if (!result) return fail(result.error());
    return {};
}

const Deed kDeeds[] = {
    {"a story",
     [](Store& store, story::StoryId) {
         return told(store.write([](Writer& w) { return w.save(make_story({1}, "جديد")); }));
     },
     "SELECT count(*) FROM stories"},
    {"a change of a story",
     [](Store& store, story::StoryId id) {
         return told(store.write([&](Writer& w) -> Result<story::StoryId> {
             auto story = w.story(id);
             if (!story) return fail(story.error());
             (*story)->headline = "غُيّر";
             (*story)->tags = {{"القمح"}, {"الميناء"}};
             return w.save(**story);
         }));
     },
     "SELECT sum(headline = 'غُيّر') FROM stories"},
    {"a draft's working copy and revision",
     [](Store& store, story::StoryId id) {
         return store.write([&](Writer& w) -> Result<void> {
             const Instant now = from_unix(1'700'000'500);
             if (auto kept = w.keep_working_copy(id, {{1}, now, "{\"headline\":\"قيد التعديل\"}"}); !kept)
                 return kept;
             return w.add_revision(
                 {.story = id, .user = {1}, .at = now, .status = story::Status::Draft, .content = "{}"}, now);
         });
     },
     "SELECT (SELECT count(*) FROM working_copies) + (SELECT count(*) FROM revisions)"},
    {"a comment",
     [](Store& store, story::StoryId id) {
         return told(store.write([&](Writer& w) {
             return w.add_comment(id, {"سالم", "salem@example.org", "رأي"});
         }));
     },
     "SELECT count(*) FROM comments"},
    {"a decision on a comment",
     [](Store& store, story::StoryId) {
         return store.write([](Writer& w) { return w.moderate({1}, story::CommentStatus::Approved); });
     },
     "SELECT sum(status = 'approved') FROM comments"},
    {"a user with a link",
     [](Store& store, story::StoryId) {
         return store.write([](Writer& w) -> Result<void> {
             story::User user;
             user.login = "newcomer";
             user.name = "جديد";
             user.created = from_unix(1'700'000'000);
             auto id = w.save(user);
             if (!id) return fail(id.error());
             if (auto added = w.add_link("hash", {*id, from_unix(1'800'000'000)}); !added) return added;
             return w.record(*id, "user_added", "newcomer", "");
         });
     },
     "SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM links) + (SELECT count(*) FROM audit)"},
    {"the front page",
     [](Store& store, story::StoryId id) {
         return store.write([&](Writer& w) {
             const story::FrontPlace places[] = {{1, id, {}}};
             return w.place_front(places);
         });
     },
     "SELECT count(*) FROM front_places"},
    {"settings and redirects",
     [](Store& store, story::StoryId) {
         return store.write([](Writer& w) -> Result<void> {
             if (auto set = w.set("publication.name", "\"صحيفة\""); !set) return set;
             return w.set_redirect("/old", "/local");
         });
     },
     "SELECT (SELECT count(*) FROM settings) + (SELECT count(*) FROM redirects)"},
    {"a picture",
     [](Store& store, story::StoryId) {
         return store.write([](Writer& w) {
             story::Image image;
             image.media = "a.webp";
             image.width = 10;
             image.height = 10;
             return w.add_picture(image, from_unix(1'700'000'000));
         });
     },
     "SELECT count(*) FROM pictures"},
    {"views",
     [](Store& store, story::StoryId id) {
         return store.write([&](Writer& w) {
             const Views views[] = {{id, 3}};
             return w.add_views(from_unix(1'700'000'000), views);
         });
     },
     "SELECT ifnull(sum(count), 0) FROM views"},
    {"an import's batch",
     [](Store& store, story::StoryId) {
         return store.write([](Writer& w) -> Result<void> {
             for (int i = 0; i < 8; ++i) {
                 auto id = w.save(make_story({1}, "مستورد " + std::to_string(i), i));
                 if (!id) return fail(id.error());
                 if (auto kept = w.remember_import("I-" + std::to_string(i), {*id, "f", 1}); !kept)
                     return kept;
             }
             return {};
         });
     },
     "SELECT (SELECT count(*) FROM imports) + (SELECT count(*) FROM stories)"},
};

struct Kind {
    const char* name;
    Fault fault;
};
const Kind kKinds[] = {
    {"an error once", {SQLITE_IOERR_WRITE, false, false}},
    {"errors from then on", {SQLITE_IOERR_WRITE, true, false}},
    {"a short write once", {SQLITE_IOERR_WRITE, false, true}},
    {"a full disk from then on", {SQLITE_FULL, true, true}},
};

class FaultsTest : public ::testing::Test {
  protected:
    std::filesystem::path file() const { return folder_ / "warraq.db"; }
    std::unique_ptr<Store> open() {
        StoreOptions options;
        options.email_key = crypto::Key{1, 2, 3};
        auto opened = open_sqlite(file(), options);
        EXPECT_TRUE(opened) << opened.error().message;
        return opened ? std::move(*opened) : nullptr;
    }
    void clear() {
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file().string() + end);
    }
    std::int64_t count(const char* sql) {
        return SQLite::Database(file().string()).execAndGet(sql).getInt64();
    }
    // A newsroom with a story, a comment and a user.
    story::StoryId found(Store& store) {
        auto id = store.write([](Writer& w) -> Result<story::StoryId> {
            auto section = w.save(story::Section{{}, "local", "محليات", 1});
            if (!section) return fail(section.error());
            auto story = w.save(make_story(*section, "قديم"));
            if (!story) return fail(story.error());
            if (auto comment = w.add_comment(*story, {"منى", "muna@example.org", "قبل"}); !comment)
                return fail(comment.error());
            story::User user;
            user.login = "salma";
            user.name = "سلمى";
            user.created = from_unix(1'700'000'000);
            if (auto saved = w.save(user); !saved) return fail(saved.error());
            return story;
        });
        EXPECT_TRUE(id) << id.error().message;
        return *id;
    }
    // The newsroom is founded once, and copied for each step.
    story::StoryId make_first() {
        clear();
        auto store = open();
        const auto id = found(*store);
        store.reset();
        std::filesystem::copy_file(file(), folder_ / "first.db");
        return id;
    }
    void make_again() {
        clear();
        std::filesystem::copy_file(folder_ / "first.db", file());
    }
    static int readable(Store& store) {
        auto snapshot = store.snapshot();
        if (!snapshot) return 0;
        auto cards = (*snapshot)->cards({.limit = 5});
        return cards ? static_cast<int>(cards->size()) : 0;
    }

    testing::FaultVfs faults_;
    testing::TemporaryFolder folder_;
};

TEST_F(FaultsTest, EachStepOfEachWriteMayFail) {
    constexpr int kMostSteps = 500;
    const auto id = make_first();
    int failures = 0;
    for (const Deed& deed : kDeeds)
        for (const Kind& kind : kKinds) {
            bool failed = true;
            for (int step = 1; failed && step < kMostSteps; ++step) {
                SCOPED_TRACE(std::string(deed.name) + ", " + kind.name + ", step " + std::to_string(step));
                make_again();
                auto store = open();
                const std::int64_t before = count(deed.counted);

                faults_.fail_at(step, kind.fault);
                const auto done = deed.work(*store, id);
                EXPECT_GE(readable(*store), 1) << "readers are served on";
                failed = faults_.failed();
                faults_.mend();

                if (!done) {
                    EXPECT_EQ(done.error().kind, Error::Kind::Unavailable);
                    EXPECT_FALSE(done.error().message.empty());
                    ++failures;
                }
                const auto next = store->write([](Writer& w) {
                    return w.save(story::Section{{}, "next", "التالي", 9});
                });
                EXPECT_TRUE(next) << "the next write needs no one's hands: " << next.error().message;
                const std::int64_t after = count(deed.counted);
                if (done)
                    EXPECT_GT(after, before) << "what was acknowledged is there";
                else
                    EXPECT_EQ(after, before) << "nothing is half there";
                store.reset();
                store = open();
                EXPECT_EQ(count(deed.counted), after) << "and the same after a restart";
                const auto report = store->check(folder_ / "media");
                ASSERT_TRUE(report);
                EXPECT_TRUE(report->sound()) << report->findings[0];
            }
            EXPECT_FALSE(failed) << deed.name << " ends";
        }
    EXPECT_GT(failures, 100);
}

// The last one to leave writes the log back into the database.
TEST_F(FaultsTest, ClosingMayFailAtEachStep) {
    const auto id = make_first();
    for (const Kind& kind : kKinds) {
        bool failed = true;
        for (int step = 1; failed && step < 300; ++step) {
            SCOPED_TRACE(std::string(kind.name) + ", step " + std::to_string(step));
            make_again();
            auto store = open();
            EXPECT_TRUE(store->write([](Writer& w) { return w.save(make_story({1}, "في السجلّ")); }));
            EXPECT_EQ(readable(*store), 2) << "by a connection of its own, which stays open";
            faults_.fail_at(step, kind.fault);
            store.reset();
            failed = faults_.failed();
            faults_.mend();
            store = open();
            ASSERT_TRUE(store);
            auto story = (*store->snapshot())->story(id);
            EXPECT_TRUE(story && *story);
            EXPECT_TRUE(store->check(folder_ / "media")->sound());
        }
        EXPECT_FALSE(failed);
    }
}

class OlderFilesTest : public FaultsTest {
  protected:
    static std::vector<std::filesystem::path> fixtures() {
        std::vector<std::filesystem::path> out;
        for (const auto& one : std::filesystem::directory_iterator(testing::data_folder() / "databases"))
            if (one.path().extension() == ".sql") out.push_back(one.path());
        std::sort(out.begin(), out.end());
        return out;
    }
    void make(const std::filesystem::path& fixture) {
        clear();
        std::ifstream in(fixture);
        const std::string sql(std::istreambuf_iterator<char>(in), {});
        SQLite::Database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
    }
    // All that the file holds, schema and rows.
    std::string all() {
        SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);  // a log left behind is read in
        std::string out = std::to_string(database.execAndGet("PRAGMA user_version").getInt()) + "\n";
        SQLite::Statement tables(database,
                                 "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        while (tables.executeStep()) {
            const std::string name = tables.getColumn(0).getString();
            out += name + ": " + tables.getColumn(1).getString() + "\n";
            SQLite::Statement rows(database, "SELECT * FROM \"" + name + "\"");
            while (rows.executeStep()) {
                for (int i = 0; i < rows.getColumnCount(); ++i) out += rows.getColumn(i).getString() + "|";
                out += "\n";
            }
        }
        return out;
    }
};

TEST_F(OlderFilesTest, OfEachSchemaAreBroughtUpToDate) {
    const auto files = fixtures();
    ASSERT_GE(files.size(), 16U);
    for (const auto& fixture : files) {
        SCOPED_TRACE(fixture.filename().string());
        make(fixture);
        auto store = open();
        ASSERT_TRUE(store);
        std::filesystem::create_directories(folder_ / "media");
        const auto report = store->check(folder_ / "media");
        ASSERT_TRUE(report);
        EXPECT_TRUE(report->sound()) << report->findings[0];
        auto snapshot = *store->snapshot();
        const auto story = *snapshot->story({1});
        ASSERT_TRUE(story);
        EXPECT_EQ(story->headline, "الرصيف الجديد");
        EXPECT_EQ(story->key_points, std::vector<std::string>{"يبدأ العمل الأحد."});
        EXPECT_EQ(snapshot->topics_of({1})->size(), 1U);
        EXPECT_EQ(snapshot->threads({1}, ThreadOrder::OldestFirst, 0, 9)->total, 1);
        EXPECT_EQ((*snapshot->story({3}))->withdrawal, "لخطأ في مصدرها");
        snapshot.reset();
        EXPECT_TRUE(store->write([](Writer& w) { return w.save(make_story({1}, "جديد")); }));
    }
}

// Until schema 18 it was the audit log alone that kept who uploaded a picture, and nothing which story said
// last what the library says.
TEST_F(OlderFilesTest, PicturesAreTheirUploadersAndOfTheStoriesThatShowThem) {
    make(testing::data_folder() / "databases/0016.sql");
    SQLite::Database(file().string(), SQLite::OPEN_READWRITE)
        .exec(
            "INSERT INTO users VALUES (2, 'omar', 'عمر', 'reporter', 0, 1762998000, '', '', 0);"
            "INSERT INTO audit (at, user_id, action, subject, detail) VALUES "
            "(1763000000, 2, 'picture_added', 'own.webp', ''), (1763000000, 2, 'picture_added', 'own.webp', "
            "''),"
            "(1763000000, 9, 'picture_added', 'gone.webp', '');"
            "INSERT INTO pictures VALUES ('own.webp', 1, 1, 3, '', '', ''), ('draft.webp', 1, 1, 2, '', "
            "'سرّ', ''),"
            "('public.webp', 1, 1, 1, '', 'علنية', '');"
            "INSERT INTO picture_numbers (media) VALUES ('own.webp'), ('draft.webp'), ('public.webp');"
            "INSERT INTO picture_uses VALUES ('draft.webp', 2), ('public.webp', 1), ('abc.webp', 1), "
            "('abc.webp', 2)");
    auto store = open();
    ASSERT_TRUE(store);
    auto snapshot = *store->snapshot();
    const story::UserId owner{1}, uploader{2};  // of the draft; of the picture
    const auto seen = [&](story::UserId who) {
        std::string out;
        const auto pictures = *snapshot->pictures_for(who, "", 10);
        for (const LibraryPicture& one : pictures)
            out += one.image.media + ":" + one.image.alt + one.image.caption + " ";
        return out;
    };
    EXPECT_EQ(seen(owner), "abc.webp:رصيف draft.webp:سرّ public.webp:علنية ");
    EXPECT_EQ(seen(uploader), "abc.webp: own.webp: public.webp:علنية ")
        << "it may have been the draft that said it";
    EXPECT_TRUE(*snapshot->may_see_file(uploader, "gone.webp"));
}

// «عبدالله» and «عبد الله» were two topics until schema 16; one that an editor merged stays where it is.
TEST_F(OlderFilesTest, NamesThatAreOneByNowBecomeOneTopic) {
    make(testing::data_folder() / "databases/0015.sql");
    SQLite::Database(file().string(), SQLite::OPEN_READWRITE)
        .exec(
            "INSERT INTO topics (id, slug, name, kind, hidden, merged_into) VALUES "
            "(11, 'a', 'عبد الله', 'person', 0, NULL), (12, 'b', 'عبدالله', 'person', 0, NULL),"
            "(13, 'c', 'المي ناء', 'place', 0, 11);"
            "INSERT INTO topic_names VALUES ('a', 11), ('b', 12), ('c', 11);"
            "INSERT INTO story_topics VALUES (1, 2, 12, 1763000000)");
    const NameKey without_spaces = [](std::string_view name) {
        std::string key(name);
        std::erase(key, ' ');
        return key;
    };
    auto store = open_sqlite(file(), {.name_key = without_spaces});
    ASSERT_TRUE(store);
    auto snapshot = *(*store)->snapshot();
    const auto topics = *snapshot->topics_of({1});
    ASSERT_EQ(topics.size(), 2U);
    EXPECT_EQ(topics[0].name, "الميناء");
    EXPECT_EQ(topics[1].name, "عبد الله");
    EXPECT_EQ(topics[1].stories, 1);
    EXPECT_EQ((*snapshot->topic("b"))->id.value, 11) << "the other's address leads to it";
    snapshot.reset();
    ASSERT_TRUE((*store)->write([](Writer& w) {
        auto story = make_story({1}, "آخر");
        story.tags = {{"عبدالله"}, {"المي ناء"}};
        return w.save(story);
    }));
    EXPECT_EQ((*(*(*store)->snapshot())->topic("a"))->stories, 2);
    EXPECT_EQ((*(*(*store)->snapshot())->topic("الميناء"))->stories, 2);
    EXPECT_TRUE((*store)->check(folder_ / "media")->sound());
}

TEST_F(OlderFilesTest, AMigrationThatFailsLeavesTheFileAsItWas) {
    for (const auto& fixture : fixtures()) {
        SCOPED_TRACE(fixture.filename().string());
        bool failed = true;
        for (int step = 1; failed && step < 2000; step += step < 20 ? 1 : 61) {
            make(fixture);
            const auto before = all();
            faults_.fail_at(step, {SQLITE_FULL, true, true});
            auto opened = open_sqlite(file(), {.email_key = crypto::Key{1, 2, 3}});
            failed = faults_.failed();
            faults_.mend();
            const bool done = opened.has_value();
            if (!done) {
                EXPECT_EQ(opened.error().kind, Error::Kind::Unavailable);
                // Each migration is a whole: the file is as it was, or as one of those after it left it.
                const auto after = all();
                if (std::stoi(after) == std::stoi(before)) {
                    EXPECT_EQ(after, before);
                }
            }
            opened = unavailable("closed");
            auto store = open();
            ASSERT_TRUE(store) << "it goes on where it stopped";
            EXPECT_TRUE(store->check(folder_ / "media")->sound());
        }
        EXPECT_FALSE(failed);
    }
}

}  // namespace
}  // namespace warraq::store
