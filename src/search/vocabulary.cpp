#include "search/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>

#include "arabic/fold.h"
#include "base/utf8.h"

namespace warraq::search {
namespace {

constexpr std::size_t kLongestWord = 24;     // letters; longer ones are not compared
constexpr std::size_t kShortWord = 5;        // up to here one slip is told, not two
constexpr std::uint32_t kFewestStories = 2;  // a word met once may be a slip itself

std::u32string folded(std::string_view word) {
    const std::string text = arabic::fold(word);
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += utf8::next(text, at);
    return out;
}

// Optimal string alignment: insertions, deletions, changes and neighbours exchanged; more than `most` reads
// as most + 1.
std::size_t distance(std::u32string_view a, std::u32string_view b, std::size_t most) {
    using Row = std::array<std::size_t, kLongestWord + 1>;
    const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (gap > most) return most + 1;
    Row before{}, last{}, row{};
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
        before = last;
        last = row;
    }
    return std::min(last[b.size()], most + 1);
}

// Which letters a word holds: one slip changes at most two bits, so most words are ruled out without looking
// closer.
std::uint64_t letter_set(std::u32string_view word) {
    std::uint64_t set = 0;
    for (const char32_t c : word) set |= std::uint64_t{1} << (c & 63);
    return set;
}

}  // namespace

Vocabulary::Vocabulary(std::vector<Written> words) {
    std::vector<Entry> all;
    all.reserve(words.size());
    for (Written& word : words) {
        auto letters = folded(word.word);
        if (!letters.empty() && letters.size() <= kLongestWord)
            all.push_back({std::move(letters), std::move(word.word), word.stories});
    }
    // The commonest spelling first among those that fold to the same.
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
        return a.folded != b.folded ? a.folded < b.folded : a.stories > b.stories;
    });
    for (Entry& entry : all) {
        if (!entries_.empty() && entries_.back().folded == entry.folded)
            entries_.back().stories += entry.stories;
        else
            entries_.push_back(std::move(entry));
    }
    std::erase_if(entries_, [](const Entry& entry) { return entry.stories < kFewestStories; });
    letters_of_.reserve(entries_.size());
    for (const Entry& entry : entries_) letters_of_.push_back(letter_set(entry.folded));
}

std::optional<Vocabulary::Written> Vocabulary::nearest(std::string_view word, std::size_t most) const {
    const std::u32string letters = folded(word);
    if (letters.size() < 3 || letters.size() > kLongestWord) return std::nullopt;
    if (letters.size() <= kShortWord) most = std::min<std::size_t>(most, 1);
    const Entry* best = nullptr;
    const std::uint64_t set = letter_set(letters);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (static_cast<std::size_t>(std::popcount(set ^ letters_of_[i])) > 2 * most) continue;
        const Entry& entry = entries_[i];
        const std::size_t apart = distance(letters, entry.folded, most);
        if (apart == 0) return std::nullopt;
        if (apart > most) continue;
        if (!best || apart < most || entry.stories > best->stories) best = &entry;
        most = apart;
    }
    if (!best) return std::nullopt;
    return Written{best->written, best->stories};
}

std::vector<std::string> Vocabulary::completions(std::string_view beginning, std::size_t most) const {
    static constexpr std::u32string_view kArticle = U"ال";
    const std::u32string letters = folded(beginning);
    if (letters.empty()) return {};
    std::vector<const Entry*> found;
    const auto gather = [&](const std::u32string& start) {
        auto at = std::lower_bound(
            entries_.begin(), entries_.end(), start,
            [](const Entry& entry, const std::u32string& wanted) { return entry.folded < wanted; });
        for (; at != entries_.end() && at->folded.starts_with(start); ++at) found.push_back(&*at);
    };
    gather(letters);
    if (!letters.starts_with(kArticle)) gather(std::u32string(kArticle) + letters);
    const std::size_t count = std::min(most, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(),
                      [](const Entry* a, const Entry* b) { return a->stories > b->stories; });
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(found[i]->written);
    return out;
}

}  // namespace warraq::search
