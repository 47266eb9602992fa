// How stories are found: a full-text index on disk that is read here and written by the Indexer.
//
//     Index index("data/search");
//     auto found = index.search({.query = parse_query("انتخابات الجزائر")});
//     for (const Hit& hit : found->hits) …           // best first
//
// All words must be there, each in any of the forms that share a search term with it. Ranked by BM25 over
// weighted fields (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"), mixed with how
// recent a story is. Where no story has all words, those that have most of them are given and the results say
// so.
//
// Thread-safe; any number of processes may read while one writes. A search sees what was committed before it
// began. An index that is missing answers Unavailable; one found damaged too, and is marked so that the
// Indexer makes it anew.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "search/query.h"
#include "story/ids.h"

namespace warraq::search {

enum class Order : std::uint8_t { Relevance, Newest };

struct Request {
    Query query;
    std::optional<story::SectionId> section = {};
    std::optional<story::PersonId> author = {};
    std::optional<Instant> from = {}, until = {};  // published in [from, until)
    Order order = Order::Relevance;
    int offset = 0, limit = 10;
};

struct Hit {
    story::StoryId story;
    double score = 0;
};

struct Count {
    std::int64_t of = 0;  // a section's number, or a year
    std::int64_t stories = 0;
};

struct Results {
    std::vector<Hit> hits;
    std::int64_t total = 0;
    bool exact = true;            // false: `total` and the counts are estimates
    bool nearest = false;         // no story has all words; these have the most of them
    std::vector<Count> sections;  // most stories first
    std::vector<Count> years;     // newest first
    std::string correction;       // the query with its misspelt words mended; empty for none
    Query answered;               // the query that the hits answer: what to mark in them
};

// The last result that pages reach.
inline constexpr int kDeepest = 1000;

class Index {
  public:
    // `kept_open`: how many handles of the index stay open between searches, a few file descriptors each; as
    // many as search at once spare them opening it.
    explicit Index(std::filesystem::path folder, std::size_t kept_open = 8);
    ~Index();
    Index(const Index&) = delete;
    Index& operator=(const Index&) = delete;

    // Error: Unavailable, while there is no index yet, or it was found damaged.
    Result<Results> search(const Request& request) const;

    struct Suggestions {
        std::vector<std::string> queries;  // the query with its last word completed
        std::vector<Hit> stories;
    };
    // For a query that is still being typed. Error: the same.
    Result<Suggestions> suggest(std::string_view typed, int limit) const;

    // The stories that a reader of one would want next, best first, as the Indexer left them; nothing for a
    // story that it has not come to yet. Error: the same.
    Result<std::vector<story::StoryId>> related(story::StoryId id) const;

    // The number of the last change that is in it; 0 when there is no index.
    std::int64_t seq() const;

    // True until the index has caught up with the archive for the first time.
    bool is_being_made() const;

    const std::filesystem::path& folder() const;

    // Reads the archive's words anew where they changed; else done by the first search that needs them.
    void refresh_vocabulary() const;

  private:
    class Reading;
    std::unique_ptr<Reading> reading_;
};

}  // namespace warraq::search
