// From a parsed request to the Page that answers it: page cache first, then the route's handler on a worker
// thread, once for all who ask at the same time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http/request_parser.h"
#include "serve/http/upload.h"
#include "serve/limits/address_count.h"
#include "serve/metrics.h"
#include "serve/routing/site.h"
#include "serve/routing/target.h"
#include "serve/routing/worker_pools.h"
#include "serve/routing/workers.h"

namespace warraq::serve {

class Dispatcher {
  public:
    // `bodies`: where those go that are too large to hold.
    Dispatcher(Site site, Limits limits, Metrics& metrics, std::shared_ptr<BodyFiles> bodies);
    Dispatcher(Site site, Limits limits, Metrics& metrics, std::shared_ptr<BodyFiles> bodies,
               WorkerPools workers);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    using Target = serve::Target;
    void read_target(const RequestHead& head, Target& out) const { serve::read_target(head, out); }
    void resolve(const RequestHead& head, Target& target) const { serve::resolve(site_, head, target); }

    // An asset or a fresh page, or nullptr. Never blocks for long; any thread.
    Page ready(const RequestHead& head, Target& target);

    using Plan = serve::Plan;
    Plan plan(const RequestHead& head, const Target& target) const { return plan_for(limits_, head, target); }

    // These call `done` exactly once, on any thread, perhaps before they return. answer() and admit() give
    // 503 where too much waits already, 429 where too much of that address does; store() gives 503;
    // read_piece() an error, and the transfer is to be cut.
    using Done = std::function<void(Page)>;
    void answer(Plan plan, Target target, Request request, Done done);
    void answer_error(int status, Encoding encoding, Done done);
    // The route's RouteOptions::admits, or, of who `follows`, RouteOptions::events.
    struct Admitted {
        Page refusal;  // nullptr: it is admitted
        std::string account = {};
        std::shared_ptr<const EventStream> events = {};
    };
    using AdmitDone = std::function<void(Admitted)>;
    void admit(const Route& route, Request request, bool follows, AdmitDone done);
    // A body that is too large to hold. `announced`: its bytes; 0 where the sender does not say. Error: the
    // status that refuses it. Does not wait; any thread. It may be let go of on any thread: its file is
    // closed on a worker.
    tl::expected<std::shared_ptr<Upload>, int> begin_upload(std::string_view account,
                                                            std::uint64_t announced);
    // The next piece of it, one at a time; after the `last`, Upload::body() is there. 0, or the status that
    // tells the sender.
    using Stored = std::function<void(int status)>;
    void store(std::shared_ptr<Upload> upload, std::shared_ptr<const std::string> piece, bool last,
               Stored done);
    // Bytes of a content that is sent in pieces to `address`.
    using PieceRead = std::function<void(Result<std::string>)>;
    void read_piece(const std::string& address, std::shared_ptr<const ContentSource> content,
                    std::uint64_t offset, std::size_t size, PieceRead done);

    // For errors of the protocol, where no page is due: a line of text, closed after.
    // `allow`: the methods that there are, with 405.
    Page plain(int status, std::string_view allow = {}) const;
    // 301; no body.
    Page redirect(std::string address) const;
    // What comes before the events of a stream.
    const Page& event_head() const { return event_head_; }

    // A GET was answered with `page`.
    void viewed(const EncodedResponse& page, const RequestHead& head, std::string_view address) const {
        if (page.view && site_.on_view) site_.on_view({page.view, address, head.user_agent, head.prefetched});
    }

    PageCache& cache() { return cache_; }
    UploadQuota::Use uploads() const { return quota_.use(); }
    const Limits& limits() const { return limits_; }
    const Router& router() const { return site_.router; }

    // Each pool by its name, for whoever watches over them.
    struct NamedLoad {
        std::string_view name;
        Workers::Load load;
    };
    std::vector<NamedLoad> loads() const;
    // Networks with work that waits or runs, summed over the pools: for the simulator.
    std::size_t networks_at_work() const;

    // Waits for the handlers that run. No answer() afterwards.
    void stop();

  private:
    // What each public network has at the pools, so that none fills a queue for everyone.
    struct Places {
        explicit Places(const Limits& limits);
        AddressCount pages, changes, heavy, files;
    };
    struct Queue {
        Workers& workers;
        AddressCount& places;
    };

    Field tags_of(const Reply& reply) const;
    Queue queue_of(const Route* route);  // nullptr: of an error page
    // `refused` runs on the caller when the queue is full, on the worker when `work` came too late or threw.
    void post(Workers& workers, std::function<void()> work, std::function<void()> refused) const;
    Page run(const Route& route, const Request& request, Encoding encoding);
    Page error_now(int status, Encoding encoding, std::string_view allow);
    void render(const Route& route, const Request& request, const std::string& key, Encoding encoding,
                const Done& done);
    Page old_page(const std::string& key);  // nullptr: none that may be shown

    const Site site_;
    const Limits limits_;
    Metrics& metrics_;
    PageCache cache_;
    const Page event_head_;
    const Page overloaded_;  // 503
    const Page too_many_;    // 429
    Places places_;
    UploadQuota quota_;
    const std::shared_ptr<BodyFiles> bodies_;
    WorkerPools workers_;  // last: what they hold refers to the above
};

}  // namespace warraq::serve
