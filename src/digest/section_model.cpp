#include "digest/section_model.h"

#include <algorithm>
#include <cmath>

namespace warraq::digest {
namespace {

constexpr Key kUpFront = Key{1} << 62;   // the same term where headline or first sentence has it
constexpr Key kPair = Key{1} << 61;      // two terms in a row
constexpr Key kAbout = Key{1} << 60;     // what is known beside the text
constexpr Key kTogether = Key{3} << 60;  // and a term with it
constexpr Key kOdd = 0x9E3779B97F4A7C15u;
constexpr float kAboutTimes = 100;  // it weighs as a term that is there so often
constexpr double kRate = 0.4, kShrink = 1e-4;

}  // namespace

std::vector<std::string> known_about(const story::Story& story) {
    std::vector<std::string> about;
    for (const story::Person& person : story.bylines) about.push_back(person.name);
    for (const story::Source& source : story.sources) about.push_back(source.name);
    if (!story.dateline.empty()) about.push_back(story.dateline);
    return about;
}

std::vector<Feature> section_features(const StoryText& story, std::span<const std::string> about) {
    std::vector<Key> known;
    known.reserve(about.size());
    for (const std::string& one : about) known.push_back(std::hash<std::string>{}(one));
    std::unordered_map<Key, float> count;
    const std::size_t front =
        story.sentences.empty() ? story.headline_words : story.sentences.front().last + 1;
    for (std::size_t i = 0; i < story.words.size(); ++i) {
        const WordOf& word = story.words[i];
        if (!word.content || word.terms.empty()) continue;
        const Key term = word.terms.keys[0];
        ++count[term];
        if (i >= front) continue;
        ++count[term ^ kUpFront];
        for (const Key one : known) ++count[kTogether | ((one ^ term * kOdd) >> 4)];
    }
    Key previous = 0;
    for (std::size_t i = 0; i < story.words.size(); ++i) {
        const WordOf& word = story.words[i];
        if (!word.content || word.terms.empty()) continue;
        if (previous) ++count[kPair | ((previous * kOdd ^ word.terms.keys[0]) >> 3)];
        previous = word.terms.keys[0];
    }
    for (const Key one : known) count[kAbout | (one >> 4)] = kAboutTimes;
    std::vector<Feature> out;
    out.reserve(count.size());
    float squares = 0;
    for (const auto& [term, times] : count) {
        out.push_back({term, std::log1p(times)});
        squares += out.back().weight * out.back().weight;
    }
    const float length = std::sqrt(squares);
    if (length > 0)
        for (Feature& feature : out) feature.weight /= length;
    std::sort(out.begin(), out.end(), [](const Feature& a, const Feature& b) { return a.key < b.key; });
    return out;
}

std::size_t SectionModel::section_index(std::string_view name) {
    const auto found = std::find(sections_.begin(), sections_.end(), name);
    if (found != sections_.end()) return static_cast<std::size_t>(found - sections_.begin());
    sections_.emplace_back(name);
    return sections_.size() - 1;
}

std::vector<double> SectionModel::shares(const std::vector<Feature>& story, Use use) const {
    std::vector<double> score(sections_.size());
    for (const Feature& feature : story) {
        const auto found = weights_.find(feature.key);
        if (found == weights_.end()) continue;
        for (std::size_t s = 0; s < found->second.size(); ++s) {
            const Weight& weight = found->second[s];
            const double value =
                use == Use::Last
                    ? double{weight.value}
                    : (weight.sum + double{weight.value} * static_cast<double>(steps_ - weight.since)) /
                          static_cast<double>(std::max<std::uint64_t>(steps_, 1));
            score[s] += value * double{feature.weight};
        }
    }
    const double top = *std::max_element(score.begin(), score.end());
    double sum = 0;
    for (double& s : score) sum += s = std::exp(s - top);
    for (double& s : score) s /= sum;
    return score;
}

void SectionModel::learn(std::string_view section, const std::vector<Feature>& story) {
    const std::size_t right = section_index(section);
    const std::vector<double> share = shares(story, Use::Last);
    ++steps_;
    for (const Feature& feature : story) {
        auto& weights = weights_[feature.key];
        weights.resize(sections_.size());
        for (std::size_t s = 0; s < weights.size(); ++s) {
            Weight& weight = weights[s];
            const double slope =
                (share[s] - (s == right ? 1 : 0)) * double{feature.weight} + kShrink * double{weight.value};
            weight.sum += double{weight.value} * static_cast<double>(steps_ - weight.since);
            weight.since = steps_;
            weight.squares += static_cast<float>(slope * slope);
            weight.value -= static_cast<float>(kRate * slope / (1e-4 + std::sqrt(double{weight.squares})));
        }
    }
}

std::optional<SectionGuess> SectionModel::best(const std::vector<Feature>& story) const {
    if (sections_.size() < 2) return std::nullopt;
    const std::vector<double> share = shares(story, Use::Average);
    const auto top = std::max_element(share.begin(), share.end());
    return SectionGuess{sections_[static_cast<std::size_t>(top - share.begin())], *top};
}

std::optional<SectionGuess> SectionModel::suggest(const std::vector<Feature>& story, double threshold) const {
    auto guess = best(story);
    return guess && guess->confidence >= threshold ? guess : std::nullopt;
}

}  // namespace warraq::digest
