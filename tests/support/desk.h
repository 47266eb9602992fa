// The desk over a store of its own, served on a free port, and people who call its API from their browsers.
#pragma once

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

#include "desk/auth/account_auth.h"
#include "desk/auth/session_cookie.h"
#include "desk/desk.h"
#include "desk/routes.h"
#include "serve/server.h"
#include "support/http_client.h"
#include "support/stories.h"

namespace warraq::testing {

// What a browser keeps of its session.
struct Browser {
    std::string cookie, csrf_token;
};

class DeskTest : public StoreTest {
  protected:
    static constexpr std::string_view kPassword = "كلمة سرّ طويلة";

    void SetUp() override {
        StoreTest::SetUp();
        desk_ = std::make_unique<desk::Desk>(
            *store_, index(), key_,
            desk::DeskOptions{
                .settings = [this] { return std::make_shared<const settings::Settings>(settings_); },
                .file_settings = settings_,
                .media = folder_ / "media",
                .preview = [this](const story::Story& story) { return page_of(story.headline); },
                .preview_front =
                    [this](const auto& places) { return page_of(fmt::format("{} placed", places.size())); },
                .preview_look =
                    [this](const settings::Settings& settings) { return page_of(settings.publication.hue); },
                .server = [this] { return server_.get(); }});
        std::filesystem::create_directories(folder_ / "media");
        serve::Site site;
        desk_->add_routes(site.router);
        server_ = std::make_unique<serve::Server>(std::move(site), serve::ServerOptions{});
        ASSERT_TRUE(server_->start());
    }
    void TearDown() override { server_.reset(); }

    // What is known of the archive, for tests that have some.
    virtual const search::Index* index() { return nullptr; }

    // It takes a snapshot, as the site's pages do.
    Result<std::string> page_of(std::string text) {
        const auto snapshot = store_->snapshot();
        return snapshot ? Result<std::string>(std::move(text)) : fail(snapshot.error());
    }

    struct Called {
        int status = 0;
        nlohmann::json json;
        std::string head;
        std::string code() const {
            return json.contains("error") ? json["error"]["code"].get<std::string>() : std::string();
        }
    };
    Called call(const Browser& browser, std::string_view method, std::string_view path,
                const nlohmann::json& body = nullptr, std::string_view more_fields = {}) {
        std::string fields(more_fields);
        if (!browser.cookie.empty())
            fields += fmt::format("Cookie: other=1; {}={}\r\n", cookie_name(), browser.cookie);
        if (!browser.csrf_token.empty()) fields += fmt::format("X-CSRF-Token: {}\r\n", browser.csrf_token);
        if (!body.is_null()) fields += "Content-Type: application/json\r\n";
        return raw_call(method, path, body.is_null() ? "" : body.dump(), fields);
    }
    Called raw_call(std::string_view method, std::string_view path, const std::string& body,
                    const std::string& fields) {
        HttpClient client(server_->port());
        client.send(
            fmt::format("{} {} HTTP/1.1\r\nHost: desk\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}",
                        method, path, body.size(), fields, body));
        const auto answer = client.receive();
        return {answer.status, nlohmann::json::parse(answer.body, nullptr, false), answer.head};
    }

    // Someone with that role, in the store and signed in; their login is the role's name, or this.
    Browser come_in(story::Role role, std::string login = {}) {
        if (login.empty()) login = story::to_string(role);
        if (!*(*store_->snapshot())->user(std::string_view(login))) {
            const auto id = *store_->write([&](store::Writer& w) {
                return w.save(story::User{{}, login, login, role});
            });
            static const std::string hash = crypto::password_hash(kPassword);
            store_->write([&](store::Writer& w) { return w.set_password(id, hash); });
        }
        return sign_in(login, kPassword);
    }
    Browser sign_in(std::string_view login, std::string_view password) {
        return browser_of(call({}, "POST", "/desk/api/session", {{"login", login}, {"password", password}}));
    }
    std::string_view cookie_name() const {
        return settings_.publication.address.starts_with("https:") ? desk::kHostSessionCookie
                                                                   : desk::kSessionCookie;
    }
    Browser browser_of(const Called& called) const {
        EXPECT_EQ(called.status, 200) << called.json;
        const auto start = fmt::format("Set-Cookie: {}=", cookie_name());
        const auto at = called.head.find(start) + start.size();
        return {called.head.substr(at, called.head.find(';', at) - at),
                called.json.value("csrf_token", std::string())};
    }

    // A proof that the account is the visitor's (auth/proofs.h), asked for once a session; the body with
    // it.
    std::string proof_of(const Browser& browser, std::string_view password = kPassword,
                         std::string_view code = "") {
        auto& proof = proofs_[browser.cookie];
        if (proof.empty()) {
            const auto proved =
                call(browser, "POST", "/desk/api/proof", {{"password", password}, {"code", code}});
            EXPECT_EQ(proved.status, 200) << proved.json;
            proof = proved.json.value("proof", std::string());
        }
        return proof;
    }
    // Another one: a change of the account's password, app or passkeys ended that before.
    std::string proof_anew(const Browser& browser, std::string_view password = kPassword,
                           std::string_view code = "") {
        proofs_.erase(browser.cookie);
        return proof_of(browser, password, code);
    }
    nlohmann::json with_proof(const Browser& browser, nlohmann::json body = nlohmann::json::object()) {
        body["proof"] = proof_of(browser);
        return body;
    }

    std::map<std::string, std::string> proofs_;  // by session
    settings::Settings settings_ = [] {
        settings::Settings settings;
        settings.publication.name = "صحيفة الاختبار";
        return settings;
    }();
    const crypto::Key key_ = crypto::random_key();
    std::unique_ptr<desk::Desk> desk_;
    std::unique_ptr<serve::Server> server_;
};

}  // namespace warraq::testing
