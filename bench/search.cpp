// Search as readers meet it, on one thread: the result page made and compressed, for queries taken from the
// archive itself: pieces of headlines, names, two words of a headline, and names with a slip of the finger.
//
//     bench_search DATA SHARE [QUERIES]        DATA holds an index (`warraq reindex`)
#include <algorithm>
#include <fmt/format.h>
#include <random>

#include "arabic/words.h"
#include "base/crypto.h"
#include "base/utf8.h"
#include "bench_site.h"
#include "press/press.h"
#include "serve/cache/encoded_response.h"

using namespace warraq;
using Clock = std::chrono::steady_clock;

namespace {

using Random = std::mt19937_64;

std::size_t pick(Random& random, std::size_t size) {
    return static_cast<std::size_t>(random() % size);
}

std::string joined(const std::vector<std::string_view>& words, std::size_t first, std::size_t count) {
    std::string out;
    for (std::size_t i = first; i < std::min(first + count, words.size()); ++i)
        out += (out.empty() ? "" : " ") + std::string(words[i]);
    return out;
}

// One letter left out, doubled, or exchanged with the next.
std::string with_a_slip(std::string_view text, Random& random) {
    std::u32string letters;
    for (std::size_t at = 0; at < text.size();) letters += utf8::next(text, at);
    if (letters.size() > 3) {
        const std::size_t at = 1 + pick(random, letters.size() - 2);
        switch (random() % 3) {
            case 0: letters.erase(at, 1); break;
            case 1: letters.insert(at, 1, letters[at]); break;
            default: std::swap(letters[at], letters[at + 1]); break;
        }
    }
    std::string out;
    for (const char32_t c : letters) utf8::append(out, c);
    return out;
}

std::vector<std::string> queries_from(store::Reader& reader, std::size_t count) {
    Random random(7);
    const auto last = reader.cards({.limit = 1}).value();
    const auto stories = reader.counts().value().stories;
    std::vector<std::string> out;
    while (out.size() < count && !last.empty()) {
        const auto id = 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(stories));
        const auto story = reader.story({id}).value();
        if (!story || !story::is_public(story->status)) continue;
        const auto words = arabic::words(story->headline);
        if (words.size() < 4) continue;
        const std::string name =
            story->tags.empty() ? std::string(words[0]) : story->tags[pick(random, story->tags.size())].name;
        switch (out.size() % 4) {
            case 0: out.push_back(joined(words, pick(random, words.size() - 2), 3)); break;
            case 1: out.push_back(name); break;
            case 2: out.push_back(joined(words, 0, 1) + " " + joined(words, words.size() - 1, 1)); break;
            default: out.push_back(with_a_slip(name, random)); break;
        }
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    const auto opened = bench::open_site(argv[1], argv[2]);
    if (!opened) return fmt::print(stderr, "{}\n", opened.error().message), 1;
    const auto& [store, security, indexed, most_read, site, routes] = *opened;
    const search::Index& index = *indexed;

    const std::size_t count = argc > 3 ? std::stoul(argv[3]) : 1000;
    const auto queries = queries_from(**store->snapshot(), count);
    index.refresh_vocabulary();
    std::vector<double> all, finding;
    std::vector<std::pair<double, std::string>> slowest;
    std::size_t nothing = 0, mended = 0;
    for (int round = 0; round < 2; ++round) {  // the first warms the caches
        all.clear(), finding.clear(), slowest.clear(), nothing = mended = 0;
        for (const std::string& query : queries) {
            serve::Request request{.path = "/search", .query = {{"q", query}}};
            const auto start = Clock::now();
            const auto results = index.search({.query = search::parse_query(query)});
            const auto found = Clock::now();
            if (!results) return fmt::print(stderr, "{}\n", results.error().message), 1;
            nothing += results->total == 0;
            mended += !results->correction.empty();
            const auto match = routes.router.match(serve::Method::Get, "/search");
            const auto second = Clock::now();
            const auto reply = match.route->handler(request);
            const auto page =
                serve::encode_response(reply, serve::Encoding::Gzip, serve::Effort::Page, security);
            const auto done = Clock::now();
            if (reply.status != 200) return 1;
            const auto ms = [](Clock::duration spent) {
                return std::chrono::duration<double, std::milli>(spent).count();
            };
            all.push_back(ms(done - second));
            finding.push_back(ms(found - start));
            slowest.push_back({all.back(), query});
        }
    }
    std::sort(all.begin(), all.end());
    std::sort(finding.begin(), finding.end());
    std::sort(slowest.rbegin(), slowest.rend());
    const auto at = [](const std::vector<double>& times, double share) {
        return times[std::min(times.size() - 1,
                              static_cast<std::size_t>(share * static_cast<double>(times.size())))];
    };
    fmt::print(
        "{} queries: page p50 {:.2f} ms, p90 {:.2f}, p99 {:.2f}, longest {:.2f}; the index alone p50 {:.2f}, "
        "p99 {:.2f}; {} found nothing, {} were offered a correction\n",
        all.size(), at(all, 0.5), at(all, 0.9), at(all, 0.99), all.back(), at(finding, 0.5),
        at(finding, 0.99), nothing, mended);
    for (std::size_t i = 0; i < 5; ++i) fmt::print("  {:.2f} ms  {}\n", slowest[i].first, slowest[i].second);
}
