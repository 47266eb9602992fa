// The readers' site under the current settings. When they change at the desk, a new SiteState is made for the
// requests that come after; those under way keep theirs.
//
//     auto site = LiveSite::make(parts, store, settings_of_the_file);
//     serve::Server server((*site)->routes(assets), options);
//
// Thread-safe.
#pragma once

#include <atomic>
#include <memory>

#include "serve/routing/site.h"
#include "site/context.h"

namespace warraq::store {
class Reader;
class Store;
}  // namespace warraq::store

namespace warraq::site {

class LiveSite {
  public:
    // `file`: the settings of this machine's file; those set at the desk override them. Error: as the store,
    // and as settings::check of the file's.
    static Result<std::unique_ptr<LiveSite>> make(SiteParts parts, store::Store& store,
                                                  settings::Settings file);

    serve::Site routes(serve::Assets assets, serve::Router router = {});

    // Applies what was set at the desk. Call it before pages made under the old settings are dropped.
    // Settings that fail settings::check are logged, and the current ones stay.
    Result<void> reload(store::Reader& reader);

    // The front page as it would look under these settings. Error: as settings::check, and the store.
    Result<std::string> preview(settings::Settings settings) const;

    std::shared_ptr<SiteState> current() const { return current_.load(); }

  private:
    LiveSite(SiteParts parts, settings::Settings file) : parts_(std::move(parts)), file_(std::move(file)) {}

    const SiteParts parts_;
    const settings::Settings file_;
    std::atomic<std::shared_ptr<SiteState>> current_;
};

}  // namespace warraq::site
