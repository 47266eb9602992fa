#include "serve/routing/target.h"

#include <algorithm>

#include "base/percent.h"

namespace warraq::serve {
namespace {

// Bytes of a body that has no meaning: of GET, HEAD and OPTIONS (RFC 9110, 9.3.1).
constexpr std::size_t kMostIgnoredBody = 1024;

}  // namespace

char coding_in_key(Encoding encoding) {
    constexpr char kCodings[] = {'i', 'g', 'b', 'z'};
    return kCodings[static_cast<std::size_t>(encoding)];
}

void read_target(const RequestHead& head, Target& out) {
    out.encoding = negotiate(head.accept_encoding);
    out.key.assign(head.target);
    out.key += '\n';
    out.key += coding_in_key(out.encoding);
}

void resolve(const Site& site, const RequestHead& head, Target& target) {
    const auto question = std::min(head.target.find('?'), head.target.size());
    auto path = head.target.substr(0, question);
    if (const auto hash = path.find('#'); hash != path.npos) path = path.substr(0, hash);
    const auto query = head.target.substr(std::min(question + 1, head.target.size()));
    target.match = {};
    target.parameters.clear();
    target.is_asset = false;
    target.well_formed = decode_path(path, target.path);
    if (!target.well_formed || head.target == "*") return;
    target.is_asset = site.assets.find(target.path, Encoding::Identity) != nullptr;
    if (!target.is_asset) {
        target.match = site.router.match(head.method, target.path);
        if (!target.match.route && target.match.allow.empty() && reads(head.method) && site.fallback)
            target.match.route = &*site.fallback;
    }
    target.key = percent::encode_path(target.path);
    if (target.match.route) {
        target.parameters = known_parameters(*target.match.route, query);
        target.key += canonical_query(target.parameters);
    }
    target.key += '\n';
    target.key += coding_in_key(target.encoding);
}

Plan plan_for(const Limits& limits, const RequestHead& head, const Target& target) {
    Plan plan;
    plan.max_body = kMostIgnoredBody;
    if (!target.well_formed) {
        plan.status = 400;
        return plan;
    }
    if (head.target == "*") {
        plan.status = 204;
        plan.allow = "GET, HEAD, POST, OPTIONS";
        return plan;
    }
    plan.route = target.match.route;
    if (plan.route) {
        if (!reads(head.method)) plan.max_body = limits.body_bytes;
        if (plan.route->options.max_body) plan.max_body = plan.route->options.max_body;
        return plan;
    }
    if (target.is_asset && reads(head.method)) return plan;
    const std::string allow = target.is_asset ? "GET, HEAD" : target.match.allow;
    if (allow.empty()) {
        plan.status = 404;
    } else {
        plan.allow = allow + ", OPTIONS";
        plan.status = head.method == Method::Options ? 204 : 405;
    }
    return plan;
}

}  // namespace warraq::serve
