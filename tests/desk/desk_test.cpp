#include "desk/desk.h"

#include "support/desk.h"

namespace warraq::desk {
namespace {

using testing::Browser;
using testing::DeskTest;

constexpr story::Role kRoles[] = {story::Role::Reporter, story::Role::Editor, story::Role::ManagingEditor,
                                  story::Role::Moderator, story::Role::Administrator};

// A path that a route answers.
std::string path_of(const Route& route) {
    std::string path(route.pattern);
    for (auto open = path.find('{'); open != path.npos; open = path.find('{'))
        path.replace(open, path.find('}') - open + 1, "999999");
    return path;
}

bool changes(const Route& route) {
    return route.method != serve::Method::Get;
}

// Everything that a call might have changed.
std::string state_of(store::Store& store) {
    auto snapshot = *store.snapshot();
    const auto counts = *snapshot->counts();
    const auto users = *snapshot->users();
    std::string out = fmt::format("{} {} {}", *snapshot->last_change(), counts.stories, counts.comments);
    for (const auto& user : users)
        out += fmt::format(" {}:{}:{}:{}", user.login, story::to_string(user.role), user.disabled,
                           snapshot->sessions_of(user.id)->size());
    return out;
}

TEST_F(DeskTest, EveryRouteIsGuardedAgainstStrangers) {
    come_in(story::Role::Administrator);
    const auto before = state_of(*store_);
    for (const Route& route : routes()) {
        if (route.needs == Permission::None) continue;
        const auto method = serve::to_string(route.method);
        for (const Browser& stranger :
             {Browser{}, Browser{"not-a-session", "token"}, Browser{std::string(64, '0'), ""}}) {
            const auto answer = call(stranger, method, path_of(route));
            EXPECT_EQ(answer.status, 401) << method << " " << route.pattern;
            EXPECT_EQ(answer.json.size(), 1u) << "nothing but the error: " << answer.json;
        }
    }
    EXPECT_EQ(state_of(*store_), before);
}

TEST_F(DeskTest, EveryChangeNeedsTheSessionsOwnCsrfToken) {
    auto mine = come_in(story::Role::Administrator);
    const auto others = come_in(story::Role::Editor);
    const auto before = state_of(*store_);
    for (const Route& route : routes()) {
        if (!changes(route)) continue;
        const auto method = serve::to_string(route.method);
        if (route.needs != Permission::None)
            for (const std::string& token :
                 {std::string(), std::string("0"), others.csrf_token, mine.csrf_token + "0"}) {
                const auto answer = call({mine.cookie, token}, method, path_of(route));
                EXPECT_EQ(answer.code(), "csrf_token") << method << " " << route.pattern;
            }
        for (const char* site : {"cross-site", "same-site"}) {
            const auto answer =
                call(mine, method, path_of(route), nullptr, fmt::format("Sec-Fetch-Site: {}\r\n", site));
            EXPECT_EQ(answer.code(), "foreign_page") << method << " " << route.pattern;
        }
        if (route.raw) continue;
        const auto form =
            raw_call(method, path_of(route), "a=b", "Content-Type: application/x-www-form-urlencoded\r\n");
        EXPECT_EQ(form.code(), "not_json") << method << " " << route.pattern;
    }
    EXPECT_EQ(state_of(*store_), before);
}

TEST_F(DeskTest, EveryRouteWithEveryRole) {
    std::map<story::Role, Browser> browsers;
    for (const story::Role role : kRoles) browsers[role] = come_in(role);
    for (const Route& route : routes()) {
        if (route.needs == Permission::None || route.pattern == "/desk/api/session") continue;
        for (const story::Role role : kRoles) {
            // Without a body and of nothing that exists: whoever is let in is told so.
            const auto answer = call(browsers[role], serve::to_string(route.method), path_of(route));
            const bool let_in = answer.code() != "not_allowed";
            EXPECT_EQ(let_in, may(role, route.needs))
                << serve::to_string(route.method) << " " << route.pattern << " " << story::to_string(role);
            EXPECT_NE(answer.status, 500);
            EXPECT_NE(answer.status, 0);
        }
    }
}

TEST_F(DeskTest, ChangesAreToldToWhoeverIsSignedIn) {
    const auto editor = come_in(story::Role::Editor);
    testing::HttpClient stranger(server_->port()), client(server_->port());
    EXPECT_EQ(stranger.get("/desk/api/events").status, 401);
    client.send(fmt::format("GET /desk/api/events HTTP/1.1\r\nHost: desk\r\nCookie: warraq_desk={}\r\n\r\n",
                            editor.cookie));
    EXPECT_EQ(client.receive().status, 200);
    client.next_event();
    add("خبر");
    EXPECT_EQ(client.next_event(), fmt::format("data: {{\"seq\":{}}}", *read()->last_change()));
}

TEST_F(DeskTest, BadCallsAreToldWhatIsWrong) {
    const auto admin = come_in(story::Role::Administrator);
    struct Case {
        const char* body;
        int status;
        const char* says;
    };
    const std::string deep = std::string(100, '[') + std::string(100, ']');
    const Case cases[] = {
        {"", 403, "show first that the account is yours"},
        {"{\"name\": \"\"PROOF}", 422, "login: is missing"},
        {"{", 400, "the call's body is not a JSON object"},
        {"[]", 400, "the call's body is not a JSON object"},
        {deep.c_str(), 400, "the call's body is not a JSON object"},
        {"{\"login\": 5PROOF}", 422, "login: is not a text"},
        {"{\"login\": \"\\u0000ab\"PROOF}", 422, "login: holds a NUL"},
        {"{\"login\": \"omar\", \"name\": \"\", \"role\": \"editor\"PROOF}", 422,
         "a name has 1 to 100 letters"},
        {"{\"login\": \"omar\", \"name\": \"عمر\", \"role\": \"king\"PROOF}", 422,
         "role: there is no such role"},
        {"{\"login\": \"o m\", \"name\": \"عمر\", \"role\": \"editor\"PROOF}", 422, "a login has"},
    };
    for (const Case& one : cases) {
        std::string body = one.body;
        if (const auto at = body.find("PROOF"); at != body.npos)
            body.replace(at, 5, fmt::format(R"(, "proof": "{}")", proof_of(admin)));
        const auto answer = raw_call(
            "POST", "/desk/api/users", body,
            fmt::format("Cookie: warraq_desk={}\r\nX-CSRF-Token: {}\r\nContent-Type: application/json\r\n",
                        admin.cookie, admin.csrf_token));
        EXPECT_EQ(answer.status, one.status) << one.body;
        EXPECT_TRUE(answer.json["error"]["message"].get<std::string>().starts_with(one.says)) << answer.json;
    }
    for (const char* nobody : {"/desk/api/users/0", "/desk/api/users/x"})
        EXPECT_EQ(call(admin, "PATCH", nobody, with_proof(admin, {{"role", "editor"}})).status, 404);
    EXPECT_EQ(call(admin, "GET", "/desk/api/audit?before=x").status, 422);
}

}  // namespace
}  // namespace warraq::desk
