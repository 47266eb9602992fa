#include "desk/guard.h"

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/crypto.h"
#include "desk/auth/account_auth.h"
#include "desk/auth/factor_demand.h"
#include "desk/auth/proof_field.h"
#include "desk/auth/session_cookie.h"
#include "desk/refusal_log.h"
#include "desk/reply.h"

namespace warraq::desk {

using serve::Method;
using serve::Reply;
using serve::Request;

namespace {

bool changes_something(const Request& request) {
    return request.method != Method::Get && request.method != Method::Head;
}

bool is_json(std::string_view type) {
    constexpr std::string_view kJson = "application/json";
    return ascii::equal_ignoring_case(type.substr(0, kJson.size()), kJson);
}

// A page of another site cannot send JSON without asking first, and browsers tell where they come from.
void check_sender(const Route& route, const Request& request, bool has_body) {
    if (!changes_something(request)) return;
    const std::string& site = request.fetch_site;
    const bool own = site.empty() || site == "same-origin" || site == "none";
    if (!own) throw Problem(403, "foreign_page", "the call comes from another site's page");
    if (!route.raw && has_body && !is_json(request.content_type))
        throw Problem(415, "not_json", "the call's body is not JSON");
}

std::optional<Visitor> visitor_of(const DeskContext& desk, const Request& request) {
    return desk.auth.sessions.visitor(session_token(*desk.settings(), request), now());
}

// A Problem unless the call's head allows it to `visitor`, nullptr for a stranger.
void check_head(const DeskContext& desk, const Route& route, const Request& request, const Visitor* visitor) {
    if (route.needs == Permission::None) return;
    if (!visitor) throw Problem(401, "signed_out", "sign in first");
    if (changes_something(request) && !crypto::equal(request.csrf_token, visitor->csrf_token))
        throw Problem(403, "csrf_token", "the session's CSRF token is missing or another's");
    if (route.needs != Permission::Account && lacks_second_factor(*desk.settings(), *visitor))
        throw Problem(403, "second_factor_needed", "your role comes in with a second factor only");
    if (!may(visitor->user.role, route.needs))
        throw Problem(403, "not_allowed", "your role does not allow this");
}

Reply refusal(const DeskContext& desk, const Route& route, const std::optional<Visitor>& visitor,
              const Problem& problem) {
    desk.refusals.note(route.method, route.pattern, visitor ? &*visitor : nullptr, problem);
    return problem_reply(problem);
}

}  // namespace

// Uploads count by the account, not the session: whoever has ten of those may send no more at once.
serve::Admission admission(const DeskContext& desk, const Route& route, const Request& request) {
    std::optional<Visitor> visitor;
    try {
        visitor = visitor_of(desk, request);
        check_sender(route, request, /*has_body=*/true);  // else nobody would ask
        check_head(desk, route, request, visitor ? &*visitor : nullptr);
        return {.account = fmt::format("user {}", visitor->user.id.value)};
    } catch (const Problem& problem) {
        return {.refusal = refusal(desk, route, visitor, problem)};
    }
}

Reply guarded(const DeskContext& desk, const Route& route, const Request& request) {
    std::optional<Visitor> visitor;
    try {
        visitor = visitor_of(desk, request);
        check_sender(route, request, !request.body.empty());
        check_head(desk, route, request, visitor ? &*visitor : nullptr);
        const bool takes_json = changes_something(request) && !route.raw;
        auto body = Fields::parse(takes_json ? std::string_view(request.body) : std::string_view());
        const auto owner =
            route.takes_proof ? std::optional(proven(desk.auth.proofs, *visitor, body)) : std::nullopt;
        return route.answer(
            {desk, request, visitor ? &*visitor : nullptr, std::move(body), owner ? &*owner : nullptr});
    } catch (const Problem& problem) {
        return refusal(desk, route, visitor, problem);
    }
}

std::optional<Visitor> admitted(const DeskContext& desk, const Request& request) {
    auto visitor = visitor_of(desk, request);
    if (visitor && lacks_second_factor(*desk.settings(), *visitor)) return std::nullopt;
    return visitor;
}

bool is_still_admitted(const DeskContext& desk, store::Reader& reader, const Visitor& visitor) {
    const auto still = desk.auth.sessions.visitor_still(reader, visitor, now());
    return still && still->user.role == visitor.user.role && !lacks_second_factor(*desk.settings(), *still);
}

}  // namespace warraq::desk
