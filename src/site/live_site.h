// The readers' site under the settings that hold now. A change of them at the desk makes a new SiteState,
// which requests from then on get; those under way keep theirs.
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
    // `file`: what this machine's file says; what was set at the desk comes over it. Error: as the store, and
    // as settings::check of the file's.
    static Result<std::unique_ptr<LiveSite>> make(SiteParts parts, store::Store& store,
                                                  settings::Settings file);

    serve::Site routes(serve::Assets assets, serve::Router router = {});

    // Takes up what the desk has set: to be called before pages made under other settings are dropped. Keeps
    // those that hold where the new ones do not go together.
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
