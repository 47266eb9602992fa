// The signed token of a comment's form.
#include "site/comments/form_token.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/number.h"

namespace warraq::site {
namespace {

std::string signature(const SiteState& site, story::StoryId id, std::int64_t made) {
    return crypto::keyed_hash(fmt::format("comment {} {}", id.value, made), site.form_key);
}

}  // namespace

std::string form_token(const SiteState& site, story::StoryId id) {
    const auto made = to_unix(now());
    return fmt::format("{}.{}", made, signature(site, id, made));
}

std::string token_problem(const SiteState& site, story::StoryId id, std::string_view token) {
    const auto dot = std::min(token.find('.'), token.size());
    const auto made = number_from(token.substr(0, dot));
    const auto signed_by = token.substr(std::min(dot + 1, token.size()));
    if (!made || !crypto::equal(signed_by, signature(site, id, *made)))
        return "لم نتعرّف على النموذج الذي أرسلته. ما كتبته محفوظ هنا؛ أرسله مرة أخرى من فضلك.";
    if (to_unix(now()) - *made < site.settings.comments.seconds_to_write)
        return "وصل التعليق أسرع مما يُكتب. انتظر لحظات ثم أرسله مرة أخرى من فضلك.";
    return {};
}

}  // namespace warraq::site
