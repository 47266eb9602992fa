#include <fmt/format.h>

#include "support/stories.h"

namespace warraq::store {
namespace {

using namespace std::chrono_literals;
using testing::StoreTest;

class UsersTest : public StoreTest {
  protected:
    story::UserId user(const std::string& login, story::Role role = story::Role::Editor) {
        return *write([&](Writer& w) { return w.save(story::User{{}, login, "سلمى", role, false}); });
    }
};

TEST_F(UsersTest, AreSavedChangedAndListed) {
    const auto id = user("salma");
    auto found = **read()->user("salma");
    EXPECT_EQ(found.id, id);
    EXPECT_EQ(found.role, story::Role::Editor);
    EXPECT_FALSE(found.has_password);
    found.name = "سلمى النجار";
    found.role = story::Role::ManagingEditor;
    found.disabled = true;
    ASSERT_TRUE(write([&](Writer& w) { return w.save(found); }));
    const auto users = *read()->users();
    ASSERT_EQ(users.size(), 1u);
    EXPECT_EQ(users[0].name, "سلمى النجار");
    EXPECT_TRUE(users[0].disabled);
    const auto twin = write([](Writer& w) { return w.save(story::User{{}, "salma", "أخرى"}); });
    EXPECT_EQ(twin.error().kind, Error::Kind::Conflict);
    const auto nobody = write([](Writer& w) { return w.save(story::User{{99}, "nobody", "لا أحد"}); });
    EXPECT_EQ(nobody.error().kind, Error::Kind::NotFound);
    EXPECT_EQ(read()->credentials({99}).error().kind, Error::Kind::NotFound);
}

TEST_F(UsersTest, CodesAreTakenOnce) {
    const auto id = user("salma");
    ASSERT_TRUE(write([&](Writer& w) { return w.set_totp(id, "sealed", {"a", "b"}); }));
    EXPECT_TRUE((**read()->user(id)).has_totp);
    const auto step = [&](std::int64_t n) {
        return *write([&](Writer& w) { return w.take_totp_step(id, n); });
    };
    EXPECT_TRUE(step(10));
    EXPECT_FALSE(step(10));
    EXPECT_FALSE(step(9));
    EXPECT_TRUE(step(11));
    const auto code = [&](const char* c) {
        return *write([&](Writer& w) { return w.take_recovery_code(id, c); });
    };
    EXPECT_TRUE(code("a"));
    EXPECT_FALSE(code("a"));
    EXPECT_FALSE(code("c"));
    ASSERT_TRUE(write([&](Writer& w) { return w.set_totp(id, "", {}); }));
    EXPECT_FALSE(code("b")) << "gone with the second factor";
}

TEST_F(UsersTest, SessionsEndOneByOneAllAndByAge) {
    const auto salma = user("salma"), omar = user("omar");
    const Instant start = from_unix(1'800'000'000);
    const auto add = [&](const char* hash, story::UserId of, Instant created) {
        ASSERT_TRUE(write([&](Writer& w) {
            return w.add_session(hash, {0, of, created, created, "Firefox"});
        }));
    };
    add("1", salma, start);
    add("2", salma, start + 1h);
    add("3", omar, start + 2h);
    const auto first = **read()->session("1");
    EXPECT_EQ(first.browser, "Firefox");
    ASSERT_TRUE(write([&](Writer& w) { return w.touch_session(first.id, start + 5h); }));
    EXPECT_EQ((*read()->sessions_of(salma))[0].id, first.id) << "the latest seen is first";
    EXPECT_FALSE(write([&](Writer& w) { return w.end_session(omar, first.id); })) << "another's";
    ASSERT_TRUE(write([&](Writer& w) { return w.end_sessions(salma, first.id); }));
    EXPECT_TRUE(*read()->session("1"));
    EXPECT_FALSE(*read()->session("2"));
    ASSERT_TRUE(write([&](Writer& w) { return w.end_old_sessions(start + 1h, start); }));
    EXPECT_FALSE(*read()->session("1")) << "made too long ago";
    EXPECT_TRUE(*read()->session("3"));
}

TEST_F(UsersTest, LinksAreUsedOnce) {
    const auto salma = user("salma");
    const Instant start = from_unix(1'800'000'000);
    const auto take = [&](const char* hash, Instant at) {
        return write([&](Writer& w) { return w.take_link(hash, at); });
    };
    const auto add = [&](const std::string& hash, story::UserId of, Instant expires) {
        ASSERT_TRUE(write([&](Writer& w) { return w.add_link(hash, {of, expires}); }));
    };
    add("old", salma, start + 1h);
    add("new", salma, start + 1h);
    add("first administrator", {}, start + 1h);
    EXPECT_FALSE(take("new", start + 1h)) << "its time is over";
    EXPECT_EQ(take("new", start)->user, salma);
    EXPECT_FALSE(take("new", start));
    EXPECT_FALSE(take("old", start)) << "one was used";
    add("old", salma, start + 1h);
    ASSERT_TRUE(write([&](Writer& w) { return w.end_links(salma); }));
    EXPECT_FALSE(take("old", start));
    // However often one is asked for: the one that lasts longest is there, and they are not many.
    add("welcome", salma, start + 72h);
    for (int i = 0; i < 20; ++i) add(fmt::format("reset {}", i), salma, start + 1h);
    int left = 0;
    for (int i = 0; i < 20; ++i) left += (*read()->link(fmt::format("reset {}", i))).has_value();
    EXPECT_EQ(left, Writer::kMostLinks - 1);
    EXPECT_EQ(take("welcome", start)->user, salma);
    EXPECT_FALSE(take("first administrator", start)->user) << "another's are not touched";
}

TEST_F(UsersTest, TheAuditLogOnlyGrows) {
    const auto salma = user("salma");
    for (const char* action : {"sign in", "publish", "sign out"})
        ASSERT_TRUE(write([&](Writer& w) { return w.record(salma, action, "story 5", "«عنوان»"); }));
    const auto newest = *read()->audit(0, 2);
    ASSERT_EQ(newest.size(), 2u);
    EXPECT_EQ(newest[0].action, "sign out");
    const auto rest = *read()->audit(newest[1].id, 10);
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].action, "sign in");
    EXPECT_EQ(rest[0].user, salma);
    EXPECT_ANY_THROW(database_.execute_watched("UPDATE audit SET action = 'nothing'"));
    EXPECT_ANY_THROW(database_.execute_watched("DELETE FROM audit"));
}

}  // namespace
}  // namespace warraq::store
