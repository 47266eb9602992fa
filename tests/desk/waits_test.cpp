// The desk over a database that does not answer in time.
#include "desk/auth/totp.h"
#include "support/desk.h"
#include "support/eventually.h"
#include "support/failing_store.h"
#include "support/holders.h"

namespace warraq::desk {
namespace {

using namespace std::chrono_literals;
using testing::SnapshotHolder;
using testing::WriteHolder;

class SlowDatabaseTest : public testing::DeskTest {
  protected:
    SlowDatabaseTest() {
        store_options_.readers = 1;
        store_options_.snapshot_wait = 500ms;
        store_options_.write_wait = 500ms;
    }
    // The desk's own threads read too.
    Called eventually_called(const testing::Browser& who, std::string_view method, std::string_view path,
                             const nlohmann::json& body = nullptr) {
        Called called;
        testing::eventually([&] {
            called = call(who, method, path, body);
            return called.status != 503;
        });
        return called;
    }
    std::unique_ptr<SnapshotHolder> take_the_connection() {
        std::unique_ptr<SnapshotHolder> holder;
        testing::eventually([&] {
            holder = std::make_unique<SnapshotHolder>(*store_, testing::AnswersReaders::Yes);
            return holder->has_one();
        });
        return holder;
    }
    static void expect_later(const Called& called) {
        EXPECT_EQ(called.status, 503);
        EXPECT_EQ(called.code(), "unavailable") << called.json;
        EXPECT_NE(called.head.find("\r\nRetry-After: 10\r\n"), called.head.npos) << called.head;
    }
};

TEST_F(SlowDatabaseTest, CallsAreToldToComeAgain) {
    const auto admin = come_in(story::Role::Administrator);
    const auto story = eventually_called(admin, "POST", "/desk/api/stories", nlohmann::json::object());
    ASSERT_EQ(story.status, 201) << story.json;
    const auto path = fmt::format("/desk/api/stories/{}", story.json["id"].get<int>());
    const std::string link = eventually_called(admin, "POST", path + "/preview").json["link"];
    {
        const auto holder = take_the_connection();
        expect_later(call(admin, "GET", "/desk/api/session"));
        expect_later(call(admin, "GET", path));
        expect_later(call({}, "POST", "/desk/api/session", {{"login", "administrator"}, {"password", "x"}}));
        const auto preview = raw_call("GET", link, "", "");
        EXPECT_EQ(preview.status, 503) << "the link is not over";
        EXPECT_NE(preview.head.find("\r\nRetry-After: 10\r\n"), preview.head.npos);
    }
    {
        const WriteHolder holder(*store_);
        expect_later(call(admin, "POST", path + "/notes", {{"text", "لا تبقى"}}));
    }
    EXPECT_EQ(eventually_called(admin, "POST", path + "/notes", {{"text", "تبقى"}}).status, 204);
    const auto notes = eventually_called(admin, "GET", path).json["notes"];
    ASSERT_EQ(notes.size(), 1u) << notes;
    EXPECT_EQ(notes[0]["text"], "تبقى");
    EXPECT_EQ(eventually_called(admin, "GET", link).status, 200);
}

// A store that waits longer for a write than this test does.
using StandingWritesTest = testing::DeskTest;

TEST_F(StandingWritesTest, WhoReadsWaitsForNoWrite) {
    const auto admin = come_in(story::Role::Administrator);
    AccountAuth auth(*store_, crypto::Key{1, 2, 3}, nullptr, [] { return std::vector<std::string>{}; }, {});
    const WriteHolder holder(*store_);
    auto visitor =
        std::async(std::launch::async, [&] { return auth.sessions.visitor(admin.cookie, now() + 2min); });
    ASSERT_EQ(visitor.wait_for(5s), std::future_status::ready) << "its session is noted as seen meanwhile";
    EXPECT_TRUE(visitor.get());
}

// What is told to have failed was not done, and what was done is told so.
using HalfWayTest = testing::OverFailingStore<testing::DeskTest>;

TEST_F(HalfWayTest, AChangeIsOneWriteAndItsAnswerNeedsNoMore) {
    const auto admin = come_in(story::Role::Administrator);
    const auto id = add("خبر", 0, story::Status::InReview);
    struct {
        const char *method, *path;
        nlohmann::json body;
        int status;
    } const calls[] = {
        {"POST", "/desk/api/users", with_proof(admin, {{"login", "new"}, {"name", "n"}, {"role", "editor"}}),
         201},
        {"POST", "/desk/api/users/1/link", with_proof(admin), 201},
        {"PUT", "/desk/api/settings", {{"values", {{"publication.hue", "teal"}}}}, 200},
        {"PUT", "/desk/api/sections", {{"sections", {{{"slug", "local"}, {"name", "أخبار"}}}}}, 200},
        {"POST", "/desk/api/stories/1/move", {{"version", 1}, {"to", "published"}}, 200},
        {"PUT", "/desk/api/front", {{"stamp", ""}, {"places", {{{"place", 0}, {"story", 1}}}}}, 200},
    };
    ASSERT_EQ(id, story::StoryId{1});
    for (const auto& [method, path, body, status] : calls) {
        failing_->snapshots_left = 2;  // who calls: by the head alone, and once the body is whole
        failing_->writes_left = 1;
        const auto done = call(admin, method, path, body);
        failing_->mend();
        EXPECT_EQ(done.status, status) << path << ": " << done.json;
    }
    EXPECT_EQ(get(id).status, story::Status::Published);
}

TEST_F(HalfWayTest, OfManyStoriesThoseThatWereChangedAreTold) {
    const auto admin = come_in(story::Role::Administrator);
    nlohmann::json changes;
    for (int i = 0; i < 4; ++i)
        changes.push_back({{"id", add("خبر " + std::to_string(i), i, story::Status::Draft).value},
                           {"version", 1},
                           {"to", "in_review"}});
    failing_->writes_left = 0;
    const auto none = call(admin, "PATCH", "/desk/api/stories", {{"changes", changes}});
    EXPECT_EQ(none.status, 503) << none.json;
    failing_->writes_left = 2;
    const auto some = call(admin, "PATCH", "/desk/api/stories", {{"changes", changes}});
    EXPECT_EQ(failing_->writes_left, -1) << "those after the first that failed are not tried";
    failing_->mend();
    ASSERT_EQ(some.status, 200) << some.json;
    ASSERT_EQ(some.json["done"].size(), 2u);
    ASSERT_EQ(some.json["failed"].size(), 2u);
    EXPECT_EQ(some.json["failed"][1]["code"], "unavailable");
    EXPECT_EQ(some.json["failed"][1]["message"], none.json["error"]["message"])
        << "nothing of what is inside";
    for (std::int64_t id = 1; id <= 4; ++id)
        EXPECT_EQ(get({id}).status, id <= 2 ? story::Status::InReview : story::Status::Draft);
}

TEST_F(HalfWayTest, ACodeIsNotUsedUpWhereComingInFails) {
    come_in(story::Role::Editor);
    const auto id = (*read()->user(std::string_view("editor")))->id;
    const std::string secret = totp::new_secret();
    const auto sealed = crypto::seal(secret, crypto::derived_key(key_, "desk: totp"));
    ASSERT_TRUE(write([&](store::Writer& w) { return w.set_totp(id, sealed, {}); }));
    const nlohmann::json attempt = {
        {"login", "editor"}, {"password", kPassword}, {"code", totp::code(secret, now())}};
    failing_->writes_left = 0;
    EXPECT_EQ(call({}, "POST", "/desk/api/session", attempt).status, 503);
    failing_->writes_left = 1;
    EXPECT_EQ(call({}, "POST", "/desk/api/session", attempt).status, 200);
}

}  // namespace
}  // namespace warraq::desk
