#include "digest/similarity.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace warraq::digest {
namespace {

constexpr std::size_t kRows =
    2;  // of a band: at a resemblance of a half, one of 32 bands is the same nearly always
constexpr std::size_t kBands = kSignatureBins / kRows;
constexpr std::uint32_t kEmpty = 0xFFFFFFFF;

std::uint64_t mixed(std::uint64_t x) {  // Stafford's variant 13 of MurmurHash3's finaliser
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

bool nearer(const Similar& a, const Similar& b) {
    return a.score != b.score ? a.score > b.score : a.id < b.id;
}

std::uint64_t band_key(const Signature& signature, std::size_t band) {
    std::uint64_t key = band;
    for (std::size_t row = 0; row < kRows; ++row)
        key = mixed(key ^ (std::uint64_t{signature.bins[band * kRows + row]} << 8));
    return key;
}

}  // namespace

std::string_view to_string(Nearness nearness) {
    switch (nearness) {
        case Nearness::Copy: return "copy";
        case Nearness::SameEvent: return "same event";
        case Nearness::Related: return "related";
    }
    return "";
}

Signature signature_of(const StoryText& story) {
    Signature out;
    out.bins.fill(kEmpty);
    Key previous = 0;
    for (std::size_t i = story.headline_words; i < story.words.size(); ++i) {
        const WordOf& word = story.words[i];
        if (!word.content || word.terms.empty()) continue;
        const Key term = word.terms.keys[0];
        const std::uint64_t hash = mixed(term * 3 + mixed(previous));
        previous = term;
        std::uint32_t& bin = out.bins[hash % kSignatureBins];
        bin = std::min(bin, static_cast<std::uint32_t>(hash >> 32));
        out.empty = false;
    }
    if (out.empty) return out;
    // An empty bin borrows from the next that is not, marked by how far it lies (Shrivastava and Li 2014).
    const Signature raw = out;
    for (std::size_t i = 0; i < kSignatureBins; ++i)
        for (std::uint32_t far = 1; out.bins[i] == kEmpty && far < kSignatureBins; ++far)
            if (const std::uint32_t lent = raw.bins[(i + far) % kSignatureBins]; lent != kEmpty)
                out.bins[i] = static_cast<std::uint32_t>(mixed(lent + (std::uint64_t{far} << 32)));
    return out;
}

double resemblance(const Signature& a, const Signature& b) {
    if (a.empty || b.empty) return 0;
    std::size_t same = 0;
    for (std::size_t i = 0; i < kSignatureBins; ++i) same += a.bins[i] == b.bins[i];
    return static_cast<double>(same) / kSignatureBins;
}

std::vector<Archive::Weighted> Archive::weighted_terms(const StoryText& story) const {
    constexpr std::size_t kTelling = 40;
    constexpr float kHeadline = 2, kName = 1.5;
    std::unordered_map<Key, float> count;
    for (std::size_t i = 0; i < story.words.size(); ++i) {
        const WordOf& word = story.words[i];
        if (word.content && !word.terms.empty())
            count[word.terms.keys[0]] += i < story.headline_words ? kHeadline : 1;
    }
    for (const NameMention& mention : story.names.mentions)
        for (std::size_t i = mention.first_word; i <= mention.last_word; ++i)
            if (const auto found =
                    story.words[i].terms.empty() ? count.end() : count.find(story.words[i].terms.keys[0]);
                found != count.end())
                found->second += kName - 1;
    std::vector<Weighted> out;
    const auto all = static_cast<double>(stories_.size() + 1);
    for (const auto& [term, times] : count) {
        const auto with = stories_with_.find(term);
        const double rare = std::log(all / (1.0 + (with == stories_with_.end() ? 0.0 : with->second))) + 1;
        out.push_back({term, static_cast<float>((1 + std::log(times)) * rare)});
    }
    const auto heavier = [](const Weighted& a, const Weighted& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
    };
    if (out.size() > kTelling) {
        std::nth_element(out.begin(), out.begin() + kTelling, out.end(), heavier);
        out.resize(kTelling);
    }
    float norm = 0;
    for (const Weighted& term : out) norm += term.weight * term.weight;
    norm = std::sqrt(norm);
    if (norm > 0)
        for (Weighted& term : out) term.weight /= norm;
    return out;
}

void Archive::add(std::int64_t id, const StoryText& story, Instant published) {
    const auto index = static_cast<std::uint32_t>(stories_.size());
    for (const Weighted& term : weighted_terms(story)) postings_[term.term].push_back({index, term.weight});
    std::unordered_set<Key> seen;
    for (const WordOf& word : story.words)
        if (word.content && !word.terms.empty() && seen.insert(word.terms.keys[0]).second)
            ++stories_with_[word.terms.keys[0]];
    stories_.push_back({id, published, signature_of(story)});
}

void Copies::add(std::int64_t id, const Signature& signature) {
    // So many copies of one story tell that there are some; to hold each against all would cost their number
    // squared.
    constexpr std::size_t kMostInBand = 200;
    if (!signature.empty)
        for (std::size_t band = 0; band < kBands; ++band)
            if (auto& alike = bands_[band_key(signature, band)]; alike.size() < kMostInBand)
                alike.push_back(static_cast<std::uint32_t>(kept_.size()));
    kept_.push_back({id, signature});
}

std::vector<Similar> Copies::copies(const Signature& signature) const {
    std::vector<Similar> out;
    if (signature.empty) return out;
    std::unordered_set<std::uint32_t> looked_at;
    for (std::size_t band = 0; band < kBands; ++band) {
        const auto found = bands_.find(band_key(signature, band));
        if (found == bands_.end()) continue;
        for (const std::uint32_t story : found->second) {
            if (!looked_at.insert(story).second) continue;
            const double like = resemblance(signature, kept_[story].signature);
            if (like >= kCopy) out.push_back({kept_[story].id, like, Nearness::Copy});
        }
    }
    std::sort(out.begin(), out.end(), nearer);
    return out;
}

std::vector<Similar> Archive::closest(const StoryText& story, Instant published, std::size_t most) const {
    constexpr double kLeast = 0.12, kSameEvent = 0.45;
    constexpr std::chrono::hours kOneEvent{72};
    constexpr double kHalfLifeDays = 120;  // an old story has to be so much nearer to come before a new one
    const Signature signature = signature_of(story);
    std::unordered_map<std::uint32_t, double> cosine;
    for (const Weighted& term : weighted_terms(story)) {
        const auto found = postings_.find(term.term);
        if (found == postings_.end()) continue;
        for (const Posting& posting : found->second)
            cosine[posting.story] += double{term.weight} * double{posting.weight};
    }
    std::vector<Similar> out;
    for (const auto& [index, like] : cosine) {
        if (like < kLeast) continue;
        const Kept& kept = stories_[index];
        const auto apart =
            published > kept.published ? published - kept.published : kept.published - published;
        const double days_apart = static_cast<double>(apart.count()) / 86'400;
        const double fresh = 0.5 + 0.5 * std::exp2(-days_apart / kHalfLifeDays);
        Similar similar{kept.id, like * fresh, Nearness::Related};
        if (resemblance(signature, kept.signature) >= kCopy)
            similar.nearness = Nearness::Copy;
        else if (like >= kSameEvent && apart <= kOneEvent)
            similar.nearness = Nearness::SameEvent;
        out.push_back(similar);
    }
    std::sort(out.begin(), out.end(), nearer);
    if (out.size() > most) out.resize(most);
    return out;
}

}  // namespace warraq::digest
