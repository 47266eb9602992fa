// What a browser is given on its way in, how long it is good, and what is told of those who are kept out.
#include <algorithm>
#include <set>
#include <spdlog/spdlog.h>

#include "desk/auth/account_changes.h"
#include "desk/auth/password_rules.h"
#include "desk/auth/totp.h"
#include "support/desk.h"
#include "support/eventually.h"
#include "support/heard_log.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
using enum story::Role;
using testing::Browser;

class EntranceTest : public testing::DeskTest {
  protected:
    void SetUp() override {
        log_ = spdlog::default_logger();
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", heard_));
        DeskTest::SetUp();
    }
    void TearDown() override {
        DeskTest::TearDown();
        spdlog::set_default_logger(log_);
    }
    Called enter(std::string_view login, std::string_view password, const std::string& fields = {}) {
        return call({}, "POST", "/desk/api/session", {{"login", login}, {"password", password}}, fields);
    }
    story::UserId id_of(std::string_view login) { return (*(*store_->snapshot())->user(login))->id; }
    std::string status_of(const std::string& link) {
        return std::to_string(testing::HttpClient(server_->port()).get(link).status);
    }

    const std::shared_ptr<testing::HeardLog> heard_ = std::make_shared<testing::HeardLog>();
    std::shared_ptr<spdlog::logger> log_;
};

TEST_F(EntranceTest, UnderHttpsTheCookieIsThisHostsAlone) {
    come_in(Editor);
    settings_.publication.address = "https://news.example";
    const auto entered = enter("editor", kPassword);
    ASSERT_EQ(entered.status, 200);
    const std::string start = "Set-Cookie: __Host-warraq_desk=";
    const auto at = entered.head.find(start);
    ASSERT_NE(at, entered.head.npos) << entered.head;
    const auto end = entered.head.find("\r\n", at);
    const auto cookie = entered.head.substr(at + start.size(), end - at - start.size());
    const auto token = cookie.substr(0, cookie.find(';'));
    EXPECT_EQ(cookie.substr(token.size()), "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure");
    EXPECT_EQ(token.size(), 64u) << "256 bits";
    EXPECT_EQ(entered.json.dump().find(token), std::string::npos) << "no script is told it";
    const auto sessions = [&](const std::string& name) {
        return raw_call("GET", "/desk/api/sessions", "", fmt::format("Cookie: {}={}\r\n", name, token))
            .status;
    };
    EXPECT_EQ(sessions("__Host-warraq_desk"), 200);
    EXPECT_EQ(sessions("warraq_desk"), 401) << "one that a neighbour's host could have set";
    const auto out = raw_call("DELETE", "/desk/api/session", "",
                              fmt::format("Cookie: __Host-warraq_desk={}\r\nX-CSRF-Token: {}\r\n", token,
                                          entered.json["csrf_token"].get<std::string>()));
    EXPECT_NE(out.head.find("Set-Cookie: __Host-warraq_desk=; Path=/; Max-Age=0;"), std::string::npos)
        << out.head;
}

TEST_F(EntranceTest, ComingInAgainIsAnotherSessionAndEndsTheOneBefore) {
    const auto first = come_in(Editor);
    const auto again = enter("editor", kPassword, fmt::format("Cookie: warraq_desk={}\r\n", first.cookie));
    const auto second = browser_of(again);
    EXPECT_NE(second.cookie, first.cookie);
    EXPECT_NE(second.csrf_token, first.csrf_token);
    EXPECT_EQ(call(first, "GET", "/desk/api/sessions").code(), "signed_out");
    EXPECT_EQ(call(second, "GET", "/desk/api/sessions").json["sessions"].size(), 1u);
    // A colleague at the same browser.
    come_in(Reporter);
    const auto other = enter("reporter", kPassword, fmt::format("Cookie: warraq_desk={}\r\n", second.cookie));
    EXPECT_EQ(other.status, 200);
    EXPECT_EQ(call(second, "GET", "/desk/api/sessions").code(), "signed_out");
}

TEST_F(EntranceTest, APersonHasAsManySessionsAsMachinesAndNoMore) {
    come_in(Editor);
    const auto editor = id_of("editor");
    const Instant start = now() - 1h;
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(store_->write([&](store::Writer& w) {
            const auto seen = start + std::chrono::minutes(i);
            return w.add_session(fmt::format("hash {}", i), {0, editor, seen, seen, "Firefox"});
        }));
    const auto last = come_in(Editor);
    const auto left = *(*store_->snapshot())->sessions_of(editor);
    EXPECT_EQ(left.size(), kMostSessions);
    for (const auto& session : left) EXPECT_GE(session.seen, start + 10min) << "those unseen longest went";
    EXPECT_EQ(call(last, "GET", "/desk/api/sessions").status, 200);
}

TEST_F(EntranceTest, ASessionEndsUnusedAfterAWeekAndUsedAfterAMonth) {
    come_in(Editor);
    AccountAuth auth(*store_, key_);
    const Instant start = now();
    const auto entry =
        auth.passwords.sign_in({"editor", std::string(kPassword), "", "192.0.2.1", "Firefox"}, start);
    EXPECT_TRUE(auth.sessions.visitor(entry.token, start + 7 * 24h - 1s));
    EXPECT_FALSE(auth.sessions.visitor(entry.token, start + 14 * 24h + 1s)) << "unused for a week since";
    Instant used = start;
    const auto editor = id_of("editor");
    const auto long_one =
        auth.passwords.sign_in({"editor", std::string(kPassword), "", "192.0.2.1", "Firefox"}, start);
    for (int day = 6; day <= 30; day += 6) {
        EXPECT_TRUE(auth.sessions.visitor(long_one.token, used = start + day * 24h)) << day;
        ASSERT_TRUE(testing::eventually([&] {
            const auto sessions = *(*store_->snapshot())->sessions_of(editor);
            return std::ranges::find(sessions, used, &store::Session::seen) != sessions.end();
        })) << "it is written beside";
    }
    EXPECT_FALSE(auth.sessions.visitor(long_one.token, used + 1s)) << "a month at the most";
    EXPECT_FALSE(auth.sessions.visitor("", start));
}

TEST_F(EntranceTest, APasswordIsTakenAsItIs) {
    come_in(Administrator);
    const auto id = *store_->write([](store::Writer& w) {
        return w.save(story::User{{}, "salma", "سلمى", Editor});
    });
    // As long as is promised, in bytes and in letters, at each place where one is typed.
    std::string arabic, latin;
    for (int i = 0; i < 51; ++i) arabic += "نخلوجسرهطك";
    arabic += "نخ";  // 512 letters, 1,024 bytes
    for (int i = 0; i < 128; ++i) latin += "vq83nnze";
    ASSERT_EQ(arabic.size(), kLongestPassword);
    ASSERT_EQ(latin.size(), 1024u);
    const auto id_of_new = [&](const std::string& login) {
        return *store_->write([&](store::Writer& w) {
            return w.save(story::User{{}, login, "سلمى", Editor});
        });
    };
    for (const auto& [login, password] : {std::pair(std::string("omar"), arabic), {"rana", latin}}) {
        const auto set =
            call({}, "PUT", "/desk/api/link",
                 {{"link", *make_link(*store_, id_of_new(login), now())}, {"password", password}});
        ASSERT_EQ(set.status, 200) << set.json;
        const auto entered = enter(login, password);
        ASSERT_EQ(entered.status, 200) << entered.json;
        EXPECT_NE(enter(login, password + "x").status, 200) << "nothing is cut off";
        EXPECT_EQ(enter(login, password.substr(0, password.size() - 2)).code(), "wrong_login");
        const auto browser = browser_of(entered);
        const auto proved = call(browser, "POST", "/desk/api/proof", {{"password", password}});
        ASSERT_EQ(proved.status, 200) << proved.json;
        const auto changed =
            call(browser, "PUT", "/desk/api/password",
                 {{"proof", proved.json["proof"]}, {"next", "y" + password.substr(2) + "y"}});
        EXPECT_EQ(changed.status, 200) << changed.json;
    }
    EXPECT_EQ(call({}, "PUT", "/desk/api/link",
                   {{"link", *make_link(*store_, id, now())}, {"password", arabic + "نخ"}})
                  .code(),
              "weak_password")
        << "more than that is told so, not cut";
    const std::string spaced = " Nakhla wa jisr ";
    const auto set =
        call({}, "PUT", "/desk/api/link", {{"link", *make_link(*store_, id, now())}, {"password", spaced}});
    ASSERT_EQ(set.status, 200) << set.json;
    EXPECT_EQ(enter("salma", spaced).status, 200);
    EXPECT_EQ(enter("salma", " nakhla wa jisr ").code(), "wrong_login");
    // What a guesser knows is not taken, here and where one changes it.
    const auto guess = [&](const json& password) {
        return call({}, "PUT", "/desk/api/link",
                    {{"link", *make_link(*store_, id, now())}, {"password", password}})
            .code();
    };
    EXPECT_EQ(guess("صحيفة الاختبار"), "guessable_password") << "the newsroom's name";
    EXPECT_EQ(guess("salma-salma-1"), "guessable_password");
    EXPECT_EQ(guess("password1234"), "guessable_password");
    const auto admin = come_in(Administrator);
    EXPECT_EQ(
        call(admin, "PUT", "/desk/api/password", with_proof(admin, {{"next", "administrator1"}})).code(),
        "guessable_password");
}

TEST_F(EntranceTest, OneAddressDoesNotTryAllLogins) {
    std::string last;
    for (int i = 0; i < 30 && last != "throttled"; ++i)
        last = enter(fmt::format("login{}", i), "guess").code();
    EXPECT_EQ(last, "throttled");
}

TEST_F(EntranceTest, ASecondFactorEndsTheOtherSessionsAndItsCodesCannotBeGuessed) {
    const auto here = come_in(Editor), elsewhere = come_in(Editor);
    const std::string secret = call(here, "POST", "/desk/api/second-factor").json["secret"];
    const auto accepted = call(here, "PUT", "/desk/api/second-factor",
                               with_proof(here, {{"secret", secret}, {"code", totp::code(secret, now())}}));
    ASSERT_EQ(accepted.status, 200) << accepted.json;
    EXPECT_EQ(call(elsewhere, "GET", "/desk/api/sessions").code(), "signed_out");
    std::set<std::string> seen;
    for (const std::string code : accepted.json["recovery_codes"]) {
        EXPECT_TRUE(seen.insert(code).second);
        EXPECT_EQ(code.size(), 31u) << code;
        EXPECT_EQ(code.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567-"), code.npos) << code;
        EXPECT_EQ(std::ranges::count(code, '-'), 3) << "28 letters of five bits";
    }
    EXPECT_EQ(seen.size(), 10u);
    EXPECT_EQ(call({}, "POST", "/desk/api/session",
                   {{"login", "editor"}, {"password", kPassword}, {"code", *seen.begin()}})
                  .status,
              200);
}

TEST_F(EntranceTest, SignedLinksEnd) {
    const auto id = add("خبر").value;
    const auto link = [&](std::string_view what, Instant ends, const crypto::Key& key) {
        const auto claim = fmt::format("{}.{}", what, to_unix(ends));
        const auto user = id_of("editor");
        auto reader = *store_->snapshot();
        const auto factors = factors_of(*reader, **reader->user(user));
        return fmt::format("/desk/preview/{}.{}", claim, crypto::keyed_hash(claim + "\n" + factors, key));
    };
    const auto own = crypto::derived_key(key_, "desk: preview");
    const auto editor = come_in(Editor);
    const auto story = fmt::format("{}-story-{}", id_of("editor").value, id);
    EXPECT_EQ(status_of(link(story, now() + 1min, own)), "200");
    EXPECT_EQ(status_of(link(fmt::format("story-{}", id), now() + 1min, own)), "404") << "of nobody's making";
    EXPECT_EQ(status_of(link(story, now() - 1s, own)), "404") << "its time is over";
    EXPECT_EQ(status_of(link(story, now() + 1min, crypto::derived_key(key_, "desk: csrf"))), "404")
        << "signed for another purpose";
    EXPECT_EQ(status_of(link(story, now() + 1min, crypto::random_key())), "404");
    const auto before = link(story, now() + 1min, own);
    EXPECT_EQ(status_of(before), "200");
    ASSERT_EQ(call(editor, "PUT", "/desk/api/password", with_proof(editor, {{"next", "كلمة سر جديدة طويلة"}}))
                  .status,
              200);
    EXPECT_EQ(status_of(before), "404") << "a new password ends the links made before";
    settings_.publication.address = "https://desk.example";
    AccountAuth auth(*store_, key_);
    const auto site = *passkeys::site_of(settings_.publication.address);
    const auto answered = [&](const std::string& challenge) {
        const auto data = json{
            {"type", passkeys::kUsed},
            {"challenge", crypto::base64url(challenge)},
            {"origin",
             site.origin}}.dump();
        try {
            auth.passkeys.sign_in(PasskeyAuth::Attempt{"none", data, {}, {}, "192.0.2.1", {}}, site, now());
        } catch (const Problem& problem) {
            return problem.code();
        }
        return std::string();
    };
    EXPECT_EQ(answered(auth.passkeys.entry_challenge(now())), "unknown_passkey");
    EXPECT_EQ(answered(auth.passkeys.entry_challenge(now() - kChallengeLife)), "challenge_over");
}

TEST_F(EntranceTest, WhoIsRefusedIsToldInTheLog) {
    const auto reporter = come_in(Reporter);
    EXPECT_EQ(heard_->all().find("refused"), std::string::npos);
    EXPECT_EQ(call(reporter, "GET", "/desk/api/audit").status, 403);
    EXPECT_NE(heard_->all().find("desk: GET /desk/api/audit was refused to reporter: not_allowed\n"),
              std::string::npos)
        << heard_->all();
    EXPECT_EQ(call({reporter.cookie, "0"}, "POST", "/desk/api/stories").status, 403);
    EXPECT_NE(heard_->all().find("was refused to reporter: csrf_token\n"), std::string::npos);
    const int others = call(come_in(Editor), "POST", "/desk/api/stories").json["id"];
    EXPECT_EQ(call(reporter, "GET", fmt::format("/desk/api/stories/{}", others)).status, 404);
    EXPECT_NE(heard_->all().find("desk: GET /desk/api/stories/{id} was refused to reporter: hidden\n"),
              std::string::npos);
    const auto told = heard_->all();
    EXPECT_EQ(call(reporter, "GET", "/desk/api/stories/999999").status, 404);
    EXPECT_EQ(heard_->all(), told) << "what is not there is refused to no one";
}

TEST_F(EntranceTest, AStolenSessionDoesNotFillTheLog) {
    const auto reporter = come_in(Reporter);
    for (int i = 0; i < 40; ++i) call({reporter.cookie, "0"}, "POST", "/desk/api/stories");
    const auto all = heard_->all();
    int lines = 0;
    for (auto at = all.find("was refused to"); at != all.npos; at = all.find("was refused to", at + 1))
        ++lines;
    EXPECT_GE(lines, 10);
    EXPECT_LT(lines, 40);
}

TEST_F(EntranceTest, WhatFailsHereIsToldInTheLogAlone) {
    come_in(Editor);
    const auto editor = id_of("editor");
    ASSERT_TRUE(
        store_->write([&](store::Writer& w) { return w.set_totp(editor, "sealed by another key", {}); }));
    const auto failed = call({}, "POST", "/desk/api/session",
                             {{"login", "editor"}, {"password", kPassword}, {"code", "123456"}});
    EXPECT_EQ(failed.status, 503);
    EXPECT_EQ(failed.code(), "unavailable");
    EXPECT_EQ(failed.json["error"]["message"], "the desk cannot do this now; its log says why");
    EXPECT_NE(heard_->all().find("desk: /desk/api/session: the second factor cannot be read"),
              std::string::npos)
        << heard_->all();
    EXPECT_EQ(heard_->all().find(kPassword), std::string::npos);
    EXPECT_EQ(heard_->all().find("123456"), std::string::npos);
}

TEST_F(EntranceTest, EntriesOfTheAuditLogSayWhoWhatAndWhen) {
    const auto admin = come_in(Administrator);
    call({}, "POST", "/desk/api/session", {{"login", "administrator"}, {"password", "wrong"}});
    const auto entries = call(admin, "GET", "/desk/api/audit").json["entries"];
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0]["action"], "sign_in_refused");
    EXPECT_EQ(entries[1]["action"], "sign_in");
    for (const auto& entry : entries) {
        EXPECT_EQ(entry["who"], "administrator");
        const auto at = entry["at"].get<std::string>();
        EXPECT_TRUE(at.ends_with("Z")) << at;
        EXPECT_LE(now() - *from_iso8601(at), 1min) << at;
    }
}

}  // namespace
}  // namespace warraq::desk
