// The readers' site over a data folder, without a server: for benches that call its routes themselves.
#pragma once

#include <memory>
#include <string>

#include "base/crypto.h"
#include "search/index.h"
#include "settings/security_headers.h"
#include "site/background/most_read.h"
#include "site/live_site.h"
#include "store/store.h"

namespace warraq::bench {

struct BenchSite {
    std::unique_ptr<store::Store> store;
    std::string security_headers;
    std::unique_ptr<search::Index> index;
    std::unique_ptr<site::MostRead> most_read;
    std::unique_ptr<site::LiveSite> site;
    serve::Site routes;
};

inline Result<BenchSite> open_site(const std::string& data, const std::string& share) {
    crypto::start();
    BenchSite out;
    auto store = store::open_sqlite(data + "/warraq.db");
    if (!store) return fail(store.error());
    auto theme = press::Theme::load(share);
    if (!theme) return fail(theme.error());
    out.store = std::move(*store);
    out.security_headers = settings::security_headers(theme->content_security_policy(), settings::Settings());
    out.index = std::make_unique<search::Index>(data + "/search");
    out.most_read = std::make_unique<site::MostRead>(*out.store);
    auto site = site::LiveSite::make({.store = *out.store,
                                      .index = *out.index,
                                      .most_read = *out.most_read,
                                      .theme = std::make_shared<const press::Theme>(std::move(*theme)),
                                      .media = {},
                                      .form_key = crypto::random_key()},
                                     *out.store, {});
    if (!site) return fail(site.error());
    out.site = std::move(*site);
    out.routes = out.site->routes({});
    return out;
}

}  // namespace warraq::bench
