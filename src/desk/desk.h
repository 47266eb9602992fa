// What editors may do: the desk's page and its API (docs/desk-api.yaml), as routes over a store.
//
//     Desk desk(store, &index, key, options);
//     desk.add_routes(router);                  // before the readers' own
//
// What answers which path is in routes.h, what stands in front of each in guard.h, what the calls share in
// context.h. Thread-safe.
#pragma once

#include <memory>

#include "base/crypto.h"
#include "desk/options.h"
#include "serve/routing/router.h"
#include "store/store.h"

namespace warraq::search {
class Index;
}

namespace warraq::desk {

class Desk {
  public:
    // `index` may be nullptr: then nothing is known of the archive's copies.
    Desk(store::Store& store, const search::Index* index, const crypto::Key& key, DeskOptions options);
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    // The routes refer to this desk.
    void add_routes(serve::Router& router);

    // Removes what was begun and not gone on with: to be called now and then, by one thread. Never throws.
    void tidy(Instant now);

  private:
    struct Parts;
    const std::unique_ptr<Parts> parts_;
};

}  // namespace warraq::desk
