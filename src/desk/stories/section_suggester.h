// Suggests a story's section, from a model of the newsroom's latest stories. The model is trained on a
// background thread at the first call of suggest(), and updated by learn(). Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>

#include "base/background_task.h"
#include "digest/section_model.h"
#include "store/store.h"

namespace warraq::desk {

class SectionSuggester {
  public:
    explicit SectionSuggester(store::Store& store) : store_(store) {}
    SectionSuggester(const SectionSuggester&) = delete;
    SectionSuggester& operator=(const SectionSuggester&) = delete;

    void learn(std::string_view section, const story::Story& story);
    // nullopt when unsure, or while the model is being trained. `about`: as for digest::section_features().
    std::optional<digest::SectionGuess> suggest(const digest::StoryText& story,
                                                std::span<const std::string> about);

    int failures() const { return failures_; }  // failed attempts to read the archive

  private:
    BackgroundTask::Pause read();  // kUntilWoken once the archive is read
    Result<digest::SectionModel> read_archive() const;

    store::Store& store_;
    mutable std::mutex mutex_;
    std::optional<digest::SectionModel> model_;
    std::atomic<int> failures_{0};
    std::chrono::seconds after_failure_{5};  // doubles
    std::once_flag begun_;
    std::optional<BackgroundTask> reading_;
};

}  // namespace warraq::desk
