// The site under the settings that hold now.
#include "site/live_site.h"

#include <spdlog/spdlog.h>

#include "site/pages/front.h"
#include "site/routes.h"
#include "store/store.h"

namespace warraq::site {

Result<std::unique_ptr<LiveSite>> LiveSite::make(SiteParts parts, store::Store& store,
                                                 settings::Settings file) {
    auto site = std::unique_ptr<LiveSite>(new LiveSite(std::move(parts), std::move(file)));
    auto plain = SiteState::make(site->parts_, site->file_);
    if (!plain) return fail(plain.error());
    site->current_ = std::move(*plain);
    auto snapshot = store.snapshot();
    if (!snapshot) return fail(snapshot.error());
    if (auto loaded = site->reload(**snapshot); !loaded) return fail(loaded.error());
    return site;
}

serve::Site LiveSite::routes(serve::Assets assets, serve::Router router) {
    return site::routes([this] { return current(); }, std::move(assets), std::move(router));
}

Result<std::string> LiveSite::preview(settings::Settings settings) const {
    auto site = SiteState::make(parts_, std::move(settings));
    if (!site) return fail(site.error());
    return preview_front(**site);
}

Result<void> LiveSite::reload(store::Reader& reader) {
    auto values = reader.settings();
    if (!values) return fail(values.error());
    auto site = SiteState::make(parts_, settings::with_desk(file_, *values));
    if (site && !(*site)->settings.feeds.hub.empty() && (*site)->settings.publication.address.empty())
        spdlog::error("feeds.hub is not told of anything: publication.address is not set");
    if (site)
        current_ = std::move(*site);
    else
        spdlog::error("the desk's settings are not used: {}", site.error().message);
    return {};
}

}  // namespace warraq::site
