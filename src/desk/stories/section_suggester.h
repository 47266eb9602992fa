// Suggests a story's section, from a model of the newsroom's latest stories. The model is trained on a
// background thread at the first call of suggest(), and updated by learn(). Thread-safe.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "digest/section_model.h"
#include "store/store.h"

namespace warraq::desk {

class SectionSuggester {
  public:
    explicit SectionSuggester(store::Store& store) : store_(store) {}
    ~SectionSuggester();
    SectionSuggester(const SectionSuggester&) = delete;
    SectionSuggester& operator=(const SectionSuggester&) = delete;

    void learn(std::string_view section, const story::Story& story);
    // nullopt when unsure, or while the model is being trained. `about`: as for digest::section_features().
    std::optional<digest::SectionGuess> suggest(const digest::StoryText& story,
                                                std::span<const std::string> about);

    int failures() const { return failures_; }  // failed attempts to read the archive

  private:
    void begin();
    void read();  // on the thread: until it has read the archive, or is to end
    Result<digest::SectionModel> read_archive() const;

    store::Store& store_;
    mutable std::mutex mutex_;
    std::optional<digest::SectionModel> model_;
    std::atomic<bool> stopping_{false};
    std::atomic<int> failures_{0};
    std::once_flag begun_;
    std::thread thread_;
};

}  // namespace warraq::desk
