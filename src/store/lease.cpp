#include "store/lease.h"

#include <spdlog/spdlog.h>

#include "base/crypto.h"

namespace warraq::store {

Result<std::unique_ptr<Lease>> Lease::take(Store& store, std::string name, std::chrono::seconds lease) {
    std::string holder = crypto::new_token();
    auto done = store.write([&](Writer& writer) -> Result<std::optional<std::int64_t>> {
        auto taken = writer.take_lease(name, holder, now(), lease);
        if (!taken) return fail(taken.error());
        if (!*taken) return std::nullopt;
        auto state = writer.claim(name);
        if (!state) return fail(state.error());
        return state->done;
    });
    if (!done) return fail(done.error());
    if (!*done) return nullptr;
    return std::unique_ptr<Lease>(new Lease(store, std::move(name), std::move(holder), lease, **done));
}

Lease::Lease(Store& store, std::string name, std::string holder, std::chrono::seconds lease,
             std::int64_t done)
    : store_(store),
      name_(std::move(name)),
      holder_(std::move(holder)),
      lease_(lease),
      done_(done),
      renewing_(
          "lease",
          [this](BackgroundTask&) {
              renew();
              return lease_ / 3;
          },
          lease / 3) {}

Lease::~Lease() {
    renewing_.stop();
    const auto ended = store_.write([&](Writer& writer) { return writer.end_lease(name_, holder_, done_); });
    if (!ended)
        spdlog::warn("«{}» cannot be given back; it ends by itself: {}", name_, ended.error().message);
}

void Lease::renew() {
    using Clock = std::chrono::steady_clock;
    const auto asked = Clock::now();
    auto mine =
        store_.write([&](Writer& writer) { return writer.take_lease(name_, holder_, now(), lease_); });
    if (mine && *mine) renewed_ = asked;
    held_ = (mine && *mine) || (!mine && Clock::now() - renewed_ < lease_);
}

}  // namespace warraq::store
