// The desk over a database that does not answer in time.
#include "support/desk.h"
#include "support/eventually.h"
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
        store_options_.snapshot_wait = 50ms;
        store_options_.write_wait = 50ms;
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
        Called noted;
        testing::eventually([&] {  // until it is the write that fails, not a read of the desk's own threads
            noted = call(admin, "POST", path + "/notes", {{"text", "لا تبقى"}});
            return noted.json.dump().find("nothing was changed") != std::string::npos;
        });
        expect_later(noted);
    }
    EXPECT_EQ(eventually_called(admin, "POST", path + "/notes", {{"text", "تبقى"}}).status, 204);
    const auto notes = eventually_called(admin, "GET", path).json["notes"];
    ASSERT_EQ(notes.size(), 1u) << notes;
    EXPECT_EQ(notes[0]["text"], "تبقى");
    EXPECT_EQ(eventually_called(admin, "GET", link).status, 200);
}

}  // namespace
}  // namespace warraq::desk
