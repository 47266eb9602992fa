#include "desk/auth/passkeys.h"

#include <atomic>

#include "desk/auth/totp.h"
#include "desk/problem.h"
#include "support/desk.h"
#include "support/eventually.h"
#include "support/passkey_device.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using story::Role;
using testing::Browser;
using testing::PasskeyDevice;

TEST(PasskeySite, HasANameOfItsOwn) {
    const auto site = passkeys::site_of("https://news.example:8443/desk");
    ASSERT_TRUE(site);
    EXPECT_EQ(site->id, "news.example");
    EXPECT_EQ(site->origin, "https://news.example:8443");
    EXPECT_EQ(passkeys::site_of("http://localhost:8080")->id, "localhost");
    for (const char* none : {"", "news.example", "https://", "https://192.0.2.1", "http://127.0.0.1:8080",
                             "https://[2001:db8::1]:443"})
        EXPECT_FALSE(passkeys::site_of(none)) << none;
}

class PasskeysTest : public testing::DeskTest {
  protected:
    void SetUp() override {
        DeskTest::SetUp();
        settings_.publication.address = "https://desk.example";
    }

    std::string offered(const Browser& browser) {
        const auto offer = call(browser, "POST", "/desk/api/passkeys", with_proof(browser));
        EXPECT_EQ(offer.status, 200) << offer.json;
        return offer.json.value("challenge", "");
    }
    Called add(const Browser& browser, const PasskeyDevice& device, const std::string& challenge,
               std::string_view done = passkeys::kMade) {
        return call(browser, "PUT", "/desk/api/passkeys",
                    {{"name", "هاتفي"},
                     {"client_data", crypto::base64url(device.client_data(done, challenge))},
                     {"authenticator_data", crypto::base64url(device.data_with_key())}});
    }
    std::string asked() {
        return call({}, "POST", "/desk/api/session/passkey").json.value("challenge", std::string());
    }
    static json used(const PasskeyDevice& device, const std::string& challenge, std::string_view done) {
        const auto client_data = device.client_data(done, challenge);
        return {{"credential", crypto::base64url(device.credential)},
                {"client_data", crypto::base64url(client_data)},
                {"authenticator_data", crypto::base64url(device.data())},
                {"signature", crypto::base64url(device.sign(client_data))}};
    }
    Called enter(const PasskeyDevice& device, const std::string& challenge,
                 std::string_view done = passkeys::kUsed) {
        return call({}, "PUT", "/desk/api/session/passkey", used(device, challenge, done));
    }
    Called asked_to_prove(const Browser& browser) { return call(browser, "POST", "/desk/api/proof/passkey"); }
    Called prove(const Browser& browser, const PasskeyDevice& device, const std::string& challenge) {
        return call(browser, "PUT", "/desk/api/proof/passkey", used(device, challenge, passkeys::kUsed));
    }
    std::string last_audit() { return (*(*store_->snapshot())->audit(0, 1)).front().action; }
};

TEST_F(PasskeysTest, OneIsMadeAndOpensTheDeskByItself) {
    const auto editor = come_in(Role::Editor);
    PasskeyDevice device;
    const auto added = add(editor, device, offered(editor));
    ASSERT_EQ(added.status, 201) << added.json;
    EXPECT_EQ(last_audit(), "passkey_added");
    EXPECT_EQ(call(editor, "GET", "/desk/api/passkeys").json["passkeys"][0]["name"], "هاتفي");
    // A role that comes in with two factors comes in by a passkey, and not by its password alone.
    settings_.desk.second_factor = {Role::Editor};
    device.uses = 1;
    const auto entered = enter(device, asked());
    ASSERT_EQ(entered.status, 200) << entered.json;
    const auto by_passkey = browser_of(entered);
    EXPECT_EQ(entered.json["user"]["login"], "editor");
    EXPECT_EQ(entered.json["second_factor_needed"], false);
    EXPECT_EQ(call(by_passkey, "GET", "/desk/api/stories").status, 200);
    EXPECT_EQ(call(editor, "GET", "/desk/api/stories").code(), "second_factor_needed");
    // What changes the password goes on as it came.
    const auto proves = [&](const Browser& browser) {
        ++device.uses;
        return prove(browser, device, asked_to_prove(browser).json["challenge"]).json["proof"];
    };
    const auto again = browser_of(call(by_passkey, "PUT", "/desk/api/password",
                                       {{"proof", proves(by_passkey)}, {"next", "كلمة أخرى طويلة"}}));
    EXPECT_EQ(call(again, "GET", "/desk/api/stories").status, 200);
    const std::string path = fmt::format("/desk/api/passkeys/{}", added.json["id"].get<int>());
    const auto reporter = come_in(Role::Reporter);
    EXPECT_EQ(call(reporter, "DELETE", path, with_proof(reporter)).status, 404) << "another's";
    EXPECT_EQ(call(again, "DELETE", path).code(), "proof_needed");
    EXPECT_EQ(call(again, "DELETE", path, {{"proof", proves(again)}}).code(), "second_factor_needed")
        << "the last one of a role that must have one";
    settings_.desk.second_factor = {};
    EXPECT_EQ(call(again, "DELETE", path, {{"proof", proves(again)}}).status, 204);
    EXPECT_EQ(last_audit(), "passkey_dropped");
    ++device.uses;
    EXPECT_EQ(enter(device, asked()).code(), "unknown_passkey");
}

TEST_F(PasskeysTest, IsNotMadeOfWhatDoesNotHold) {
    const auto editor = come_in(Role::Editor), reporter = come_in(Role::Reporter);
    EXPECT_EQ(call(editor, "POST", "/desk/api/passkeys").code(), "proof_needed");
    const PasskeyDevice good;
    const auto try_one = [&](auto change) {
        PasskeyDevice device = good;
        change(device);
        return add(editor, device, offered(editor)).code();
    };
    EXPECT_EQ(try_one([](auto& d) { d.origin = "https://desk.example.evil.example"; }), "wrong_passkey");
    EXPECT_EQ(try_one([](auto& d) { d.cross_origin = true; }), "wrong_passkey");
    EXPECT_EQ(try_one([](auto& d) { d.site = "evil.example"; }), "wrong_passkey");
    EXPECT_EQ(try_one([](auto& d) { d.flags = 0x01; }), "wrong_passkey") << "whoever held the device";
    EXPECT_EQ(try_one([](auto& d) { d.credential.clear(); }), "wrong_passkey");
    EXPECT_EQ(add(editor, good, offered(editor), passkeys::kUsed).code(), "wrong_passkey");
    EXPECT_EQ(add(editor, good, offered(reporter)).code(), "challenge_over") << "another's";
    EXPECT_EQ(add(editor, good, asked()).code(), "challenge_over") << "of another purpose";
    EXPECT_EQ(add(editor, good, asked_to_prove(editor).json["challenge"]).code(), "challenge_over")
        << "had without a proof";
    EXPECT_EQ(add(editor, good, crypto::base64url("2.9999999999.x.y")).code(), "challenge_over");
    EXPECT_EQ(add(editor, good, "%%").code(), "wrong_passkey");
    const auto whole = good.data_with_key();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_THROW(passkeys::read_new(whole.substr(0, size), {good.site, good.origin}), Problem) << size;
    for (const json& body : {json{}, json{{"name", "x"}, {"client_data", "=="}, {"authenticator_data", ""}},
                             json{{"name", 1}, {"client_data", ""}, {"authenticator_data", ""}}})
        EXPECT_EQ(call(editor, "PUT", "/desk/api/passkeys", body).status, 422) << body;
    EXPECT_TRUE(call(editor, "GET", "/desk/api/passkeys").json["passkeys"].empty());
    // Once is enough: neither the challenge nor the credential counts again.
    const auto challenge = offered(editor);
    EXPECT_EQ(add(editor, good, challenge).status, 201);
    EXPECT_EQ(add(editor, good, challenge).code(), "challenge_over");
    EXPECT_EQ(add(reporter, good, offered(reporter)).code(), "conflict");
}

TEST_F(PasskeysTest, OpensNothingWithWhatDoesNotHold) {
    const auto editor = come_in(Role::Editor);
    PasskeyDevice device;
    ASSERT_EQ(add(editor, device, offered(editor)).status, 201);
    const auto try_one = [&](auto change) {
        PasskeyDevice other = device;
        other.uses = 1;
        change(other);
        return enter(other, asked()).code();
    };
    EXPECT_EQ(try_one([](auto& d) { d.origin = "https://evil.example"; }), "wrong_passkey");
    EXPECT_EQ(try_one([](auto& d) { d.site = "evil.example"; }), "wrong_passkey");
    EXPECT_EQ(try_one([](auto& d) { d.flags = 0x04; }), "wrong_passkey");
    EXPECT_EQ(try_one([](auto& d) { d.flags = 0x01; }), "wrong_passkey");
    EXPECT_EQ(try_one([](auto& d) {
                  const auto name = d.credential;
                  d = PasskeyDevice();
                  d.credential = name;
              }),
              "wrong_passkey")
        << "another key under the same name";
    EXPECT_EQ(last_audit(), "sign_in_refused");
    EXPECT_EQ(try_one([](auto& d) { d.credential = "another"; }), "unknown_passkey");
    EXPECT_EQ((*(*store_->snapshot())->audit(0, 1)).front().detail, "by a passkey that is not known");
    EXPECT_EQ(enter(device, asked(), passkeys::kMade).code(), "wrong_passkey");
    EXPECT_EQ(enter(device, asked_to_prove(editor).json["challenge"]).code(), "challenge_over");
    const auto challenge = asked();
    device.uses = 5;
    EXPECT_EQ(enter(device, challenge).status, 200);
    EXPECT_EQ(enter(device, challenge).code(), "challenge_over") << "heard on the way, and said again";
    EXPECT_EQ(enter(device, asked()).code(), "copied_passkey") << "the device counts on";
    device.uses = 6;
    EXPECT_EQ(enter(device, asked()).status, 200);
    // Shut out is shut out; and a lost phone's key is taken with its codes.
    const auto admin = come_in(Role::Administrator);
    const auto path = fmt::format("/desk/api/users/{}", (*(*store_->snapshot())->user("editor"))->id.value);
    ASSERT_EQ(call(admin, "PATCH", path, with_proof(admin, {{"disabled", true}})).status, 200);
    device.uses = 7;
    EXPECT_EQ(enter(device, asked()).code(), "unknown_passkey");
    ASSERT_EQ(
        call(admin, "PATCH", path, with_proof(admin, {{"disabled", false}, {"second_factor", false}})).status,
        200);
    EXPECT_EQ(enter(device, asked()).code(), "unknown_passkey");
}

TEST_F(PasskeysTest, ProvesWhatAPasswordAndACodeWould) {
    const auto editor = come_in(Role::Editor), reporter = come_in(Role::Reporter);
    PasskeyDevice device;
    ASSERT_EQ(add(editor, device, offered(editor)).status, 201);
    EXPECT_EQ(asked_to_prove(editor).json["known"], json({crypto::base64url(device.credential)}));
    device.uses = 1;
    EXPECT_EQ(prove(editor, device, asked()).code(), "challenge_over") << "one to come in by";
    EXPECT_EQ(prove(editor, device, asked_to_prove(reporter).json["challenge"]).code(), "challenge_over");
    EXPECT_EQ(prove(reporter, device, asked_to_prove(reporter).json["challenge"]).code(), "unknown_passkey")
        << "another's";
    const std::string challenge = asked_to_prove(editor).json["challenge"];
    EXPECT_EQ(prove(editor, device, challenge).status, 200);
    EXPECT_EQ(prove(editor, device, challenge).code(), "challenge_over");
    EXPECT_EQ(prove(editor, device, asked_to_prove(editor).json["challenge"]).code(), "copied_passkey");
    EXPECT_EQ(last_audit(), "proof_refused");
    // The password alone is none, whatever the role: it would add an app and remove the passkey.
    const auto by_password = call(editor, "POST", "/desk/api/proof", {{"password", kPassword}});
    EXPECT_EQ(by_password.code(), "passkey_needed");
    EXPECT_EQ((*(*store_->snapshot())->audit(0, 1)).front().detail, "no passkey");
}

TEST_F(PasskeysTest, APasswordAloneIsNotEnoughToAddAnAppOrRemoveTheKey) {
    const auto editor = come_in(Role::Editor);
    const std::string before = proof_of(editor);
    const auto early = come_in(Role::Editor);  // another's, with the password, before there is a key
    const auto kept = offered(early);
    PasskeyDevice device;
    const auto added = add(editor, device, offered(editor));
    ASSERT_EQ(added.status, 201);
    PasskeyDevice thiefs;
    thiefs.credential = "another device";
    EXPECT_EQ(add(early, thiefs, kept).code(), "challenge_over");
    const std::string secret = totp::new_secret();
    const json app{{"secret", secret}, {"code", totp::code(secret, now())}};
    const auto key = fmt::format("/desk/api/passkeys/{}", added.json["id"].get<int>());
    const auto thief = come_in(Role::Editor);  // with the password
    EXPECT_EQ(call(thief, "POST", "/desk/api/proof", {{"password", kPassword}}).code(), "passkey_needed");
    // A proof of the password alone, had while there was no passkey, is over with that.
    for (const Browser& browser : {editor, thief})
        for (const std::string& proof : {before, std::string()}) {
            auto body = app;
            body["proof"] = proof;
            EXPECT_EQ(call(browser, "PUT", "/desk/api/second-factor", body).code(), "proof_needed");
            EXPECT_EQ(call(browser, "DELETE", key, {{"proof", proof}}).code(), "proof_needed");
        }
    device.uses = 1;
    const auto proved = prove(editor, device, asked_to_prove(editor).json["challenge"]);
    ASSERT_EQ(proved.status, 200) << proved.json;
    auto body = app;
    body["proof"] = proved.json["proof"];
    EXPECT_EQ(call(editor, "PUT", "/desk/api/second-factor", body).status, 200);
    EXPECT_EQ(call(thief, "GET", "/desk/api/sessions").code(), "signed_out");
}

TEST_F(PasskeysTest, AChallengeIsUsedOnceAtAllNodes) {
    if (database_.is_file()) GTEST_SKIP() << "a file has one node";
    const auto other = std::move(*open_database());
    AccountAuth elsewhere(*other, key_);
    const auto site = passkeys::site_of(settings_.publication.address);
    const PasskeyDevice nobodys;
    const auto answered_elsewhere = [&](const std::string& challenge) {
        try {
            elsewhere.passkeys.sign_in(
                PasskeyAuth::Attempt{.credential = "none",
                                     .client_data = nobodys.client_data(passkeys::kUsed, challenge),
                                     .authenticator_data = {},
                                     .signature = {},
                                     .address = "192.0.2.1",
                                     .browser = {}},
                *site, now());
        } catch (const Problem& problem) {
            return problem.code();
        }
        return std::string("came in");
    };
    EXPECT_EQ(answered_elsewhere(asked()), "unknown_passkey") << "a fresh one is asked for its key";
    // What is said is heard in its order, once the other one listens.
    std::atomic<bool> heard = false;
    other->subscribe("news", [&](std::string_view) { heard = true; });
    const auto hears_all = [&] {
        heard = false;
        return testing::eventually(
            [&] {
                EXPECT_TRUE(store_->broadcast("news", "now"));
                return heard.load();
            },
            std::chrono::milliseconds(50));
    };
    ASSERT_TRUE(hears_all());
    const auto challenge = asked();
    EXPECT_EQ(enter(nobodys, challenge).code(), "unknown_passkey");
    ASSERT_TRUE(hears_all());
    EXPECT_EQ(answered_elsewhere(challenge), "challenge_over");
    other->subscribe("news", {});
}

TEST_F(PasskeysTest, AreForSitesWithAName) {
    const auto editor = come_in(Role::Editor);
    for (const char* address : {"", "https://192.0.2.1"}) {
        settings_.publication.address = address;
        EXPECT_EQ(call({}, "POST", "/desk/api/session/passkey").code(), "no_address");
        EXPECT_EQ(call(editor, "POST", "/desk/api/passkeys", with_proof(editor)).code(), "no_address");
    }
}

}  // namespace
}  // namespace warraq::desk
