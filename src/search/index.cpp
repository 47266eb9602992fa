#include "search/index.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <unordered_map>
#include <xapian.h>

#include "base/blocking.h"
#include "search/document.h"
#include "search/generations.h"
#include "search/index_error.h"
#include "search/vocabulary.h"

namespace warraq::search {
namespace {

using XQuery = Xapian::Query;

constexpr Xapian::doccount kCountedExactly = 5'000;  // more results than this are estimated
constexpr double kRecencyWeight = 3.0;               // what being new is worth, in BM25's measure
constexpr double kRecencyDays = 90;                  // after so many days, half of it
constexpr double kDay = 86'400;

// What being recent adds, falling hyperbolically from the newest story's time.
class Recency final : public Xapian::ValuePostingSource {
  public:
    explicit Recency(std::int64_t newest) : ValuePostingSource(kPublished), newest_(newest) {}
    double get_weight() const override {
        const auto published = to_unix(published_from(get_value()));
        const double days = static_cast<double>(std::max<std::int64_t>(newest_ - published, 0)) / kDay;
        return kRecencyWeight / (1 + days / kRecencyDays);
    }
    Recency* clone() const override { return new Recency(newest_); }  // Xapian takes and deletes it
    void init(const Xapian::Database& database) override {
        ValuePostingSource::init(database);
        set_maxweight(kRecencyWeight);
    }

  private:
    std::int64_t newest_;
};

class FacetCounter final : public Xapian::MatchSpy {
  public:
    void operator()(const Xapian::Document& document, double) override {
        const Facets facets = facets_from(document.get_value(kFacets));
        ++sections[facets.section];
        ++years[facets.year];
        ++seen;
    }
    std::unordered_map<std::int64_t, std::int64_t> sections, years;
    std::int64_t seen = 0;
};

std::vector<Count> counts_of(const std::unordered_map<std::int64_t, std::int64_t>& counted, std::int64_t seen,
                             std::int64_t total) {
    std::vector<Count> out;
    out.reserve(counted.size());
    for (const auto& [of, stories] : counted)
        out.push_back({of, seen < total && seen > 0 ? stories * total / seen : stories});
    return out;
}

// Not OP_MAX, though the best of a word's readings is what should count: pruning it crashes Xapian 1.4.22
// where a word has three terms in a large archive.
XQuery any_of(const arabic::TermKeys& keys) {
    std::vector<XQuery> terms;
    for (const arabic::Key key : keys) terms.emplace_back(term_of(key));
    return terms.size() == 1 ? terms.front() : XQuery(XQuery::OP_OR, terms.begin(), terms.end());
}

XQuery pair_of(const QueryWord& first, const QueryWord& second) {
    return XQuery(pair_term(first.keys.keys[0], second.keys.keys[0]));
}

// A phrase has all its words, and each two that follow each other together.
XQuery query_of(const QueryPart& part) {
    std::vector<XQuery> all;
    for (const QueryWord& word : part.words) all.push_back(any_of(word.keys));
    for (std::size_t i = 1; i < part.words.size(); ++i)
        all.push_back(pair_of(part.words[i - 1], part.words[i]));
    return all.size() == 1 ? all.front() : XQuery(XQuery::OP_AND, all.begin(), all.end());
}

enum class Words { All, Most };

XQuery query_of(const Query& query, Words words) {
    std::vector<XQuery> wanted, excluded, together;
    const QueryWord* before = nullptr;
    for (const QueryPart& part : query.parts) {
        (part.excluded ? excluded : wanted).push_back(query_of(part));
        if (before && !part.excluded) together.push_back(pair_of(*before, part.words.front()));
        before = part.excluded ? nullptr : &part.words.back();
    }
    XQuery out(words == Words::All ? XQuery::OP_AND : XQuery::OP_OR, wanted.begin(), wanted.end());
    // Words that follow each other as they do in the query count once more.
    if (!together.empty())
        out = XQuery(XQuery::OP_AND_MAYBE, out, XQuery(XQuery::OP_OR, together.begin(), together.end()));
    if (!excluded.empty())
        out = XQuery(XQuery::OP_AND_NOT, out, XQuery(XQuery::OP_OR, excluded.begin(), excluded.end()));
    return out;
}

XQuery filtered(XQuery query, const Request& request) {
    const auto filter = [&](const XQuery& by) { query = XQuery(XQuery::OP_FILTER, query, by); };
    if (request.section) filter(XQuery(section_term(*request.section)));
    if (request.author) filter(XQuery(author_term(*request.author)));
    if (request.from) filter({XQuery::OP_VALUE_GE, kPublished, published_value(*request.from)});
    if (request.until)
        filter({XQuery::OP_VALUE_LE, kPublished, published_value(*request.until - std::chrono::seconds(1))});
    return query;
}

}  // namespace

// Databases are not thread-safe, so each search takes one of its own; they are kept open between searches.
class Index::Reading {
  public:
    Reading(std::filesystem::path where, std::size_t kept_open)
        : folder(std::move(where)), generations(folder), kept_open_(kept_open) {}

    struct Handle {
        int generation = 0;
        std::unique_ptr<Xapian::Database> database;
    };

    // Runs `work` over a database as it is now; once more where a writer has overtaken it meanwhile.
    template <class Work>
    auto with_database(Work work) -> decltype(work(std::declval<Xapian::Database&>())) {
        assert_may_block("read the search index");
        const auto named = generations.current();
        if (!named) return fail(named.error());
        if (!*named) return unavailable("the search index is being made");
        const int generation = **named;
        constexpr int kTries = 3;
        for (int attempt = 1;; ++attempt) {
            try {
                Handle handle = take(generation);
                auto result = work(*handle.database);
                give_back(std::move(handle));
                return result;
            } catch (const Xapian::DatabaseModifiedError& error) {
                if (attempt == kTries) return unavailable("search: " + message_of(error));
            } catch (const Xapian::Error& error) {
                if (doubts_.is_damage(verdict_on(error))) mark_damaged(generation);
                return unavailable("the search index cannot be read: " + message_of(error));
            } catch (const std::exception& error) {  // no memory
                return unavailable(std::string("the search index cannot be read: ") + error.what());
            }
        }
    }

    // Never one that has words which left the archive since: a withdrawn story's are proposed to no one.
    std::shared_ptr<const Vocabulary> vocabulary(Xapian::Database& database) {
        std::lock_guard lock(vocabulary_mutex_);
        if (!vocabulary_ || vocabulary_forgotten_ != forgotten(database)) load_vocabulary(database);
        return vocabulary_;
    }
    // Where words have left, the archive has grown by a tenth, or a minute has passed and it has changed at
    // all.
    void refresh_vocabulary(Xapian::Database& database) {
        constexpr std::chrono::minutes kOften{1};
        std::lock_guard lock(vocabulary_mutex_);
        if (vocabulary_ && vocabulary_change_ == database.get_metadata(kLastChange)) return;
        const Xapian::doccount now = database.get_doccount();
        const bool grown = 10 * std::max(now, vocabulary_of_) > 11 * std::min(now, vocabulary_of_);
        if (!vocabulary_ || grown || vocabulary_forgotten_ != forgotten(database) ||
            std::chrono::steady_clock::now() - vocabulary_at_ > kOften)
            load_vocabulary(database);
    }

    const std::filesystem::path folder;
    const Generations generations;

  private:
    // It may have been replaced between its name and its reading.
    void mark_damaged(int generation) {
        const auto now = generations.current();
        if (now && *now == generation) generations.mark_damaged(generation);
        doubts_.forget();
    }

    // Of this index and no other: one that is made anew counts anew.
    static std::string forgotten(Xapian::Database& database) {
        return database.get_uuid() + " " + database.get_metadata(kForgotten);
    }

    Handle take(int generation) {
        {
            std::lock_guard lock(mutex_);
            std::erase_if(open_, [&](const Handle& handle) { return handle.generation != generation; });
            if (!open_.empty()) {
                Handle handle = std::move(open_.back());
                open_.pop_back();
                handle.database->reopen();
                return handle;
            }
        }
        return {generation, std::make_unique<Xapian::Database>(generations.path(generation).string())};
    }
    void give_back(Handle handle) {
        std::lock_guard lock(mutex_);
        if (open_.size() < kept_open_) open_.push_back(std::move(handle));
    }

    void load_vocabulary(Xapian::Database& database) {
        std::vector<Vocabulary::Written> words;
        const std::string prefix(kWordPrefix);
        for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term)
            words.push_back({(*term).substr(prefix.size()), term.get_termfreq()});
        vocabulary_ = std::make_shared<Vocabulary>(std::move(words));
        vocabulary_of_ = database.get_doccount();
        vocabulary_change_ = database.get_metadata(kLastChange);
        vocabulary_forgotten_ = forgotten(database);
        vocabulary_at_ = std::chrono::steady_clock::now();
    }

    const std::size_t kept_open_;
    Doubts doubts_;
    std::mutex mutex_;
    std::vector<Handle> open_;
    std::mutex vocabulary_mutex_;
    std::shared_ptr<const Vocabulary> vocabulary_;
    Xapian::doccount vocabulary_of_ = 0;
    std::string vocabulary_change_, vocabulary_forgotten_;
    std::chrono::steady_clock::time_point vocabulary_at_{};
};

namespace {

Results run(Xapian::Database& database, const Request& request, const XQuery& query) {
    Results results;
    Xapian::Enquire enquire(database);
    std::unique_ptr<Recency> recency;
    if (request.order == Order::Newest) {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_sort_by_value(kPublished, true);
        enquire.set_query(query);
    } else {
        std::string latest = database.get_metadata(kNewest);
        if (latest.empty()) latest = database.get_value_upper_bound(kPublished);
        const auto newest = to_unix(published_from(latest));
        recency = std::make_unique<Recency>(newest);
        enquire.set_query(XQuery(XQuery::OP_AND_MAYBE, query, XQuery(recency.get())));
    }
    FacetCounter counter;
    enquire.add_matchspy(&counter);
    const auto offset = static_cast<Xapian::doccount>(std::clamp(request.offset, 0, kDeepest));
    const Xapian::MSet found =
        enquire.get_mset(offset, static_cast<Xapian::doccount>(request.limit), kCountedExactly);
    for (auto hit = found.begin(); hit != found.end(); ++hit)
        results.hits.push_back({{static_cast<std::int64_t>(*hit)}, hit.get_weight()});
    results.exact = found.get_matches_lower_bound() == found.get_matches_upper_bound();
    results.total = results.exact ? found.get_matches_lower_bound() : found.get_matches_estimated();
    results.sections = counts_of(counter.sections, counter.seen, results.total);
    results.years = counts_of(counter.years, counter.seen, results.total);
    std::sort(results.sections.begin(), results.sections.end(), [](const Count& a, const Count& b) {
        return a.stories != b.stories ? a.stories > b.stories : a.of < b.of;
    });
    std::sort(results.years.begin(), results.years.end(),
              [](const Count& a, const Count& b) { return a.of > b.of; });
    return results;
}

// How many stories have a word.
Xapian::doccount stories_with(const Xapian::Database& database, const QueryWord& word) {
    Xapian::doccount most = 0;
    for (const arabic::Key key : word.keys) most = std::max(most, database.get_termfreq(term_of(key)));
    return most;
}

// The query with its misspelt words replaced by the archive's nearest; empty when there are none. A word is
// taken for misspelt when headlines do not know it, and one near it is commoner; nearer still where a
// dictionary knows it.
template <class GetVocabulary>
std::string correction_of(const Query& query, const Xapian::Database& database,
                          const GetVocabulary& vocabulary) {
    constexpr Xapian::doccount kCommoner = 3, kCommon = 50;
    std::string out;
    std::size_t taken = 0;
    for (const QueryWord* word : query.wanted()) {
        const Xapian::doccount stories = stories_with(database, *word);
        if (stories >= kCommon) continue;
        const bool known = stories > 0 && word->keys.reading == arabic::Reading::Dictionary;
        const auto nearest = vocabulary()->nearest(word->text, known ? 1 : 2);
        if (!nearest || nearest->stories < kCommoner * stories) continue;
        out.append(query.text, taken, word->begin - taken);
        out += nearest->word;
        taken = word->begin + word->text.size();
    }
    if (taken > 0) out.append(query.text, taken);
    return out;
}

}  // namespace

Index::Index(std::filesystem::path folder, std::size_t kept_open)
    : reading_(std::make_unique<Reading>(std::move(folder), kept_open)) {}
Index::~Index() = default;

Result<Results> Index::search(const Request& request) const {
    if (!request.query.asks()) return Results{};
    return reading_->with_database([&](Xapian::Database& database) -> Result<Results> {
        const auto find = [&](Query query, Words words) {
            Results found = run(database, request, filtered(query_of(query, words), request));
            found.answered = std::move(query);
            return found;
        };
        Results results = find(request.query, Words::All);
        results.correction =
            correction_of(request.query, database, [&] { return reading_->vocabulary(database); });
        if (!results.correction.empty() &&
            find(parse_query(results.correction), Words::All).total <= results.total)
            results.correction.clear();
        if (results.total > 0) return results;
        std::string correction = std::move(results.correction);
        results =
            correction.empty() ? find(request.query, Words::Most) : find(parse_query(correction), Words::All);
        results.nearest = results.total > 0;
        results.correction = std::move(correction);
        return results;
    });
}

Result<Index::Suggestions> Index::suggest(std::string_view typed, int limit) const {
    constexpr std::size_t kCompletions = 12, kShown = 4;
    const Query query = parse_query(typed);
    if (!query.asks()) return Suggestions{};
    return reading_->with_database([&](Xapian::Database& database) -> Result<Suggestions> {
        Suggestions out;
        const QueryWord last = *query.wanted().back();
        const auto words = reading_->vocabulary(database)->completions(last.text, kCompletions);
        std::vector<XQuery> ends;
        for (const arabic::Key key : last.keys) ends.emplace_back(term_of(key));
        for (const std::string& word : words) {
            for (const arabic::Key key : arabic::term_keys(word)) ends.emplace_back(term_of(key));
            if (out.queries.size() < kShown && word != last.text)
                out.queries.push_back(query.text.substr(0, last.begin) + word);
        }
        XQuery all(XQuery::OP_OR, ends.begin(), ends.end());
        const auto wanted = query.wanted();
        for (std::size_t i = 0; i + 1 < wanted.size(); ++i)
            all = XQuery(XQuery::OP_AND, all, any_of(wanted[i]->keys));
        out.stories = run(database, {.query = {}, .limit = limit}, all).hits;
        return out;
    });
}

Result<std::vector<story::StoryId>> Index::related(story::StoryId id) const {
    return reading_->with_database([&](Xapian::Database& database) -> Result<std::vector<story::StoryId>> {
        try {
            return related_from(database.get_document(static_cast<Xapian::docid>(id.value)).get_data());
        } catch (const Xapian::DocNotFoundError&) {
            return std::vector<story::StoryId>{};
        }
    });
}

bool Index::is_being_made() const {
    auto complete = reading_->with_database(
        [](Xapian::Database& database) -> Result<bool> { return database.get_metadata(kComplete) == "1"; });
    return !complete || !*complete;
}

std::int64_t Index::seq() const {
    auto seq = reading_->with_database(
        [](Xapian::Database& database) -> Result<std::int64_t> { return number_in(database, kLastChange); });
    return seq ? *seq : 0;
}

const std::filesystem::path& Index::folder() const {
    return reading_->folder;
}

void Index::refresh_vocabulary() const {
    (void)reading_->with_database([&](Xapian::Database& database) -> Result<bool> {
        reading_->refresh_vocabulary(database);
        return true;
    });
}

}  // namespace warraq::search
