// Related stories of an archive: how fast they are worked out, and lists to be judged, beside two plain ways:
// Xapian's expand set, and the latest of the same section.
//
//     bench_related DATA COUNT             prints COUNT stories of DATA, each with what each way shows under
//     it bench_related DATA VERDICTS.tsv      how many of those shown fit, by verdicts: story, other, 1 or 0
//     (external ids)
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <xapian.h>

#include "base/table.h"
#include "search/document.h"
#include "search/index.h"
#include "search/indexer.h"
#include "store/store.h"

using namespace warraq;

namespace {

constexpr std::size_t kShown = 5;

// What Xapian's manual proposes: the expand set of the document as a query.
std::vector<story::StoryId> expand_set(Xapian::Database& database, story::StoryId id) {
    constexpr Xapian::termcount kTerms = 40;
    Xapian::RSet self;
    self.add_document(static_cast<Xapian::docid>(id.value));
    Xapian::Enquire enquire(database);
    const auto terms = enquire.get_eset(kTerms, self);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    std::vector<story::StoryId> out;
    const auto found = enquire.get_mset(0, kShown + 1);
    for (auto hit = found.begin(); hit != found.end(); ++hit)
        if (*hit != static_cast<Xapian::docid>(id.value) && out.size() < kShown)
            out.push_back({static_cast<std::int64_t>(*hit)});
    return out;
}

std::vector<story::StoryId> latest(store::Reader& reader, const story::Card& card) {
    std::vector<story::StoryId> out;
    const auto cards =
        reader.cards({.section = card.section, .older_than = card.id, .limit = kShown}).value();
    for (const story::Card& other : cards) out.push_back(other.id);
    return out;
}

// Of each way: how many it shows, how many of those were judged, and the share of these that fits.
int tell_fits(store::Reader& reader, const search::Index& index, Xapian::Database& database,
              const char* file) {
    std::map<std::int64_t, std::map<std::int64_t, bool>> verdicts;
    std::ifstream in(file);
    std::string line;
    while (std::getline(in, line)) {
        const auto fields = split(line, '\t');
        if (fields.size() < 3 || line.front() == '#') continue;
        const auto story = reader.import_of(fields[0]).value(), other = reader.import_of(fields[1]).value();
        if (story && other) verdicts[story->story.value][other->story.value] = fields[2] == "1";
    }
    struct Tally {
        std::size_t shown = 0, judged = 0, fit = 0;
    };
    std::map<std::string, Tally> tallies;
    for (const auto& [id, judged] : verdicts) {
        const auto card = reader.card({id}).value();
        if (!card) continue;
        const auto tell = [&, &judged = judged](const char* way, const std::vector<story::StoryId>& found) {
            Tally& tally = tallies[way];
            for (std::size_t i = 0; i < std::min(kShown, found.size()); ++i) {
                ++tally.shown;
                const auto verdict = judged.find(found[i].value);
                if (verdict == judged.end()) continue;
                ++tally.judged;
                tally.fit += verdict->second;
            }
        };
        tell("related", index.related({id}).value());
        tell("expand set", expand_set(database, {id}));
        tell("latest", latest(reader, *card));
    }
    for (const auto& [way, tally] : tallies)
        fmt::print("{}: {:.2f} shown a story, {} of {} judged fit ({:.1f}%), {} not judged\n", way,
                   static_cast<double>(tally.shown) / static_cast<double>(verdicts.size()), tally.fit,
                   tally.judged,
                   100.0 * static_cast<double>(tally.fit) /
                       static_cast<double>(std::max<std::size_t>(tally.judged, 1)),
                   tally.shown - tally.judged);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    const std::filesystem::path data = argv[1];
    auto store = store::open_sqlite(data / "warraq.db");
    if (!store) return 1;
    search::Indexer indexer(data / "search", **store);
    if (auto done = indexer.catch_up(); !done) return fmt::print(stderr, "{}\n", done.error().message), 1;
    const auto start = std::chrono::steady_clock::now();
    std::size_t made = 0;
    for (bool more = true; more;) {
        const auto related = indexer.relate(std::chrono::seconds(2));
        if (!related) return fmt::print(stderr, "{}\n", related.error().message), 1;
        made += related->changed.size();
        more = related->more;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (made > 0)
        fmt::print(stderr, "{} lists in {:.1f} s, {:.2f} ms each\n", made, seconds,
                   1000 * seconds / double(made));

    const search::Index index(data / "search");
    Xapian::Database database(index.folder().string() + "/" + [&] {
        std::string name;
        std::ifstream(index.folder() / "current") >> name;
        return name;
    }());
    auto reader = std::move(*(*store)->snapshot());
    if (argc > 2 && std::filesystem::is_regular_file(argv[2]))
        return tell_fits(*reader, index, database, argv[2]);
    const std::size_t count = argc > 2 ? std::stoul(argv[2]) : 0;
    const auto stories = reader->counts().value().stories;
    for (std::size_t i = 0; i < count; ++i) {
        // Spread evenly over the archive, the same ones each time.
        const story::StoryId id{
            1 + static_cast<std::int64_t>((2 * i + 1) * static_cast<std::size_t>(stories) / (2 * count))};
        const auto card = reader->card(id).value();
        if (!card) continue;
        const auto show = [&](const char* way, const std::vector<story::StoryId>& found) {
            for (std::size_t k = 0; k < std::min(kShown, found.size()); ++k) {
                const auto other = reader->card(found[k]).value();
                fmt::print("{}\t{}\t{}\t{}\t{}\n", id.value, way, found[k].value,
                           to_iso8601(other->published).substr(0, 10), other->headline);
            }
        };
        fmt::print("{}\tstory\t{}\t{}\t{}\n", id.value, id.value, to_iso8601(card->published).substr(0, 10),
                   card->headline);
        show("related", index.related(id).value());
        show("expand", expand_set(database, id));
        show("latest", latest(*reader, *card));
    }
}
