#include "desk/auth/account_auth.h"

#include "desk/auth/totp.h"
#include "desk/problem.h"
#include "support/desk.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using testing::Browser;
using testing::DeskTest;
using enum story::Role;

class DoorsTest : public DeskTest {
  protected:
    std::string code_of(const Browser& browser, std::string_view method, std::string_view path,
                        const json& body = nullptr) {
        return call(browser, method, path, body).code();
    }
    // The recovery codes. By the code of a moment ago: the last thing to be made, since it is over soon.
    json turn_on(const Browser& browser, const std::string& secret, std::chrono::seconds ago = {}) {
        json body = with_proof(browser, {{"secret", secret}});
        body["code"] = totp::code(secret, now() - ago);
        const auto accepted = call(browser, "PUT", "/desk/api/second-factor", body);
        EXPECT_EQ(accepted.status, 200) << accepted.json;
        return accepted.json["recovery_codes"];
    }
};

TEST_F(DoorsTest, AFirstLinkMakesTheAdministratorOnce) {
    const auto link = *make_first_link(*store_, now());
    const auto purpose = call({}, "POST", "/desk/api/link", {{"link", link}});
    EXPECT_EQ(purpose.json["first"], true);
    json newcomer = {{"link", link}, {"login", "Salma@Example.org"}, {"name", "سلمى"}, {"password", "قصيرة"}};
    EXPECT_EQ(code_of({}, "PUT", "/desk/api/link", newcomer), "weak_password");
    newcomer["password"] = kPassword;
    const auto entered = call({}, "PUT", "/desk/api/link", newcomer);
    const auto browser = browser_of(entered);
    EXPECT_EQ(entered.json["user"]["role"], "administrator");
    EXPECT_EQ(entered.json["user"]["login"], "salma@example.org");
    EXPECT_EQ(call(browser, "GET", "/desk/api/session").json["user"]["name"], "سلمى");
    EXPECT_EQ(code_of({}, "PUT", "/desk/api/link", newcomer), "link_over");
    EXPECT_EQ(*make_first_link(*store_, now()), "") << "there is an administrator";
    EXPECT_EQ(call(browser, "POST", "/desk/api/link", {{"link", "nonsense"}}).status, 404);
}

TEST_F(DoorsTest, AuthorsWhoWereMovedInDoNotShutTheFirstAdministratorOut) {
    const auto moved = *StoreTest::write([](store::Writer& w) {
        return w.save(story::User{{}, "salma", "سلمى النجار"});
    });
    const auto link = *make_first_link(*store_, now());
    ASSERT_NE(link, "");
    const auto browser =
        browser_of(call({}, "PUT", "/desk/api/link",
                        {{"link", link}, {"login", "salma"}, {"name", "سلمى"}, {"password", kPassword}}));
    const auto users = *read()->users();
    ASSERT_EQ(users.size(), 1u) << "she is who signed the stories that came with her";
    EXPECT_EQ(users[0].id, moved);
    EXPECT_EQ(users[0].role, Administrator);
    EXPECT_EQ(*make_first_link(*store_, now()), "") << "she can let others in";
    const auto late = *make_link(*store_, {}, now());
    EXPECT_EQ(call({}, "POST", "/desk/api/link", {{"link", late}}).status, 404)
        << "one from before her is over";
}

TEST_F(DoorsTest, SignInTellsNothingOfWhatIsWrong) {
    come_in(Editor);
    for (const char* login : {"editor", "nobody", "", "a b"})
        EXPECT_EQ(
            code_of({}, "POST", "/desk/api/session", {{"login", login}, {"password", "wrong password"}}),
            "wrong_login")
            << login;
    EXPECT_EQ(code_of({}, "POST", "/desk/api/session", {{"login", "editor"}}), "invalid");
    EXPECT_TRUE(call(sign_in(" EDITOR ", kPassword), "GET", "/desk/api/session").json.contains("user"));
}

TEST_F(DoorsTest, AttemptsAreThrottled) {
    come_in(Editor);
    std::string last;
    for (int i = 0; i < 12; ++i)
        last = code_of({}, "POST", "/desk/api/session", {{"login", "editor"}, {"password", "guess"}});
    EXPECT_EQ(last, "throttled");
}

TEST_F(DoorsTest, TheCookieIsForTheDeskAlone) {
    come_in(Editor);
    const auto head =
        call({}, "POST", "/desk/api/session", {{"login", "editor"}, {"password", kPassword}}).head;
    EXPECT_NE(head.find("; Path=/desk; Max-Age=2592000; HttpOnly; SameSite=Strict\r\n"), head.npos) << head;
    EXPECT_NE(head.find("Cache-Control: no-store"), head.npos);
}

TEST_F(DoorsTest, SessionsAreListedAndEnded) {
    const auto first = come_in(Editor), second = come_in(Editor), other = come_in(Reporter);
    const auto sessions = call(first, "GET", "/desk/api/sessions").json["sessions"];
    ASSERT_EQ(sessions.size(), 2u);
    for (const auto& session : sessions) {
        const auto path = fmt::format("/desk/api/sessions/{}", session["id"].get<int>());
        EXPECT_EQ(call(other, "DELETE", path, with_proof(other)).status, 404) << "another's";
        if (!session["this"]) {
            EXPECT_EQ(call(first, "DELETE", path, with_proof(first)).status, 204);
        }
    }
    EXPECT_EQ(code_of(second, "GET", "/desk/api/sessions"), "signed_out");
    EXPECT_EQ(call(first, "DELETE", "/desk/api/session").status, 204);
    EXPECT_EQ(call(first, "GET", "/desk/api/session").status, 204) << "no one";
    EXPECT_EQ(code_of(first, "GET", "/desk/api/sessions"), "signed_out");
}

TEST_F(DoorsTest, ANewPasswordEndsTheOtherSessions) {
    const auto here = come_in(Editor), elsewhere = come_in(Editor);
    EXPECT_EQ(code_of(here, "POST", "/desk/api/proof", {{"password", "wrong one"}}), "wrong_password");
    const auto after = browser_of(
        call(here, "PUT", "/desk/api/password", with_proof(here, {{"next", "ثلاثة جسور فوق النهر"}})));
    EXPECT_EQ(code_of(elsewhere, "GET", "/desk/api/sessions"), "signed_out");
    EXPECT_EQ(code_of(here, "GET", "/desk/api/sessions"), "signed_out") << "this one has a new token";
    EXPECT_EQ(call(after, "GET", "/desk/api/session").status, 200);
    EXPECT_EQ(call(sign_in("editor", "ثلاثة جسور فوق النهر"), "GET", "/desk/api/session").status, 200);
}

TEST_F(DoorsTest, ASecondFactorIsAskedForAndNoCodeTakenTwice) {
    const auto browser = come_in(Editor);
    const std::string secret = call(browser, "POST", "/desk/api/second-factor").json["secret"];
    EXPECT_EQ(code_of(browser, "PUT", "/desk/api/second-factor",
                      with_proof(browser, {{"secret", secret}, {"code", "000000"}})),
              "wrong_code");
    const auto codes = turn_on(browser, secret, std::chrono::seconds(30));
    ASSERT_EQ(codes.size(), 10u);
    json login = {{"login", "editor"}, {"password", kPassword}};
    EXPECT_EQ(code_of({}, "POST", "/desk/api/session", login), "code_needed");
    login["code"] = totp::code(secret, now());
    EXPECT_EQ(call({}, "POST", "/desk/api/session", login).status, 200);
    EXPECT_EQ(code_of({}, "POST", "/desk/api/session", login), "wrong_code") << "taken already";
    EXPECT_EQ((*read()->audit(0, 1)).front().action, "sign_in_refused");
    login["code"] = codes[3];
    EXPECT_EQ(call({}, "POST", "/desk/api/session", login).status, 200);
    EXPECT_EQ(code_of({}, "POST", "/desk/api/session", login), "wrong_code");
    EXPECT_EQ(code_of(browser, "DELETE", "/desk/api/second-factor", with_proof(browser)), "proof_needed")
        << "a proof of the password alone";
    proof_anew(browser, kPassword, codes[4].get<std::string>());
    EXPECT_EQ(call(browser, "DELETE", "/desk/api/second-factor", with_proof(browser)).status, 204);
    EXPECT_EQ(code_of(browser, "DELETE", "/desk/api/second-factor", {{"proof", proof_anew(browser)}}),
              "not_found");
    EXPECT_EQ(call(sign_in("editor", kPassword), "GET", "/desk/api/session").status, 200);
}

TEST_F(DoorsTest, AStolenSessionChangesNoWayIntoAnAccount) {
    const auto admin = come_in(Administrator);
    const std::string secret = call(admin, "POST", "/desk/api/second-factor").json["secret"];
    const auto codes = turn_on(admin, secret, std::chrono::seconds(30));
    const auto id = (*read()->user(std::string_view("administrator")))->id;
    const auto before = *read()->credentials(id);
    // Whoever has the cookie has the CSRF token too, and may make secrets of their own.
    const std::string foreign = totp::new_secret();
    struct Change {
        std::string_view method;
        std::string path;
        json body;
    };
    const Change changes[] = {
        {"PUT", "/desk/api/password", {{"next", "كلمة اللص الطويلة"}}},
        {"PUT", "/desk/api/second-factor", {{"secret", foreign}, {"code", totp::code(foreign, now())}}},
        {"DELETE", "/desk/api/second-factor", json::object()},
        {"POST", "/desk/api/passkeys", json::object()},
        {"DELETE", "/desk/api/passkeys/1", json::object()},
        {"DELETE", "/desk/api/sessions/1", json::object()},
        {"POST", "/desk/api/users", {{"login", "thief"}, {"name", "لص"}, {"role", "administrator"}}},
        {"PATCH", fmt::format("/desk/api/users/{}", id.value), {{"second_factor", false}}},
        {"POST", fmt::format("/desk/api/users/{}/link", id.value), json::object()},
        {"PUT", "/desk/api/settings", {{"values", {{"desk.second_factor", json::array()}}}}},
        {"PUT", "/desk/api/settings", {{"values", {{"mail.from", "thief@evil.example"}}}}},
        {"PUT", "/desk/api/settings", {{"values", {{"publication.address", "https://evil.example"}}}}},
    };
    const auto another = come_in(Editor);
    const std::string elsewhere = proof_of(another);  // good, but in another session
    for (Change change : changes) {
        for (const std::string& proof : {std::string(), std::string("x"), std::string("9999999999.x"),
                                         elsewhere, std::string(3000, '9')}) {
            change.body["proof"] = proof;
            const auto refused = call(admin, change.method, change.path, change.body);
            EXPECT_TRUE(refused.code() == "proof_needed" || refused.code() == "invalid")
                << change.method << change.path << proof << refused.json;
        }
        change.body.erase("proof");
        EXPECT_EQ(code_of(admin, change.method, change.path, change.body), "proof_needed") << change.path;
    }
    EXPECT_EQ(read()->credentials(id)->password, before.password);
    EXPECT_EQ(read()->credentials(id)->totp, before.totp);
    EXPECT_FALSE(*read()->user(std::string_view("thief")));
    // The password alone, a code alone, a code twice: none is a proof.
    const auto proves = [&](const json& body) { return code_of(admin, "POST", "/desk/api/proof", body); };
    EXPECT_EQ(proves({{"password", kPassword}}), "code_needed");
    EXPECT_EQ(proves({{"password", kPassword}, {"code", "000000"}}), "wrong_code");
    EXPECT_EQ((*read()->audit(0, 1)).front().action, "proof_refused");
    EXPECT_EQ(proves({{"password", "كلمة أخرى"}, {"code", codes[0]}}), "wrong_password");
    EXPECT_EQ((*read()->audit(0, 1)).front().action, "proof_refused");
    EXPECT_EQ(proves({{"password", kPassword}, {"code", codes[0]}}), "");
    EXPECT_EQ(proves({{"password", kPassword}, {"code", codes[0]}}), "wrong_code") << "used already";
}

TEST_F(DoorsTest, EveryRouteThatChangesAnAccountTakesAProof) {
    // One that is added without a proof has to be named here, and why.
    const std::map<std::string, std::string> kWithout = {
        {"DELETE /desk/api/session", "one's own session ends"},
        {"POST /desk/api/proof", "the proof itself"},
        {"POST /desk/api/proof/passkey", "the proof itself"},
        {"PUT /desk/api/proof/passkey", "the proof itself"},
        {"POST /desk/api/second-factor", "a number is thought of, nothing is kept"},
        {"PUT /desk/api/passkeys", "its challenge was had by a proof"},
    };
    for (const Route& route : routes()) {
        if (route.needs != Permission::Account && route.needs != Permission::ManageUsers) continue;
        if (route.method == serve::Method::Get) continue;
        const auto name = fmt::format("{} {}", serve::to_string(route.method), route.pattern);
        EXPECT_NE(route.takes_proof, kWithout.contains(name)) << name;
    }
}

TEST_F(DoorsTest, AProofIsGoodForAWhileInItsSessionAlone) {
    come_in(Editor);
    AccountAuth auth(*store_, key_);
    const auto enter = [&] {
        return auth.passwords.sign_in({"editor", std::string(kPassword), "", "192.0.2.1", "browser"}, now())
            .visitor;
    };
    const Visitor visitor = enter(), again = enter();
    const auto at = now();
    const auto proof = auth.passwords.prove(visitor, {std::string(kPassword), "", "192.0.2.1"}, at);
    const auto holds = [&](const Visitor& who, Instant when) {
        try {
            return auth.proofs.proven(who, proof, when).user().login == "editor";
        } catch (const Problem& problem) {
            EXPECT_EQ(problem.code(), "proof_needed");
            return false;
        }
    };
    EXPECT_TRUE(holds(visitor, at));
    EXPECT_TRUE(holds(visitor, at + kProofLife - std::chrono::seconds(1)));
    EXPECT_FALSE(holds(visitor, at + kProofLife));
    EXPECT_FALSE(holds(again, at)) << "the same person, another session";
}

TEST_F(DoorsTest, WhoGuessesInASessionKeepsItsOwnerOutOfNothing) {
    const auto stolen = come_in(Editor);
    std::string last;
    for (int i = 0; i < 12; ++i) last = code_of(stolen, "POST", "/desk/api/proof", {{"password", "guess"}});
    EXPECT_EQ(last, "throttled");
    const auto owner =
        browser_of(call({}, "POST", "/desk/api/session", {{"login", "editor"}, {"password", kPassword}}));
    EXPECT_EQ(call(owner, "POST", "/desk/api/proof", {{"password", kPassword}}).status, 200);
    EXPECT_EQ(code_of(stolen, "POST", "/desk/api/proof", {{"password", kPassword}}), "throttled");
}

TEST_F(DoorsTest, WhoKnowsALoginKeepsItsOwnerOutFromNoOtherNetwork) {
    come_in(Editor);
    AccountAuth auth(*store_, crypto::Key{1, 2, 3}, nullptr, [] { return std::vector<std::string>{}; }, {});
    const auto enter = [&](std::string_view password, const std::string& address) -> std::string {
        try {
            (void)auth.passwords.sign_in({"editor", std::string(password), "", address, ""}, now());
            return "in";
        } catch (const Problem& problem) {
            return problem.code();
        }
    };
    for (int i = 0; i < 12; ++i) enter("guess", "203.0.113.5");
    EXPECT_EQ(enter(kPassword, "203.0.113.5"), "throttled");
    EXPECT_EQ(enter(kPassword, "198.51.100.7"), "in");
    for (int i = 0; i < 12; ++i) enter("guess", fmt::format("2001:db8:0:{}::1", i));
    EXPECT_EQ(enter(kPassword, "2001:db8:0:99::1"), "throttled") << "one customer's networks are one";
    EXPECT_EQ(enter(kPassword, "2001:db8:1::1"), "in");
    // Many networks at once are held back all the same.
    std::string last;
    for (int i = 0; i < 80 && last != "throttled"; ++i) last = enter("guess", fmt::format("192.0.2.{}", i));
    EXPECT_EQ(last, "throttled");
}

TEST_F(DoorsTest, OnesOwnFactorsAreNotRemovedAsAColleagues) {
    const auto admin = come_in(Administrator);
    const auto self = (*(*store_->snapshot())->user(std::string_view("administrator")))->id;
    const auto path = fmt::format("/desk/api/users/{}", self.value);
    EXPECT_EQ(code_of(admin, "PATCH", path, with_proof(admin, {{"second_factor", false}})), "own_factors");
}

TEST_F(DoorsTest, AWeakSecretMakesNoSecondFactor) {
    const auto browser = come_in(Editor);
    for (const std::string weak : {"AAAAAAAA", "", "not base32!", "GEZDGNBVGY3TQOJQ"}) {
        json body = with_proof(browser, {{"secret", weak}, {"code", totp::code(weak, now())}});
        EXPECT_EQ(call(browser, "PUT", "/desk/api/second-factor", body).status, 422) << weak;
    }
}

TEST_F(DoorsTest, AnAuthenticatorIsReplacedByWhoHasTheOldOne) {
    const auto browser = come_in(Editor);
    const std::string old = call(browser, "POST", "/desk/api/second-factor").json["secret"];
    const auto old_codes = turn_on(browser, old, std::chrono::seconds(30));
    EXPECT_EQ(code_of(browser, "POST", "/desk/api/proof", {{"password", kPassword}}), "code_needed");
    EXPECT_EQ((*read()->audit(0, 1)).front().detail, "no code");
    proof_anew(browser, kPassword, totp::code(old, now()));
    const std::string next = call(browser, "POST", "/desk/api/second-factor").json["secret"];
    const auto codes = turn_on(browser, next);
    EXPECT_EQ(codes.size(), 10u);
    EXPECT_EQ((*read()->audit(0, 1)).front().detail, "in place of another");
    json login = {{"login", "editor"}, {"password", kPassword}, {"code", old_codes[0]}};
    EXPECT_EQ(code_of({}, "POST", "/desk/api/session", login), "wrong_code") << "the old codes are over";
    login["code"] = codes[0];
    EXPECT_EQ(call({}, "POST", "/desk/api/session", login).status, 200);
}

TEST_F(DoorsTest, ALinkDoesNotPassByTheSecondFactor) {
    const auto browser = come_in(Editor);
    const std::string secret = call(browser, "POST", "/desk/api/second-factor").json["secret"];
    ASSERT_EQ(turn_on(browser, secret).size(), 10u);
    const auto id = (*(*store_->snapshot())->user(std::string_view("editor")))->id;
    const json use = {{"link", *make_link(*store_, id, now())}, {"password", "كلمة سر جديدة كليًا"}};
    const auto used = call({}, "PUT", "/desk/api/link", use);
    EXPECT_EQ(used.status, 204);
    EXPECT_EQ(used.head.find("Set-Cookie"), std::string::npos);
    EXPECT_EQ(code_of({}, "POST", "/desk/api/session", {{"login", "editor"}, {"password", use["password"]}}),
              "code_needed");
    // An administrator lets in who lost phone and codes.
    const auto admin = come_in(Administrator);
    const auto path = fmt::format("/desk/api/users/{}", id.value);
    EXPECT_EQ(call(admin, "PATCH", path, with_proof(admin, {{"second_factor", false}}))
                  .json["user"]["has_second_factor"],
              false);
    EXPECT_EQ(
        call({}, "POST", "/desk/api/session", {{"login", "editor"}, {"password", use["password"]}}).status,
        200);
}

TEST_F(DoorsTest, ARoleThatMustHaveASecondFactorGetsNoFurtherWithoutOne) {
    const auto editor = come_in(Editor), reporter = come_in(Reporter);
    settings_.desk.second_factor = {Editor};
    for (const Route& route : routes()) {
        if (route.needs == Permission::None || route.needs == Permission::Account) continue;
        std::string path(route.pattern);
        for (auto open = path.find('{'); open != path.npos; open = path.find('{'))
            path.replace(open, path.find('}') - open + 1, "999999");
        EXPECT_EQ(code_of(editor, serve::to_string(route.method), path), "second_factor_needed") << path;
    }
    EXPECT_EQ(call(editor, "GET", "/desk/api/events").status, 401);
    const auto session = call(editor, "GET", "/desk/api/session");
    EXPECT_EQ(session.json["second_factor_needed"], true);
    EXPECT_EQ(session.json["permissions"], json({"account"}));
    EXPECT_EQ(call(reporter, "GET", "/desk/api/stories").status, 200) << "not this role";
    const std::string secret = call(editor, "POST", "/desk/api/second-factor").json["secret"];
    const auto codes = turn_on(editor, secret);
    ASSERT_EQ(codes.size(), 10u);
    EXPECT_EQ(call(editor, "GET", "/desk/api/stories").status, 200);
    proof_anew(editor, kPassword, codes[0].get<std::string>());
    EXPECT_EQ(code_of(editor, "DELETE", "/desk/api/second-factor", with_proof(editor)),
              "second_factor_needed");
}

TEST_F(DoorsTest, AResetTellsNoOneWhoHasALogin) {
    come_in(Administrator);
    EXPECT_EQ(code_of({}, "POST", "/desk/api/reset", {{"login", "administrator"}}), "no_mail");
    settings_.mail = {"smtp://127.0.0.1:1", "desk@example.org", "", ""};
    EXPECT_EQ(code_of({}, "POST", "/desk/api/reset", {{"login", "administrator"}}), "no_mail")
        << "links need the site's address";
    settings_.publication.address = "https://example.org";
    const auto seq = (*(*store_->snapshot())->audit(0, 1)).front().id;
    for (const char* login : {"administrator", "nobody", "nobody@example.org", "", "a b"})
        EXPECT_EQ(call({}, "POST", "/desk/api/reset", {{"login", login}}).status, 204) << login;
    EXPECT_EQ((*(*store_->snapshot())->audit(0, 1)).front().id, seq) << "no link was made";
    AccountAuth auth(*store_, key_);
    const auto id = *store_->write([](store::Writer& w) {
        return w.save(story::User{{}, "s@example.org", "س", Editor});
    });
    EXPECT_FALSE(auth.links.make_reset("s@example.org", now())) << "an invitation is on its way";
    const auto admin = (*read()->user("administrator"))->id;
    const auto hash = read()->credentials(admin)->password;
    ASSERT_TRUE(store_->write([&](store::Writer& w) { return w.set_password(id, hash); }));
    EXPECT_TRUE(auth.links.make_reset(" S@Example.org", now()));
    for (int i = 0; i < 5; ++i) auth.links.make_reset("s@example.org", now());
    EXPECT_FALSE(auth.links.make_reset("s@example.org", now())) << "a mailbox is not flooded";
}

TEST_F(DoorsTest, UsersAreAddedByLinkChangedAndShutOut) {
    const auto admin = come_in(Administrator);
    const auto added = call(admin, "POST", "/desk/api/users",
                            with_proof(admin, {{"login", "omar"}, {"name", "عمر"}, {"role", "reporter"}}));
    ASSERT_EQ(added.status, 201) << added.json;
    EXPECT_EQ(code_of(admin, "POST", "/desk/api/users",
                      with_proof(admin, {{"login", "OMAR"}, {"name", "آخر"}, {"role", "editor"}})),
              "login_taken");
    const std::string link = added.json["link"];
    ASSERT_TRUE(link.starts_with("/desk#/welcome/"));
    const auto token = link.substr(link.rfind('/') + 1);
    const auto omar =
        browser_of(call({}, "PUT", "/desk/api/link", {{"link", token}, {"password", kPassword}}));
    EXPECT_EQ(call(omar, "GET", "/desk/api/session").json["user"]["role"], "reporter");

    const auto path = fmt::format("/desk/api/users/{}", added.json["user"]["id"].get<int>());
    const auto patch = [&](const std::string& where, const json& body) {
        return call(admin, "PATCH", where, with_proof(admin, body));
    };
    EXPECT_EQ(patch(path, {{"role", "editor"}}).json["user"]["role"], "editor");
    EXPECT_EQ(code_of(omar, "GET", "/desk/api/sessions"), "signed_out") << "other powers, a new session";
    const auto again = sign_in("omar", kPassword);
    EXPECT_EQ(patch(path, {{"disabled", true}}).status, 200);
    EXPECT_EQ(code_of(again, "GET", "/desk/api/sessions"), "signed_out");
    EXPECT_EQ(code_of({}, "POST", "/desk/api/session", {{"login", "omar"}, {"password", kPassword}}),
              "wrong_login");
    const auto self = fmt::format("/desk/api/users/{}",
                                  call(admin, "GET", "/desk/api/session").json["user"]["id"].get<int>());
    EXPECT_EQ(patch(self, {{"role", "editor"}}).code(), "last_administrator");
    EXPECT_EQ(call(admin, "GET", "/desk/api/session").json["user"]["role"], "administrator") << "undone";

    const auto entries = call(admin, "GET", "/desk/api/audit").json["entries"];
    EXPECT_EQ(entries[0]["action"], "sign_in_refused");
    EXPECT_EQ(entries[0]["who"], "عمر");
    EXPECT_EQ(entries[1]["action"], "user_changed");
    EXPECT_EQ(entries[1]["detail"], "editor, disabled");
}

}  // namespace
}  // namespace warraq::desk
