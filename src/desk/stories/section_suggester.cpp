#include "desk/stories/section_suggester.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <spdlog/spdlog.h>
#include <unordered_map>

#include "digest/story_text.h"

namespace warraq::desk {
namespace {

constexpr int kStories = 2'000;  // the latest tell best what the sections are now

struct Example {
    std::string section;
    std::vector<digest::Feature> features;
};

std::vector<digest::Feature> features_of(const story::Story& story) {
    return digest::section_features(digest::StoryText(story.headline, story.body.plain_text()),
                                    digest::known_about(story));
}

// What only one story has teaches nothing of the others, and is most of what there is to remember.
void drop_lonely_features(std::vector<Example>& examples) {
    std::unordered_map<digest::Key, int> stories;
    for (const Example& example : examples)
        for (const digest::Feature& feature : example.features) ++stories[feature.key];
    for (Example& example : examples)
        std::erase_if(example.features,
                      [&](const digest::Feature& feature) { return stories[feature.key] < 2; });
}

}  // namespace

// A database that is away for a moment is no reason to know nothing until the next start.
BackgroundTask::Pause SectionSuggester::read() {
    constexpr std::chrono::seconds kLongest{600};
    auto model = read_archive();
    if (model) {
        const std::lock_guard lock(mutex_);
        model_ = std::move(*model);
        return BackgroundTask::kUntilWoken;
    }
    spdlog::error("which section suits a story is not known: {}", model.error().message);
    ++failures_;
    return std::exchange(after_failure_, std::min(2 * after_failure_, kLongest));
}

Result<digest::SectionModel> SectionSuggester::read_archive() const {
    std::vector<Example> examples;
    {
        auto snapshot = store_.snapshot();
        if (!snapshot) return fail(snapshot.error());
        auto sections = (*snapshot)->sections();
        if (!sections) return fail(sections.error());
        auto cards = (*snapshot)->cards({.limit = kStories});
        if (!cards) return fail(cards.error());
        for (const story::Card& card : *cards) {
            if (reading_->stopping()) break;
            auto story = (*snapshot)->story(card.id);
            if (!story) return fail(story.error());
            const auto* section = story::find_section(*sections, card.section);
            if (!*story || !section) continue;
            examples.push_back({section->slug, features_of(**story)});
        }
    }
    drop_lonely_features(examples);
    digest::SectionModel model;
    std::mt19937 order(1);  // the same archive, the same model
    for (int pass = 0; pass < digest::SectionModel::kPasses && !reading_->stopping(); ++pass) {
        std::shuffle(examples.begin(), examples.end(), order);
        for (const Example& example : examples) model.learn(example.section, example.features);
    }
    return model;
}

void SectionSuggester::learn(std::string_view section, const story::Story& story) {
    const auto features = features_of(story);
    std::lock_guard lock(mutex_);
    if (model_) model_->learn(section, features);
}

std::optional<digest::SectionGuess> SectionSuggester::suggest(const digest::StoryText& story,
                                                              std::span<const std::string> about) {
    std::call_once(begun_,
                   [this] { reading_.emplace("suggester", [this](BackgroundTask&) { return read(); }); });
    const auto features = digest::section_features(story, about);
    std::lock_guard lock(mutex_);
    return model_ ? model_->suggest(features) : std::nullopt;
}

}  // namespace warraq::desk
