#include "desk/preview_links.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"
#include "desk/reply.h"

namespace warraq::desk {

using serve::Reply;

std::optional<PreviewToken> PreviewToken::from(std::string_view text) {
    const auto last = text.rfind('.');
    if (last == text.npos) return std::nullopt;
    const auto claim = text.substr(0, last);
    const auto first = claim.rfind('.');
    if (first == claim.npos) return std::nullopt;
    const auto ends = number_from(claim.substr(first + 1));
    const auto dash = std::min(claim.find('-'), first);
    const auto what = claim.substr(dash, first - dash);  // with its dash
    if (!ends || what.empty()) return std::nullopt;
    return PreviewToken{claim,
                        text.substr(last + 1),
                        {number_from(claim.substr(0, dash)).value_or(0)},
                        what.substr(1),
                        from_unix(*ends)};
}

std::string PreviewLinks::signature(std::string_view claim, std::string_view factors) const {
    return crypto::keyed_hash(fmt::format("{}\n{}", claim, factors), key_);
}

std::string PreviewLinks::address(const PreviewMaker& maker, std::string_view what, Instant ends) const {
    const std::string claim = fmt::format("{}-{}.{}", maker.user.id.value, what, to_unix(ends));
    return fmt::format("{}{}.{}", kPreviewPath, claim, signature(claim, maker.factors));
}

bool PreviewLinks::is_signed_by(const PreviewToken& token, const PreviewMaker& maker) const {
    return crypto::equal(token.signature, signature(token.claim, maker.factors));
}

Reply preview_link_reply(const Call& call, std::string_view what, std::chrono::hours life) {
    const Instant ends = now() + life;
    JsonWriter json;
    json.object()
        .text("link", call.desk.previews.address({call.visitor().user, call.visitor().factors}, what, ends))
        .text("ends", to_iso8601(ends));
    return json_reply(json);
}

Reply page_reply(const DeskContext& desk, std::string html) {
    Reply reply;
    reply.body = std::move(html);
    reply.security_headers = desk.options.security_headers;
    return reply;
}

}  // namespace warraq::desk
