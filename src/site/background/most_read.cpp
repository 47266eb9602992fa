// Counting views and ranking stories by them.
#include "site/background/most_read.h"

#include <spdlog/spdlog.h>

#include "store/store.h"

namespace warraq::site {
namespace {

constexpr std::chrono::minutes kBetweenFlushes{1};

}  // namespace

int hours_of(Period period) {
    switch (period) {
        case Period::Hour: return 1;
        case Period::Day: return 24;
        case Period::Week: return store::kMostViewHours;
    }
    return 0;
}

void MostRead::count(const serve::View& view, Instant now) {
    if (!filter_.counts(view, now)) return;
    std::lock_guard lock(mutex_);
    ++counted_[{view.id}];
}

MostRead::Ranks MostRead::ranks() const {
    std::lock_guard lock(mutex_);
    return ranks_;
}

Result<bool> MostRead::flush(Instant now) {
    std::vector<store::Views> views;
    {
        std::lock_guard lock(mutex_);
        for (const auto& [story, count] : counted_) views.push_back({story, count});
        counted_.clear();
    }
    if (!views.empty()) {
        auto written = store_.write([&](store::Writer& writer) { return writer.add_views(now, views); });
        if (!written) {
            std::lock_guard lock(mutex_);
            for (const store::Views& view : views) counted_[view.story] += view.count;
            return fail(written.error());
        }
    }
    auto snapshot = store_.public_snapshot();
    if (!snapshot) return fail(snapshot.error());
    Ranks ranks{.since = now};
    for (const Period period : kPeriods) {
        auto most = (*snapshot)->most_viewed(now, hours_of(period), kStories);
        if (!most) return fail(most.error());
        for (const store::Views& view : *most)
            ranks.stories[static_cast<std::size_t>(period)].push_back(view.story);
    }
    std::lock_guard lock(mutex_);
    if (ranks.stories == ranks_.stories) return false;
    ranks_ = std::move(ranks);
    return true;
}

MostReadWriter::MostReadWriter(MostRead& most_read, std::function<void()> on_change)
    : most_read_(most_read),
      on_change_(std::move(on_change)),
      flushing_(
          "most read",
          [this](BackgroundTask&) {
              flush();
              return kBetweenFlushes;
          },
          kBetweenFlushes) {
    flush();
}

MostReadWriter::~MostReadWriter() {
    flushing_.stop();
    flush();
}

void MostReadWriter::flush() {
    auto changed = most_read_.flush(now());
    if (!changed)
        spdlog::error("what is read most is not known: {}", changed.error().message);
    else if (*changed)
        on_change_();
}

}  // namespace warraq::site
