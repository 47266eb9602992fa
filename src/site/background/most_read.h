// «الأكثر قراءة», the most read stories: counts views and ranks stories by them.
//
//     MostRead most_read(store);                  // a part of the site (SiteParts): its routes count views
//     MostReadWriter writer(most_read, drop_most_read(cache));
//
// Counts are kept in memory and written to the store every minute and at shutdown: a crash loses up to a
// minute of them. Thread-safe.
#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "base/background_task.h"
#include "site/background/view_filter.h"
#include "store/views.h"

namespace warraq::store {
class Store;
}

namespace warraq::site {

inline constexpr std::string_view kMostReadTag = "most-read";  // of pages that show the ranking

enum class Period { Hour, Day, Week };
inline constexpr std::array kPeriods = {Period::Hour, Period::Day, Period::Week};
int hours_of(Period period);

class MostRead {
  public:
    static constexpr int kStories = 10;  // in each period's ranks

    explicit MostRead(store::Store& store) : store_(store) {}

    // Called for each view; does not block on the store.
    void count(const serve::View& view, Instant now);

    struct Ranks {
        std::array<std::vector<story::StoryId>, kPeriods.size()> stories;  // most read first
        Instant since{};                                                   // when they last changed
    };
    Ranks ranks() const;

    // Writes the counts and reads the ranks; true when they changed. Counts that cannot be written are kept
    // for the next flush.
    Result<bool> flush(Instant now);

  private:
    store::Store& store_;
    ViewFilter filter_;
    mutable std::mutex mutex_;
    std::unordered_map<story::StoryId, std::int64_t> counted_;
    Ranks ranks_;
};

// Flushes when it is made, every minute, and when it ends.
class MostReadWriter {
  public:
    // `on_change` is called when the ranks changed, on the thread that flushes.
    MostReadWriter(MostRead& most_read, std::function<void()> on_change);
    ~MostReadWriter();
    MostReadWriter(const MostReadWriter&) = delete;
    MostReadWriter& operator=(const MostReadWriter&) = delete;

  private:
    void flush();

    MostRead& most_read_;
    const std::function<void()> on_change_;
    BackgroundTask flushing_;
};

}  // namespace warraq::site
