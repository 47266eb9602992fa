// What a request's handler works with. SiteState is what all of them share under one set of settings; a
// Context is one request; a ReadContext is one request with its snapshot of what is public.
//
//     Result<serve::Reply> topic_page(ReadContext& context) {
//         auto topic = context.reader.topic(context.request.capture("slug"));
//         if (!topic) return fail(topic.error());
//         …
//         return context.page(context.site.press.story_list_page(list));
//     }
//
// An Error that a handler returns becomes a reply in one place for each kind of route (routes.h).
#pragma once

#include <atomic>
#include <optional>
#include <span>

#include "base/log_throttle.h"
#include "press/press.h"
#include "search/index.h"
#include "serve/http/event_stream.h"
#include "serve/http/message.h"
#include "serve/limits/address_limiter.h"
#include "settings/settings.h"
#include "site/background/most_read.h"
#include "site/comments/challenge.h"
#include "site/comments/rules.h"
#include "store/media.h"
#include "store/public_store.h"

namespace warraq::serve {
class Server;
}

namespace warraq::site {

// What a site is made of beside its settings.
struct SiteParts {
    store::PublicStore& store;
    const search::Index& index;
    MostRead& most_read;
    std::shared_ptr<const press::Theme> theme;
    store::Media media;
    // Signs comment forms. It is kept in the data folder, so that forms outlive a restart.
    crypto::Key form_key;
    std::shared_ptr<serve::SharedLimits> limits = {};  // nullptr: there is one node only
    // Breaking news, as open front pages follow it.
    std::shared_ptr<serve::EventStream> breaking = std::make_shared<serve::EventStream>();
    // For health and metrics. nullptr until the server is made, which needs the routes first.
    std::shared_ptr<std::atomic<serve::Server*>> server = std::make_shared<std::atomic<serve::Server*>>();
    // Set before the server stops: load balancers are to send no one here any more.
    std::shared_ptr<std::atomic<bool>> leaving = std::make_shared<std::atomic<bool>>(false);
};

// What handlers share under one set of settings. LiveSite makes another when the settings change; requests
// under way keep theirs. Thread-safe.
struct SiteState {
    // Error: as settings::check.
    static Result<std::shared_ptr<SiteState>> make(const SiteParts& parts, settings::Settings settings);

    store::PublicStore& store;
    const search::Index& index;
    MostRead& most_read;
    const press::Press press;
    const std::shared_ptr<const serve::SharedStart> page_start;
    const settings::Settings settings;
    const store::Media media;
    const crypto::Key form_key;
    const std::shared_ptr<serve::EventStream> breaking;
    const std::shared_ptr<std::atomic<serve::Server*>> server;
    const std::shared_ptr<std::atomic<bool>> leaving;
    serve::AddressLimiter comment_limiter, search_limiter, suggestion_limiter;
    CommentRules comment_rules;
    CommentChallenge comment_challenge;
    LogThrottle unavailable_log;       // of pages that could not be made for want of the store
    LogThrottle unsaved_comments_log;  // of comments, as pages

  private:
    SiteState(const SiteParts& parts, press::Press press, settings::Settings settings);
};

class ReadContext;

// One request. Belongs to the thread that answers it.
class Context {
  public:
    Context(const serve::Request& of, SiteState& by) : request(of), site(by) {}

    const serve::Request& request;
    SiteState& site;

    // Returns what `work(ReadContext&)`, a Result, returns; its snapshot ends when `work` does. Error: as
    // PublicStore::public_snapshot, and work's own. Not to be called while the thread holds a snapshot.
    template <class Work>
    std::invoke_result_t<Work, ReadContext&> read(Work&& work);

    // A page of the site. Depends on the sections and the theme; what else it shows, its handler tags.
    serve::Reply page(std::string html) const;
    // What browsers and proxies may do with what is public.
    std::string public_cache_control() const;
};

// One request and its snapshot: all that it reads is of one moment.
class ReadContext : public Context {
  public:
    ReadContext(const serve::Request& of, SiteState& by, store::PublicReader& from)
        : Context(of, by), reader(from) {}

    store::PublicReader& reader;

    // By position; read at the first call, valid as long as the context. Error: Unavailable.
    Result<std::span<const story::Section>> sections();

    template <class Work>
    void read(Work&& work) = delete;  // a thread holds one snapshot at a time

  private:
    std::optional<std::vector<story::Section>> sections_;
};

template <class Work>
std::invoke_result_t<Work, ReadContext&> Context::read(Work&& work) {
    auto snapshot = site.store.public_snapshot();
    if (!snapshot) return fail(snapshot.error());
    ReadContext context(request, site, **snapshot);
    return std::forward<Work>(work)(context);
}

// Context::read for what answers no request, such as a preview: context.request is empty.
template <class Work>
std::invoke_result_t<Work, ReadContext&> read(SiteState& site, Work&& work) {
    const serve::Request none;
    return Context(none, site).read(std::forward<Work>(work));
}

}  // namespace warraq::site
