// What the desk's calls share, and one call once it is allowed. A call of the API is a free function:
//
//     serve::Reply add_note(const Call& call) {
//         call.desk.newsroom.transact(call.visitor(), [&](DeskWriter& writer) { … });
//         return no_content();
//     }
//
// It throws a Problem for what it does not do. Everything here is thread-safe.
#pragma once

#include <memory>

#include "desk/auth/proofs.h"
#include "desk/auth/visitor.h"
#include "desk/desk_store.h"
#include "desk/fields.h"
#include "desk/options.h"
#include "serve/http/message.h"
#include "store/store.h"

namespace warraq::search {
class Index;
}

namespace warraq::desk {

class AccountMail;
class EditLocks;
class FolderSizes;
class PreviewLinks;
class RefusalLog;
class SectionSuggester;
class WordpressImportJob;
struct AccountAuth;

struct DeskContext {
    store::Store& store;         // for accounts, settings and how the site is
    const DeskStore newsroom;    // for stories and all that belongs to them
    const search::Index* index;  // nullptr: nothing is known of the archive's copies
    const DeskOptions& options;
    const Instant started;
    AccountAuth& auth;
    AccountMail& mail;
    RefusalLog& refusals;
    EditLocks& edit_locks;
    SectionSuggester& suggester;
    const PreviewLinks& previews;
    FolderSizes& sizes;
    WordpressImportJob& wordpress_import;

    // Those that hold now.
    std::shared_ptr<const settings::Settings> settings() const { return options.settings(); }
};

struct Call {
    const DeskContext& desk;
    const serve::Request& request;
    const Visitor* who;  // nullptr where no one needs to be signed in, and no one is
    Fields body;
    const Proven* owner = nullptr;  // of routes that take a proof

    const Visitor& visitor() const { return *who; }
    const Proven& proven() const { return *owner; }
    std::int64_t number(std::string_view capture) const;          // or Problem 404
    std::int64_t number_asked(std::string_view parameter) const;  // 0 when it is not there; or Problem 422
};

}  // namespace warraq::desk
