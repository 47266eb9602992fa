#include "desk/desk.h"

#include <spdlog/spdlog.h>

#include "base/file.h"
#include "desk/auth/account_auth.h"
#include "desk/auth/account_mail.h"
#include "desk/auth/factor_demand.h"
#include "desk/context.h"
#include "desk/guard.h"
#include "desk/live.h"
#include "desk/moving_in/wordpress_import_job.h"
#include "desk/preview_links.h"
#include "desk/preview_page.h"
#include "desk/refusal_log.h"
#include "desk/reply.h"
#include "desk/routes.h"
#include "desk/settings/folder_sizes.h"
#include "desk/stories/edit_locks.h"
#include "desk/stories/section_suggester.h"
#include "search/index.h"

namespace warraq::desk {

using serve::Method;
using serve::Reply;
using serve::Request;

namespace {

outgoing::Reach reach_of_downloads(const settings::Settings& settings) {
    return settings.private_downloads ? outgoing::Reach::anywhere()
                                      : outgoing::Reach::open_internet(settings.outgoing.allowed_hosts);
}

}  // namespace

// In the order in which they refer to each other.
struct Desk::Parts {
    Parts(store::Store& store, const search::Index* index, const crypto::Key& key, DeskOptions given)
        : options(std::move(given)),
          auth(
              store, key, options.limits,
              [this] {
                  const auto settings = options.settings();
                  return std::vector<std::string>{settings->publication.name, settings->publication.address};
              },
              [this](story::Role role) { return must_have_second_factor(*options.settings(), role); }),
          mail(options, auth.links),
          edit_locks(store),
          suggester(store),
          previews(key),
          sizes(options.media.folder(), index ? index->folder() : std::filesystem::path()),
          wordpress_import(store, options.media.folder().parent_path() / "move-in", options.media,
                           reach_of_downloads(options.file_settings), options.import_threads),
          context{.store = store,
                  .newsroom = DeskStore(store),
                  .index = index,
                  .options = options,
                  .started = now(),
                  .auth = auth,
                  .mail = mail,
                  .refusals = refusals,
                  .edit_locks = edit_locks,
                  .suggester = suggester,
                  .previews = previews,
                  .sizes = sizes,
                  .wordpress_import = wordpress_import},
          live(store, [this](store::Reader& reader, const Visitor& visitor) {
              return is_still_admitted(context, reader, visitor);
          }) {}

    const DeskOptions options;
    AccountAuth auth;
    AccountMail mail;
    RefusalLog refusals;
    EditLocks edit_locks;
    SectionSuggester suggester;
    const PreviewLinks previews;
    FolderSizes sizes;
    WordpressImportJob wordpress_import;
    const DeskContext context;
    Live live;
    Instant next_sweep{};  // of files that were begun and never ended; tidy()'s own
};

Desk::Desk(store::Store& store, const search::Index* index, const crypto::Key& key, DeskOptions options)
    : parts_(std::make_unique<Parts>(store, index, key, std::move(options))) {}

Desk::~Desk() = default;

void Desk::add_routes(serve::Router& router) {
    const DeskContext& context = parts_->context;
    for (const char* path : {"/desk", "/desk/"})
        router.add({Method::Get, path, [&context](const Request&) {
                        Reply reply = page_reply(context, context.options.page);
                        reply.cache_control = "no-cache";
                        return reply;
                    }});
    router.add({Method::Get,
                std::string(kPreviewPath) + "{token}",
                [&context](const Request& request) { return preview_page(context, request); },
                {.secret = true}});
    router.add({Method::Get,
                "/desk/api/events",
                [](const Request&) { return no_content(); },
                {.events = [&context, &live = parts_->live](const Request& request) {
                    const auto visitor = admitted(context, request);
                    return visitor ? live.listen(*visitor) : nullptr;
                }}});
    for (const Route& route : routes()) {
        serve::RouteOptions options;
        options.max_body = route.max_body;
        if (route.needs != Permission::None)
            options.admits = [&context, &route](const Request& request) {
                return admission(context, route, request);
            };
        options.parameters = route.parameters;
        options.heavy = route.heavy;
        router.add({route.method, std::string(route.pattern),
                    [&context, &route](const Request& request) { return guarded(context, route, request); },
                    options});
    }
}

void Desk::tidy(Instant now) {
    try {
        parts_->wordpress_import.drop_unfinished(now);
    } catch (const Problem& problem) {
        spdlog::error("desk: an export that was not sent to its end cannot be removed: {}", problem.what());
    }
    if (now < parts_->next_sweep) return;
    parts_->next_sweep = now + std::chrono::hours(24);
    const auto& media = parts_->options.media.folder();
    for (const auto& folder : {media, media.parent_path()})
        if (const auto removed = remove_unfinished_files(folder); !removed)
            spdlog::error("desk: {}", removed.error().message);
}

}  // namespace warraq::desk
