#include "serve/routing/worker_pools.h"

namespace warraq::serve {

WorkerPools worker_pools(const Site& site, const Limits& limits) {
    const auto pool = [](const char* name, int threads, std::size_t most_waiting) {
        return std::make_unique<WorkerPool>(
            WorkerPool::Options{.name = name, .threads = threads, .most_waiting = most_waiting});
    };
    return {.pages = pool("pages", site.workers, limits.waiting_requests),
            .changes = pool("changes", site.change_workers, limits.waiting_requests),
            .heavy = pool("heavy", site.heavy_workers, limits.waiting_heavy_requests),
            .files = pool("files", site.file_workers, limits.waiting_pieces)};
}

}  // namespace warraq::serve
