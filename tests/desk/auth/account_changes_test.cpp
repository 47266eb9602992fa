// What outlives what at an account: links, sessions and proofs beside changes; changes that meet.
#include "desk/auth/account_changes.h"

#include "desk/auth/totp.h"
#include "support/desk.h"
#include "support/eventually.h"
#include "support/failing_store.h"
#include "support/holders.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
using testing::Browser;
using enum story::Role;

class AccountChangesTest : public testing::OverFailingStore<testing::DeskTest> {
  protected:
    story::UserId id_of(std::string_view login) { return (*read()->user(login))->id; }
    std::string path_of(std::string_view login) {
        return fmt::format("/desk/api/users/{}", id_of(login).value);
    }
    // Whether the link still opens what it was made for.
    bool opens(const std::string& link) {
        return call({}, "POST", "/desk/api/link", {{"link", link}}).status == 200;
    }
    std::string link_for(std::string_view login) { return *make_link(*store_, id_of(login), now()); }
    store::AuditEntry last_entry() { return read()->audit(0, 1)->front(); }
    story::UserId invite(const std::string& login) {
        return *write([&](store::Writer& w) { return w.save(story::User{{}, login, login, Editor}); });
    }
    void set_password(story::UserId id) {
        static const std::string hash = crypto::password_hash(kPassword);
        ASSERT_TRUE(write([&](store::Writer& w) { return w.set_password(id, hash); }));
    }
};

TEST_F(AccountChangesTest, NoLinkOutlivesWhatItWasMadeFor) {
    const auto admin = come_in(Administrator);
    const auto patched = [&](const json& body) {
        EXPECT_EQ(call(admin, "PATCH", path_of("editor"), with_proof(admin, body)).status, 200) << body;
    };
    auto editor = come_in(Editor);
    auto link = link_for("editor");
    EXPECT_TRUE(opens(link));
    editor = browser_of(
        call(editor, "PUT", "/desk/api/password", with_proof(editor, {{"next", "ثلاثة جسور فوق النهر"}})));
    EXPECT_FALSE(opens(link)) << "a new password";
    link = link_for("editor");
    patched({{"disabled", true}});
    patched({{"disabled", false}});
    EXPECT_FALSE(opens(link)) << "shut out, and let in again";
    link = link_for("editor");
    patched({{"role", "reporter"}});
    EXPECT_FALSE(opens(link)) << "another role";
    link = link_for("editor");
    patched({{"second_factor", false}});
    EXPECT_FALSE(opens(link)) << "factors were taken away";
    link = link_for("editor");
    patched({{"name", "اسم آخر"}});
    EXPECT_TRUE(opens(link)) << "a name is no way in";
    // None is made for who is shut out, here or by the command line.
    patched({{"disabled", true}});
    EXPECT_EQ(call(admin, "POST", path_of("editor") + "/link", with_proof(admin)).code(), "account_state");
    EXPECT_EQ(make_link(*store_, id_of("editor"), now()).error().kind, Error::Kind::Conflict);
}

TEST_F(AccountChangesTest, ALinkThatIsUsedAsItsAccountIsShutOpensNothing) {
    come_in(Administrator);
    const auto id = invite("omar");
    const auto link = link_for("omar");
    // The page has looked at the link, and hashes the password; meanwhile someone shuts the account.
    failing_->before_write([&](store::Store&) {
        (void)store_->write([&](store::Writer& w) {
            auto user = **w.user(id);
            user.disabled = true;
            return w.save(user);
        });
    });
    EXPECT_EQ(call({}, "PUT", "/desk/api/link", {{"link", link}, {"password", kPassword}}).code(),
              "link_over");
    EXPECT_FALSE((*read()->user(id))->has_password);
}

TEST_F(AccountChangesTest, AStrangersResetEndsNoLinkThatWasSent) {
    come_in(Administrator);
    const auto newcomer = invite("omar@example.org");
    const auto welcome = link_for("omar@example.org");
    AccountAuth auth(*store_, key_);
    EXPECT_FALSE(auth.links.make_reset("omar@example.org", now()));
    EXPECT_TRUE(opens(welcome));
    set_password(newcomer);
    const auto made = link_for("omar@example.org");
    for (int i = 0; i < 5; ++i) auth.links.make_reset("omar@example.org", now());
    EXPECT_TRUE(opens(made)) << "an administrator's";
    // One of them used, and the others are over.
    const auto other = invite("rana@example.org");
    set_password(other);
    const auto reset = auth.links.make_reset("rana@example.org", now());
    ASSERT_TRUE(reset);
    const auto beside = link_for("rana@example.org");
    EXPECT_FALSE(opens(reset->secret)) << "an administrator's takes the place of all";
    const auto again = auth.links.make_reset("rana@example.org", now());
    ASSERT_TRUE(again);
    EXPECT_TRUE(opens(beside));
    EXPECT_EQ(
        call({}, "PUT", "/desk/api/link", {{"link", again->secret}, {"password", "ثلاثة جسور فوق النهر"}})
            .status,
        200);
    EXPECT_FALSE(opens(beside));
}

TEST_F(AccountChangesTest, SessionsEndWithTheFactorThatIsTakenAway) {
    const auto admin = come_in(Administrator), here = come_in(Editor), elsewhere = come_in(Editor);
    EXPECT_EQ(call(admin, "PATCH", path_of("editor"), with_proof(admin, {{"second_factor", false}})).status,
              200);
    for (const Browser& browser : {here, elsewhere})
        EXPECT_EQ(call(browser, "GET", "/desk/api/sessions").code(), "signed_out")
            << "whoever has the lost phone has its session too";
}

TEST_F(AccountChangesTest, APasswordThatChangesAsOneComesInLetsNobodyIn) {
    come_in(Editor);
    const auto id = id_of("editor");
    const std::string other = crypto::password_hash("ثلاثة جسور فوق النهر");
    failing_->before_write([&](store::Store&) {
        (void)store_->write([&](store::Writer& w) -> Result<void> {
            if (auto set = w.set_password(id, other); !set) return set;
            return w.end_sessions(id, 0);
        });
    });
    EXPECT_EQ(call({}, "POST", "/desk/api/session", {{"login", "editor"}, {"password", kPassword}}).code(),
              "wrong_login");
    EXPECT_TRUE(read()->sessions_of(id)->empty());
}

TEST_F(AccountChangesTest, AChangeIsNotMadeByWhoseSessionOrFactorsEndedMeanwhile) {
    const auto admin = come_in(Administrator), editor = come_in(Editor);
    const auto id = id_of("editor");
    const auto meanwhile = [&](std::function<Result<void>(store::Writer&)> work) {
        failing_->before_write([this, work = std::move(work)](store::Store&) {
            EXPECT_TRUE(store_->write([&](store::Writer& w) { return work(w); }));
        });
    };
    const std::string secret = totp::new_secret();
    json app{{"secret", secret}, {"code", totp::code(secret, now())}, {"proof", proof_of(editor)}};
    meanwhile([&](store::Writer& w) { return w.end_sessions(id, 0); });
    EXPECT_EQ(call(editor, "PUT", "/desk/api/second-factor", app).code(), "proof_needed");
    EXPECT_FALSE((*read()->user(id))->has_totp);
    // The administrator's own, while they change others.
    const auto own = id_of("administrator");
    const auto body = with_proof(admin, {{"role", "administrator"}});
    meanwhile([&](store::Writer& w) { return w.set_totp(own, "sealed", {}); });
    EXPECT_EQ(call(admin, "PATCH", path_of("editor"), body).code(), "proof_needed");
    EXPECT_EQ((*read()->user(id))->role, Editor);
}

TEST_F(AccountChangesTest, WhatIsWrongAboutASecondFactorLeavesATrace) {
    const auto editor = come_in(Editor);
    const std::string secret = call(editor, "POST", "/desk/api/second-factor").json["secret"];
    ASSERT_EQ(call(editor, "PUT", "/desk/api/second-factor",
                   with_proof(editor, {{"secret", secret}, {"code", totp::code(secret, now())}}))
                  .status,
              200);
    const auto id = id_of("editor");
    const auto expect_entry = [&](std::string_view action, std::string_view detail) {
        const auto entry = last_entry();
        EXPECT_EQ(entry.action, action);
        EXPECT_EQ(entry.detail, detail);
        EXPECT_EQ(entry.user, id);
    };
    json login{{"login", "editor"}, {"password", kPassword}};
    EXPECT_EQ(call({}, "POST", "/desk/api/session", login).code(), "code_needed");
    expect_entry("code_asked", "");
    login["code"] = "000000";
    EXPECT_EQ(call({}, "POST", "/desk/api/session", login).code(), "wrong_code");
    expect_entry("sign_in_refused", "wrong code");
    EXPECT_EQ(call(editor, "POST", "/desk/api/proof", {{"password", kPassword}}).code(), "code_needed");
    expect_entry("proof_refused", "no code");
    EXPECT_EQ(call(editor, "POST", "/desk/api/proof", {{"password", kPassword}, {"code", "000000"}}).code(),
              "wrong_code");
    expect_entry("proof_refused", "wrong code");
    for (int i = 0; i < 8; ++i) call({}, "POST", "/desk/api/session", login);
    EXPECT_EQ(call({}, "POST", "/desk/api/session", login).code(), "throttled");
    expect_entry("sign_in_refused", "throttled");
    const auto last = last_entry().id;
    for (int i = 0; i < 3; ++i) call({}, "POST", "/desk/api/session", login);
    EXPECT_EQ(last_entry().id, last) << "once in a while: strangers do not fill the log";
}

TEST_F(AccountChangesTest, AResetIsAnsweredBeforeAnyoneIsLookedFor) {
    settings_.mail = {"smtp://127.0.0.1:1", "desk@example.org", "", ""};
    settings_.publication.address = "https://example.org";
    set_password(invite("omar@example.org"));
    // With a database that gives nothing, the answer is there, and the same: no work hangs on who has a
    // login.
    for (const char* login : {"omar@example.org", "nobody@example.org"}) {
        failing_->snapshots_left = 0;
        failing_->writes_left = 0;
        const auto answer = call({}, "POST", "/desk/api/reset", {{"login", login}});
        EXPECT_EQ(answer.status, 204) << login << answer.json;
        failing_->mend();
    }
    const auto links = [&] {
        int made = 0;
        const auto entries = *read()->audit(0, 10);
        for (const auto& entry : entries) made += entry.action == "password_link";
        return made;
    };
    for (const char* login : {"nobody@example.org", "omar@example.org"})
        EXPECT_EQ(call({}, "POST", "/desk/api/reset", {{"login", login}}).status, 204);
    EXPECT_TRUE(testing::eventually([&] { return links() >= 1; })) << "the link is made afterwards";
}

TEST_F(AccountChangesTest, OfTwoAtOnceOneWins) {
    come_in(Administrator);
    const auto id = invite("omar");
    const auto link = link_for("omar");
    const auto at_once = [&](const std::function<int(int)>& one) {
        int won = 0;
        std::mutex mutex;
        std::vector<std::thread> both;
        for (int i = 0; i < 2; ++i)
            both.emplace_back([&, i] {
                const int status = one(i);
                const std::scoped_lock lock(mutex);
                won += status < 300;
            });
        for (auto& thread : both) thread.join();
        return won;
    };
    EXPECT_EQ(at_once([&](int i) {
                  return call({}, "PUT", "/desk/api/link",
                              {{"link", link}, {"password", fmt::format("ثلاثة جسور فوق النهر {}", i)}})
                      .status;
              }),
              1)
        << "a link";
    set_password(id);
    const std::string secret = totp::new_secret();
    const auto sealed = crypto::seal(secret, crypto::derived_key(key_, "desk: totp"));
    ASSERT_TRUE(
        write([&](store::Writer& w) { return w.set_totp(id, sealed, {crypto::content_hash("code", 32)}); }));
    for (const std::string& code : {std::string("code"), totp::code(secret, now())})
        EXPECT_EQ(at_once([&](int) {
                      return call({}, "POST", "/desk/api/session",
                                  {{"login", "omar"}, {"password", kPassword}, {"code", code}})
                          .status;
                  }),
                  1)
            << code;
}

}  // namespace
}  // namespace warraq::desk
