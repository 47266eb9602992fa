// Addresses that lead elsewhere.
#include <algorithm>

#include "desk/reply.h"
#include "desk/settings/calls.h"
#include "desk/transact.h"
#include "serve/net/proxy_policy.h"

namespace warraq::desk {

using serve::Reply;
using store::Writer;

namespace {

constexpr std::size_t kLongestAddress = 2'000;
constexpr int kRedirects = 100;

}  // namespace

Reply list_redirects(const Call& call) {
    auto redirects = value_or_throw(value_or_throw(call.desk.store.snapshot())
                                        ->redirects(call.request.parameter("from"), kRedirects + 1));
    const bool more = redirects.size() > kRedirects;
    if (more) redirects.pop_back();
    JsonWriter json;
    json.object().flag("more", more).array("redirects");
    for (const auto& [path, target] : redirects)
        json.object().text("path", path).text("target", target).end();
    return json_reply(json);
}

Reply change_redirect(const Call& call) {
    const auto path = call.body.text("path", kLongestAddress);
    const auto target =
        call.body.has("target") ? std::optional(call.body.text("target", kLongestAddress)) : std::nullopt;
    // Browsers take "/\\host" for "//host", and leave tabs and ends of lines out.
    const bool plain = target && target->find('\\') == target->npos &&
                       std::ranges::none_of(*target, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    const bool own = plain && target->starts_with('/') && !target->starts_with("//");
    if (target && !own && !(plain && (target->starts_with("https://") || target->starts_with("http://"))))
        throw Problem(422, "invalid", "target: is no address of this site or another, /… or https://…");
    if (target && serve::is_well_known(path))
        throw Problem(422, "invalid", "path: what is below /.well-known/ cannot lead elsewhere");
    transact(call.desk.store, [&](Writer& writer) {
        value_or_throw(writer.set_redirect(path, target));
        value_or_throw(writer.record(call.visitor().user.id, "redirect_changed", path, target.value_or("")));
    });
    return no_content();
}

}  // namespace warraq::desk
