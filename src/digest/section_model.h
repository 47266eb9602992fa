// Which section a story belongs to, learnt from the newsroom's own archive.
//
//     SectionModel model;
//     for (int pass = 0; pass < kPasses; ++pass)
//         for (…) model.learn("sport", story);           // and once for each story published later
//     if (auto guess = model.suggest(other)) …           // {"sport", 0.97}; nothing when unsure
//
// Logistic regression. Its features are terms, pairs of terms, the terms of headline and first sentence once
// more, metadata (author, source), and each metadata value combined with each of those terms, since one
// agency's «world» is not another's. Trained with one AdaGrad step per story (Duchi, Hazan and Singer 2011,
// "Adaptive Subgradient Methods for Online Learning"); predicts with averaged weights (Polyak and Juditsky
// 1992), so that a few mislabelled stories make no difference. Not thread-safe while it learns.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "digest/story_text.h"
#include "story/story.h"

namespace warraq::digest {

struct SectionGuess {
    std::string section;
    double confidence = 0;  // 0 to 1, of this section against the others
};

// What a story shows the model: terms with weights of unit length together.
struct Feature {
    Key key = 0;
    float weight = 0;
};
// `about`: metadata in any order: authors, source, place. known_about() collects it.
std::vector<Feature> section_features(const StoryText& story, std::span<const std::string> about = {});
// A story's metadata, for section_features().
std::vector<std::string> known_about(const story::Story& story);

class SectionModel {
  public:
    static constexpr int kPasses = 8;  // over an archive at hand

    void learn(std::string_view section, const std::vector<Feature>& story);

    // The likeliest section, however unlikely; nothing before two sections are known.
    std::optional<SectionGuess> best(const std::vector<Feature>& story) const;
    // That, where its confidence is at least `threshold`.
    std::optional<SectionGuess> suggest(const std::vector<Feature>& story, double threshold = 0.8) const;

  private:
    struct Weight {
        float value = 0, squares = 0;
        double sum = 0;           // of the values it had, a step each
        std::uint64_t since = 0;  // the step at which it took its value
    };
    std::size_t section_index(std::string_view name);
    enum class Use { Last, Average };
    std::vector<double> shares(const std::vector<Feature>& story, Use use) const;  // sum to one

    std::vector<std::string> sections_;
    std::uint64_t steps_ = 0;
    std::unordered_map<Key, std::vector<Weight>> weights_;  // of each feature, by section
};

}  // namespace warraq::digest
