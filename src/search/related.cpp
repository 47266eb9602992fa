#include "search/related.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "search/document.h"

namespace warraq::search {
namespace {

constexpr std::size_t kTerms = 30;            // of the story, looked up
constexpr Xapian::doccount kCandidates = 60;  // looked at more closely
constexpr double kCommon = 0.2;               // a term in a larger share of stories tells nothing
constexpr double kCopy = 0.3;                 // of their pairs of words shared: copies
constexpr double kSameSection = 1.15, kSoon = 0.5, kSoonDays = 20;
constexpr double kFits = 0.19;  // of what the story itself scores: less is no relation

struct Telling {
    std::string term;
    Xapian::termcount times = 0;
    double weight = 0;
};

// What a story is about: its terms, heaviest first, and its pairs of words.
struct Profile {
    std::vector<Telling> terms;
    std::vector<std::string> pairs;  // sorted
};

Profile profile_of(const Xapian::Database& database, Xapian::docid id, bool with_terms) {
    Profile profile;
    const auto stories = static_cast<double>(database.get_doccount());
    for (auto term = database.termlist_begin(id); term != database.termlist_end(id); ++term) {
        const std::string name = *term;
        if (name.front() == kPairPrefix) profile.pairs.push_back(name);
        if (!with_terms || name.front() != kTermPrefix) continue;
        const auto in = static_cast<double>(term.get_termfreq());
        if (in < 2 || in > kCommon * stories) continue;
        profile.terms.push_back({name, term.get_wdf(), std::log1p(term.get_wdf()) * std::log(stories / in)});
    }
    const std::size_t kept = std::min(kTerms, profile.terms.size());
    std::partial_sort(profile.terms.begin(), profile.terms.begin() + static_cast<std::ptrdiff_t>(kept),
                      profile.terms.end(),
                      [](const Telling& a, const Telling& b) { return a.weight > b.weight; });
    profile.terms.resize(kept);
    return profile;
}

double resemblance(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::size_t both = 0;
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
        if (*i < *j)
            ++i;
        else if (*j < *i)
            ++j;
        else
            ++both, ++i, ++j;
    }
    const std::size_t all = a.size() + b.size() - both;
    return all == 0 ? 0 : static_cast<double>(both) / static_cast<double>(all);
}

struct Candidate {
    Xapian::docid id = 0;
    double score = 0;
};

std::vector<Candidate> candidates_of(const Xapian::Database& database, Xapian::docid id,
                                     const Profile& profile) {
    std::vector<Xapian::Query> terms;
    for (const Telling& telling : profile.terms)
        terms.emplace_back(telling.term,
                           static_cast<Xapian::termcount>(std::lround(2 * std::log1p(telling.times))));
    Xapian::Enquire enquire(database);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    const Xapian::MSet found = enquire.get_mset(0, kCandidates);
    const Xapian::Document self = database.get_document(id);
    const auto published = published_from(self.get_value(kPublished));
    const Facets facets = facets_from(self.get_value(kFacets));
    double own = 0;
    std::vector<Candidate> out;
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
        if (*hit == id) {
            own = hit.get_weight();
            continue;
        }
        if (own > 0 && hit.get_weight() < kFits * own) break;
        const Xapian::Document other = hit.get_document();
        const double days = std::abs(std::chrono::duration<double, std::ratio<86400>>(
                                         published_from(other.get_value(kPublished)) - published)
                                         .count());
        const bool same = facets_from(other.get_value(kFacets)).section == facets.section;
        out.push_back(
            {*hit, hit.get_weight() * (same ? kSameSection : 1) * (1 + kSoon / (1 + days / kSoonDays))});
    }
    std::sort(out.begin(), out.end(),
              [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    return out;
}

}  // namespace

std::vector<story::StoryId> related_to(const Xapian::Database& database, story::StoryId id,
                                       std::size_t most) {
    const auto document = static_cast<Xapian::docid>(id.value);
    const Profile profile = profile_of(database, document, true);
    if (profile.terms.empty()) return {};
    std::vector<story::StoryId> out;
    std::vector<std::vector<std::string>> taken = {profile.pairs};
    for (const Candidate& candidate : candidates_of(database, document, profile)) {
        auto pairs = profile_of(database, candidate.id, false).pairs;
        if (std::any_of(taken.begin(), taken.end(),
                        [&](const auto& other) { return resemblance(pairs, other) >= kCopy; }))
            continue;
        out.push_back({static_cast<std::int64_t>(candidate.id)});
        taken.push_back(std::move(pairs));
        if (out.size() == most) break;
    }
    return out;
}

}  // namespace warraq::search
