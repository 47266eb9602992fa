// Which stories tell the same: copies lightly edited, the same event told by another hand, what is nearest.
//
//     Archive archive;
//     archive.add(12, story, published);
//     for (const Similar& near : archive.closest(other, published, 5)) …   // nearest first
//
// Copies are found by MinHash over pairs of terms (Broder 1997, "On the Resemblance and Containment of
// Documents"), one permutation in bins (Li, Owen and Zhang 2012, "One Permutation Hashing") looked up by
// bands; what is near, by the cosine of weighted terms and names, falling with the days between. Terms, not
// words: other diacritics, hamzas or particles make no difference. Copies and Archive are not thread-safe
// while they grow; signatures are values.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "digest/story_text.h"

namespace warraq::digest {

inline constexpr std::size_t kSignatureBins = 64;
struct Signature {
    std::array<std::uint32_t, kSignatureBins> bins{};
    bool empty = true;  // of a text without words
};
Signature signature_of(const StoryText& story);

// How much of what two texts say is said by both: an estimate of the Jaccard index, 0 to 1.
double resemblance(const Signature& a, const Signature& b);

// Two texts that resemble each other at least so are copies of one.
inline constexpr double kCopy = 0.5;

enum class Nearness : std::uint8_t { Copy, SameEvent, Related };
std::string_view to_string(Nearness nearness);  // "copy" …

struct Similar {
    std::int64_t id = 0;
    double score = 0;  // 0 to 1
    Nearness nearness = Nearness::Related;
};

// Copies of a story among those added, of many the first some hundred; keeps a signature of each and nothing
// else.
class Copies {
  public:
    void add(std::int64_t id, const Signature& signature);
    // Most like it first.
    std::vector<Similar> copies(const Signature& signature) const;

  private:
    struct Kept {
        std::int64_t id = 0;
        Signature signature;
    };
    std::vector<Kept> kept_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> bands_;
};

// What is nearest to a story among those added.
class Archive {
  public:
    void add(std::int64_t id, const StoryText& story, Instant published);
    // Nearest first, copies among them; none that has hardly anything in common.
    std::vector<Similar> closest(const StoryText& story, Instant published, std::size_t most) const;

    std::size_t size() const { return stories_.size(); }

  private:
    struct Posting {
        std::uint32_t story = 0;
        float weight = 0;
    };
    struct Kept {
        std::int64_t id = 0;
        Instant published{};
        Signature signature;
    };
    struct Weighted {
        Key term = 0;
        float weight = 0;
    };
    std::vector<Weighted> weighted_terms(const StoryText& story) const;

    std::vector<Kept> stories_;
    std::unordered_map<Key, std::vector<Posting>> postings_;
    std::unordered_map<Key, std::uint32_t> stories_with_;
};

}  // namespace warraq::digest
