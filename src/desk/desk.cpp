#include "desk/desk.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/number.h"
#include "desk/pictures/picture_maker.h"

namespace warraq::desk {

using serve::Method;
using serve::Reply;
using serve::Request;

namespace {

constexpr std::size_t kLargestStory = 2u << 20;
constexpr std::size_t kLongestProof = 200;

Desk::Route proof(Desk::Route route) {
    route.takes_proof = true;
    return route;
}

// A route of accounts: what it needs is what the rules say of its calls, which ask for the same.
Desk::Route account(Method method, std::string_view pattern, std::vector<AccountCall> calls,
                    Reply (Desk::*answer)(const Call&), bool heavy = false) {
    const AccountRule& rule = rule_of(calls.front());
    Desk::Route route{method, pattern, rule.needs, answer};
    route.heavy = heavy;
    route.takes_proof = rule.asks_for == Credential::Proof;
    route.calls = std::move(calls);
    return route;
}

}  // namespace

const std::vector<Desk::Route>& Desk::routes() {
    using enum Permission;
    using enum AccountCall;
    constexpr bool kHeavy = true;
    static const std::vector<Route> kRoutes = {
        {Method::Get, "/desk/api/session", None, &Desk::show_session},
        account(Method::Post, "/desk/api/session", {SignIn}, &Desk::sign_in, kHeavy),
        account(Method::Delete, "/desk/api/session", {SignOut}, &Desk::sign_out),
        // The link's secret travels in bodies, which no log holds.
        account(Method::Post, "/desk/api/link", {UseLink, UseFirstLink}, &Desk::show_link),
        account(Method::Put, "/desk/api/link", {UseLink, UseFirstLink}, &Desk::use_link, kHeavy),
        account(Method::Post, "/desk/api/reset", {AskReset}, &Desk::ask_reset),
        account(Method::Post, "/desk/api/proof", {Prove}, &Desk::prove, kHeavy),
        account(Method::Post, "/desk/api/proof/passkey", {ProveByPasskey}, &Desk::begin_proof_by_passkey),
        account(Method::Put, "/desk/api/proof/passkey", {ProveByPasskey}, &Desk::prove_by_passkey),
        {Method::Get, "/desk/api/sessions", Account, &Desk::list_sessions},
        account(Method::Delete, "/desk/api/sessions/{id}", {EndSession}, &Desk::end_session),
        account(Method::Put, "/desk/api/password", {ChangePassword}, &Desk::change_password, kHeavy),
        account(Method::Post, "/desk/api/second-factor", {ProposeTotp}, &Desk::propose_totp),
        account(Method::Put, "/desk/api/second-factor", {EnrolTotp}, &Desk::accept_totp),
        account(Method::Delete, "/desk/api/second-factor", {DropTotp}, &Desk::drop_totp),
        account(Method::Post, "/desk/api/session/passkey", {SignInByPasskey}, &Desk::begin_passkey_entry),
        account(Method::Put, "/desk/api/session/passkey", {SignInByPasskey}, &Desk::enter_by_passkey),
        {Method::Get, "/desk/api/passkeys", Account, &Desk::list_passkeys},
        account(Method::Post, "/desk/api/passkeys", {BeginPasskey}, &Desk::begin_passkey),
        account(Method::Put, "/desk/api/passkeys", {AddPasskey}, &Desk::add_passkey),
        account(Method::Delete, "/desk/api/passkeys/{id}", {DropPasskey}, &Desk::drop_passkey),
        {Method::Get, "/desk/api/users", Enter, &Desk::list_users},
        account(Method::Post, "/desk/api/users", {Invite}, &Desk::add_user),
        account(Method::Patch, "/desk/api/users/{id}", {Rename, ChangeRole, Disable, Enable, DropFactors},
                &Desk::change_user),
        account(Method::Post, "/desk/api/users/{id}/link", {MakeLink}, &Desk::renew_link),
        {Method::Get, "/desk/api/audit", ReadAudit, &Desk::list_audit, 0, {"before"}},

        {Method::Get, "/desk/api/sections", Enter, &Desk::list_sections},
        {Method::Get,
         "/desk/api/stories",
         Write,
         &Desk::list_stories,
         0,
         {"status", "section", "mine", "owner", "pages", "until", "after", "q"}},
        {Method::Post, "/desk/api/stories", Write, &Desk::add_story},
        {Method::Patch, "/desk/api/stories", Write, &Desk::change_stories},
        {Method::Get, "/desk/api/stories/{id}", Write, &Desk::show_story},
        {Method::Put, "/desk/api/stories/{id}", Write, &Desk::save_story, kLargestStory},
        {Method::Post, "/desk/api/stories/{id}/changes", Publish, &Desk::publish_changes},
        {Method::Delete, "/desk/api/stories/{id}/changes", Publish, &Desk::drop_changes},
        {Method::Post, "/desk/api/stories/{id}/move", Write, &Desk::move_story},
        {Method::Get, "/desk/api/stories/{id}/revisions", Write, &Desk::list_revisions},
        {Method::Get, "/desk/api/stories/{id}/revisions/{revision}", Write, &Desk::show_revision},
        {Method::Post, "/desk/api/stories/{id}/notes", Write, &Desk::add_note},
        {Method::Post, "/desk/api/stories/{id}/preview", Write, &Desk::make_preview},
        {Method::Put, "/desk/api/stories/{id}/seat", Write, &Desk::acquire_edit_lock},
        {Method::Delete, "/desk/api/stories/{id}/seat", Write, &Desk::release_edit_lock},
        {Method::Post, "/desk/api/proposals", Write, &Desk::propose, kLargestStory},

        {Method::Get, "/desk/media/{name}", Write, &Desk::show_media},
        {Method::Get, "/desk/api/pictures", Write, &Desk::list_pictures, 0, {"q", "after"}},
        {Method::Post,
         "/desk/api/pictures",
         Write,
         &Desk::add_picture,
         kLargestUpload,
         {},
         /*raw=*/true,
         kHeavy},

        {Method::Get, "/desk/api/front", ArrangeFront, &Desk::show_front},
        {Method::Put, "/desk/api/front", ArrangeFront, &Desk::place_front},
        {Method::Post, "/desk/api/front/preview", ArrangeFront, &Desk::make_front_preview},

        {Method::Get, "/desk/api/status", ManageSite, &Desk::show_status},
        {Method::Get, "/desk/api/move-in", ManageSite, &Desk::show_move},
        {Method::Post, "/desk/api/move-in", ManageSite, &Desk::begin_move},
        {Method::Delete, "/desk/api/move-in", ManageSite, &Desk::forget_move},
        {Method::Put,
         "/desk/api/move-in/file",
         ManageSite,
         &Desk::take_move_piece,
         WordpressImportJob::kLargestPiece,
         {"from"},
         /*raw=*/true},
        // It makes accounts of authors, and fetches from where it is told to.
        proof({Method::Post, "/desk/api/move-in/run", ManageSite, &Desk::run_move}),
        {Method::Post, "/desk/api/move-in/look", ManageSite, &Desk::look_at_move},
        {Method::Post, "/desk/api/move-in/stop", ManageSite, &Desk::stop_move},
        {Method::Get, "/desk/api/move-in/report", ManageSite, &Desk::move_report},
        {Method::Get, "/desk/api/settings", ManageSite, &Desk::show_settings},
        {Method::Put, "/desk/api/settings", ManageSite, &Desk::change_settings},
        {Method::Post, "/desk/api/settings/preview", ManageSite, &Desk::make_look_preview},
        {Method::Put, "/desk/api/sections", ManageSite, &Desk::change_sections},
        {Method::Get, "/desk/api/redirects", ManageSite, &Desk::list_redirects, 0, {"from"}},
        {Method::Put, "/desk/api/redirects", ManageSite, &Desk::change_redirect},

        {Method::Get, "/desk/api/comments", Moderate, &Desk::list_comments, 0, {"status"}},
        {Method::Patch, "/desk/api/comments/{id}", Moderate, &Desk::change_comment},
    };
    return kRoutes;
}

namespace {

Reply problem_reply(const Problem& problem) {
    JsonWriter json;
    json.object().object("error").text("code", problem.code()).text("message", message_for_caller(problem));
    Reply reply = json_reply(json, problem.status());
    if (problem.status() == 503) reply.headers.push_back(retry_after());
    return reply;
}

bool changes_something(const Request& request) {
    return request.method != Method::Get && request.method != Method::Head;
}

bool is_json(std::string_view type) {
    constexpr std::string_view kJson = "application/json";
    return type.size() >= kJson.size() &&
           std::equal(kJson.begin(), kJson.end(), type.begin(),
                      [](char a, unsigned char b) { return a == std::tolower(b); });
}

// A page of another site cannot send JSON without asking first, and browsers tell where they come from.
void check_sender(const Desk::Route& route, const Request& request, bool has_body) {
    if (!changes_something(request)) return;
    const std::string& site = request.fetch_site;
    const bool own = site.empty() || site == "same-origin" || site == "none";
    if (!own) throw Problem(403, "foreign_page", "the call comes from another site's page");
    if (!route.raw && has_body && !is_json(request.content_type))
        throw Problem(415, "not_json", "the call's body is not JSON");
}

}  // namespace

Reply json_reply(JsonWriter& json, int status) {
    Reply reply;
    reply.status = status;
    reply.type = "application/json; charset=utf-8";
    reply.body = json.take();
    return reply;
}

std::string_view message_for_caller(const Problem& problem) {
    return problem.status() >= 500 ? "the desk cannot do this now; its log says why" : problem.what();
}

Reply nothing_to_say() {
    Reply reply;
    reply.status = 204;
    return reply;
}

std::int64_t Call::number(std::string_view capture) const {
    const auto number = number_from(request.capture(capture));
    if (!number) throw Problem(404, "not_found", "there is no such thing");
    return *number;
}

std::int64_t Call::number_asked(std::string_view parameter) const {
    const auto text = request.parameter(parameter);
    if (text.empty() || text == "0") return 0;
    const auto number = number_from(text);
    if (!number) throw Problem(422, "invalid", std::string(parameter) + ": is not a number");
    return *number;
}

Desk::Desk(store::Store& store, const search::Index* index, const crypto::Key& key, DeskOptions options)
    : store_(store),
      newsroom_(store),
      index_(index),
      options_(std::move(options)),
      preview_key_(crypto::derived_key(key, "desk: preview")),
      auth_(
          store, key, options_.limits,
          [this] {
              const auto settings = options_.settings();
              return std::vector<std::string>{settings->publication.name, settings->publication.address};
          },
          [this](story::Role role) { return must_have_second_factor(role); }),
      presence_(store),
      live_(store, [this](store::Reader& reader,
                          const Visitor& visitor) { return is_still_admitted(reader, visitor); }),
      suggester_(store),
      wordpress_import_(store, options_.media.folder().parent_path() / "move-in", options_.media,
                        options_.file_settings.private_downloads
                            ? outgoing::Reach::anywhere()
                            : outgoing::Reach::open_internet(options_.file_settings.outgoing.allowed_hosts),
                        options_.import_threads) {}

void Desk::add_routes(serve::Router& router) {
    for (const char* path : {"/desk", "/desk/"})
        router.add({Method::Get, path, [this](const Request& request) { return page(request); }});
    router.add({Method::Get,
                std::string(kPreviewPath) + "{token}",
                [this](const Request& request) { return preview(request); },
                {.secret = true}});
    router.add({Method::Get,
                "/desk/api/events",
                [](const Request&) { return nothing_to_say(); },
                {.events = [this](const Request& request) {
                    const auto visitor = admitted(request);
                    return visitor ? live_.listen(*visitor) : nullptr;
                }}});
    for (const Route& route : routes()) {
        serve::RouteOptions options;
        options.max_body = route.max_body;
        if (route.needs != Permission::None)
            options.admits = [this, &route](const Request& request) { return admission(route, request); };
        options.parameters = route.parameters;
        options.heavy = route.heavy;
        router.add({route.method, std::string(route.pattern),
                    [this, &route](const Request& request) { return guarded(route, request); }, options});
    }
}

void Desk::tidy(Instant now) {
    try {
        wordpress_import_.drop_unfinished(now);
    } catch (const Problem& problem) {
        spdlog::error("desk: an export that was not sent to its end cannot be removed: {}", problem.what());
    }
    if (now < next_sweep_) return;
    next_sweep_ = now + std::chrono::hours(24);
    const auto& media = options_.media.folder();
    for (const auto& folder : {media, media.parent_path()})
        if (const auto removed = remove_unfinished_files(folder); !removed)
            spdlog::error("desk: {}", removed.error().message);
}

bool Desk::must_have_second_factor(story::Role role) const {
    const auto settings = options_.settings();
    return std::ranges::find(settings->desk.second_factor, role) != settings->desk.second_factor.end();
}

bool Desk::lacks_second_factor(const Visitor& visitor) const {
    return what_opens(visitor.user, must_have_second_factor(visitor.user.role), visitor.by_passkey) !=
           Opens::AllOfTheRole;
}

std::optional<Visitor> Desk::admitted(const Request& request) {
    auto visitor = auth_.visitor(session_token(request), now());
    if (visitor && lacks_second_factor(*visitor)) return std::nullopt;
    return visitor;
}

bool Desk::is_still_admitted(store::Reader& reader, const Visitor& visitor) const {
    const auto still = auth_.visitor_still(reader, visitor, now());
    return still && still->user.role == visitor.user.role && !lacks_second_factor(*still);
}

Reply Desk::page(const Request&) const {
    Reply reply = page_reply(options_.page);
    reply.cache_control = "no-cache";
    return reply;
}

Proven Desk::proven(const Visitor& visitor, const Fields& body) const {
    return auth_.proven(visitor, body.text_or("proof", kLongestProof, ""), now());
}

void Desk::check_head(const Route& route, const Request& request, const Visitor* visitor) const {
    if (route.needs == Permission::None) return;
    if (!visitor) throw Problem(401, "signed_out", "sign in first");
    if (changes_something(request) && !crypto::equal(request.csrf_token, visitor->csrf_token))
        throw Problem(403, "csrf_token", "the session's CSRF token is missing or another's");
    if (route.needs != Permission::Account && lacks_second_factor(*visitor))
        throw Problem(403, "second_factor_needed", "your role comes in with a second factor only");
    if (!may(visitor->user.role, route.needs))
        throw Problem(403, "not_allowed", "your role does not allow this");
}

// Of one account no more than a few a minute are told: a stolen session is not to fill the log.
void Desk::note(serve::Method method, std::string_view pattern, const Visitor* visitor,
                const Problem& problem) {
    if (problem.status() >= 500) spdlog::error("desk: {}: {}", pattern, problem.what());
    if ((problem.status() == 403 || problem.hides()) && visitor &&
        refusals_told_.allow(visitor->user.login, std::chrono::steady_clock::now()))
        spdlog::warn("desk: {} {} was refused to {}: {}", serve::to_string(method), pattern,
                     visitor->user.login, problem.hides() ? "hidden" : problem.code());
}

Reply Desk::noted_refusal(const Route& route, const std::optional<Visitor>& visitor, const Problem& problem) {
    note(route.method, route.pattern, visitor ? &*visitor : nullptr, problem);
    return problem_reply(problem);
}

// Uploads count by the account, not the session: whoever has ten of those may send no more at once.
serve::Admission Desk::admission(const Route& route, const Request& request) {
    std::optional<Visitor> visitor;
    try {
        visitor = auth_.visitor(session_token(request), now());
        check_sender(route, request, /*has_body=*/true);  // else nobody would ask
        check_head(route, request, visitor ? &*visitor : nullptr);
        return {.account = fmt::format("user {}", visitor->user.id.value)};
    } catch (const Problem& problem) {
        return {.refusal = noted_refusal(route, visitor, problem)};
    }
}

Reply Desk::guarded(const Route& route, const Request& request) {
    std::optional<Visitor> visitor;
    try {
        visitor = auth_.visitor(session_token(request), now());
        check_sender(route, request, !request.body.empty());
        check_head(route, request, visitor ? &*visitor : nullptr);
        const bool takes_json = changes_something(request) && !route.raw;
        auto body = Fields::parse(takes_json ? std::string_view(request.body) : std::string_view());
        const auto owner = route.takes_proof ? std::optional(proven(*visitor, body)) : std::nullopt;
        return (this->*route.answer)(
            {request, visitor ? &*visitor : nullptr, std::move(body), owner ? &*owner : nullptr});
    } catch (const Problem& problem) {
        return noted_refusal(route, visitor, problem);
    }
}

}  // namespace warraq::desk
