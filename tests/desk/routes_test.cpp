// What holds for every call of the desk.
#include <algorithm>

#include "support/desk.h"

namespace warraq::desk {
namespace {

using nlohmann::json;
using enum story::Role;

class RoutesTest : public testing::DeskTest {
  protected:
    static std::string path_of(const Route& route, std::int64_t id) {
        std::string path(route.pattern);
        for (auto open = path.find('{'); open != path.npos; open = path.find('{'))
            path.replace(open, path.find('}') - open + 1, std::to_string(id));
        return path;
    }
    // Everything that a call might have changed.
    std::string state() {
        auto snapshot = *store_->snapshot();
        std::string out = fmt::format("{} {} {}", *snapshot->last_change(), snapshot->counts()->stories,
                                      snapshot->audit(0, 1)->front().id);
        const auto users = *snapshot->users();
        for (const auto& user : users)
            out += fmt::format(" {}:{}:{}:{}:{}", user.login, user.name, story::to_string(user.role),
                               user.disabled, snapshot->sessions_of(user.id)->size());
        const auto settings = *snapshot->settings();
        for (const auto& [key, value] : settings) out += key + value;
        return out;
    }
};

TEST_F(RoutesTest, WhatIsReadChangesNothing) {
    const auto admin = come_in(Administrator);
    const auto id = call(admin, "POST", "/desk/api/stories").json["id"].get<std::int64_t>();
    const auto before = state();
    for (const Route& route : routes()) {
        if (route.method != serve::Method::Get) continue;
        for (const char* method : {"GET", "HEAD"})
            for (const std::int64_t number : {id, std::int64_t{1}}) {
                const auto answer = raw_call(method, path_of(route, number), "",
                                             "Cookie: warraq_desk=" + admin.cookie + "\r\n");
                EXPECT_NE(answer.status, 500) << route.pattern;
            }
    }
    EXPECT_EQ(state(), before);
}

TEST_F(RoutesTest, NoAnswerIsKept) {
    const auto admin = come_in(Administrator);
    const auto id = call(admin, "POST", "/desk/api/stories").json["id"].get<std::int64_t>();
    auto routes = desk::routes();
    std::ranges::stable_partition(routes, [](const Route& route) {  // signing out comes last
        return route.pattern != "/desk/api/session" || route.method != serve::Method::Delete;
    });
    for (const Route& route : routes) {
        const auto answer = call(admin, serve::to_string(route.method), path_of(route, id), json::object());
        if (route.needs != Permission::None) {
            EXPECT_FALSE(answer.status == 401 && answer.json["error"]["code"] == "signed_out")
                << route.pattern;
        }
        EXPECT_NE(answer.head.find("\r\nCache-Control: no-store\r\n"), answer.head.npos)
            << serve::to_string(route.method) << " " << route.pattern << "\n"
            << answer.head;
        EXPECT_EQ(answer.head.find("\r\nETag: "), answer.head.npos) << route.pattern;
    }
    const auto again = come_in(Administrator);
    const std::string link =
        call(again, "POST", fmt::format("/desk/api/stories/{}/preview", id)).json["link"];
    const auto shown = testing::HttpClient(server_->port()).get(link);
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.field("Cache-Control"), "no-store");
}

TEST_F(RoutesTest, WhatACallHasNoNameForIsNotTaken) {
    const auto admin = come_in(Administrator), reporter = come_in(Reporter);
    const auto added = call(admin, "POST", "/desk/api/users",
                            {{"proof", proof_of(admin)},
                             {"login", "omar"},
                             {"name", "عمر"},
                             {"role", "reporter"},
                             {"id", 1},
                             {"disabled", true},
                             {"has_password", true},
                             {"password", "نخلة وجسر ونهر"},
                             {"has_second_factor", true}});
    ASSERT_EQ(added.status, 201);
    EXPECT_NE(added.json["user"]["id"], 1);
    EXPECT_EQ(added.json["user"]["disabled"], false);
    EXPECT_EQ(added.json["user"]["has_password"], false);
    EXPECT_EQ(added.json["user"]["has_second_factor"], false);
    const auto before = (*(*store_->snapshot())->user("omar"));
    call(admin, "PATCH", fmt::format("/desk/api/users/{}", added.json["user"]["id"].get<int>()),
         with_proof(admin, {{"login", "administrator"}, {"id", 1}, {"has_password", true}}));
    EXPECT_EQ((*(*store_->snapshot())->user("omar"))->id, before->id);
    const auto made = call(reporter, "POST", "/desk/api/stories",
                           {{"status", "published"}, {"id", 7}, {"owner", "administrator"}, {"version", 9}});
    ASSERT_EQ(made.status, 201);
    const auto path = fmt::format("/desk/api/stories/{}", made.json["id"].get<int>());
    const json text{{"type", "paragraph"}, {"content", {{{"type", "text"}, {"text", "نص."}}}}};
    json content{
        {"section", "local"},          {"headline", "عنوان"},
        {"key_points", json::array()}, {"bylines", json::array()},
        {"sources", json::array()},    {"tags", json::array()},
        {"lead_image", nullptr},       {"body", {{"type", "doc"}, {"content", {text}}}},
        {"status", "published"},       {"published", "2020-01-01T00:00:00Z"},
        {"owner", "administrator"},    {"corrections", {{{"at", "2020-01-01T00:00:00Z"}, {"text", "زور"}}}},
        {"withdrawal", "زور"}};
    const auto saved = call(
        reporter, "PUT", path,
        {{"version", made.json["version"]}, {"content", content}, {"status", "published"}, {"owner", 1}});
    ASSERT_EQ(saved.status, 200) << saved.json;
    const auto shown = call(reporter, "GET", path).json;
    EXPECT_EQ(shown["status"], "draft");
    EXPECT_EQ(shown["owner"], "reporter");
    EXPECT_EQ(shown["withdrawal"], "");
    EXPECT_TRUE(shown["corrections"].empty());
}

// Not a byte of the body is sent: whoever may not is told all the same, as they are told with it.
TEST_F(RoutesTest, WhoMayNotIsToldByTheHeadAlone) {
    const auto reporter = come_in(Reporter);
    const auto told = [&](const Route& route, const std::string& fields) {
        testing::HttpClient client(server_->port());
        client.send(fmt::format("{} {} HTTP/1.1\r\nHost: desk\r\nContent-Length: 60000\r\n{}{}\r\n",
                                serve::to_string(route.method), path_of(route, 1),
                                route.raw ? "" : "Content-Type: application/json\r\n", fields));
        const auto answer = client.receive();
        const auto body = json::parse(answer.body, nullptr, false);
        return fmt::format("{} {}", answer.status,
                           body.contains("error") ? body["error"]["code"].get<std::string>() : "");
    };
    const auto session = fmt::format("Cookie: {}={}\r\n", cookie_name(), reporter.cookie);
    const auto token = fmt::format("X-CSRF-Token: {}\r\n", reporter.csrf_token);
    for (const Route& route : routes()) {
        if (route.method == serve::Method::Get || route.needs == Permission::None) continue;
        EXPECT_EQ(told(route, ""), "401 signed_out") << route.pattern;
        EXPECT_EQ(told(route, session), "403 csrf_token") << route.pattern;
        EXPECT_EQ(told(route, session + "X-CSRF-Token: another\r\n"), "403 csrf_token") << route.pattern;
        EXPECT_EQ(told(route, session + token + "Sec-Fetch-Site: cross-site\r\n"), "403 foreign_page")
            << route.pattern;
        if (!may(Reporter, route.needs)) {
            EXPECT_EQ(told(route, session + token), "403 not_allowed") << route.pattern;
        }
    }
}

TEST_F(RoutesTest, LoginsAndSendersHoldNoSecondLine) {
    const auto admin = come_in(Administrator);
    for (const char* login : {"omar@example.org\r\nBcc: all@example.org", "omar\n@example.org",
                              "<omar@example.org>", "a b@example.org", "omar@example.org,all@example.org"})
        EXPECT_EQ(call(admin, "POST", "/desk/api/users",
                       with_proof(admin, {{"login", login}, {"name", "عمر"}, {"role", "editor"}}))
                      .status,
                  422)
            << login;
    for (const char* from : {"desk@example.org\r\nBcc: all@example.org", "desk@example.org\n",
                             "desk@example.org> SIZE=1", "desk"})
        EXPECT_EQ(
            call(admin, "PUT", "/desk/api/settings", with_proof(admin, {{"values", {{"mail.from", from}}}}))
                .status,
            422)
            << from;
}

}  // namespace
}  // namespace warraq::desk
