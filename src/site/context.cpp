// How SiteState is made from settings, and the replies that all handlers share.
#include "site/context.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

#include "serve/http/shared_start.h"

namespace warraq::site {
namespace {

constexpr int kSuggestionsASearch = 10;  // a word is typed letter by letter

std::chrono::milliseconds pace(int a_minute) {
    return std::chrono::milliseconds(a_minute > 0 ? std::max(1, 60'000 / a_minute) : 0);
}

}  // namespace

SiteState::SiteState(const SiteParts& parts, press::Press the_press, settings::Settings given)
    : store(parts.store),
      index(parts.index),
      most_read(parts.most_read),
      press(std::move(the_press)),
      page_start(std::make_shared<const serve::SharedStart>(press.shared_start())),
      settings(settings::in_force(std::move(given))),
      media(parts.media),
      form_key(parts.form_key),
      breaking(parts.breaking),
      server(parts.server),
      leaving(parts.leaving),
      comment_limiter(settings.comments.burst, std::chrono::minutes(settings.comments.minutes_between),
                      parts.limits, "comments"),
      search_limiter(settings.defence.searches_a_minute, pace(settings.defence.searches_a_minute),
                     parts.limits, "searches"),
      suggestion_limiter(kSuggestionsASearch * settings.defence.searches_a_minute,
                         pace(kSuggestionsASearch * settings.defence.searches_a_minute), parts.limits,
                         "suggestions"),
      comment_rules(settings.comments, crypto::derived_key(form_key, "commenters' machines")),
      comment_challenge(settings.comments.challenge_after, form_key) {}

Result<std::shared_ptr<SiteState>> SiteState::make(const SiteParts& parts, settings::Settings settings) {
    if (auto checked = settings::check(settings); !checked) return fail(checked.error());
    auto calendar = press::Calendar::make(settings.publication);
    if (!calendar) return fail(calendar.error());
    press::Press press(settings.publication, std::move(*calendar), parts.theme);
    return std::shared_ptr<SiteState>(new SiteState(parts, std::move(press), std::move(settings)));
}

// A page that cannot be made for a day is better than none: hence stale-if-error.
std::string Context::public_cache_control() const {
    return fmt::format("public, max-age={}, stale-if-error=86400", site.settings.page_seconds);
}

serve::Reply Context::page(std::string html) const {
    serve::Reply reply;
    reply.body = std::move(html);
    reply.start = site.page_start;
    reply.cache_control = public_cache_control();
    reply.tags = {"sections", "theme"};
    return reply;
}

Result<std::span<const story::Section>> ReadContext::sections() {
    if (!sections_) {
        auto read = reader.sections();
        if (!read) return fail(read.error());
        sections_ = std::move(*read);
    }
    return std::span<const story::Section>(*sections_);
}

}  // namespace warraq::site
