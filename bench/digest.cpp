// What the digest learns and finds in an archive. usage: bench_digest STORIES.jsonl[.gz]
// Sections: learnt from the first four fifths by time, asked of the rest. Copies: of every story a lightly
// edited one (a sentence dropped, another opener, other diacritics) looked for among all; and pairs among the
// originals.
#include "digest/digest.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "arabic/sentences.h"
#include "archive/line_reader.h"
#include "archive/story_line.h"
#include "base/utf8.h"
#include "digest/section_model.h"
#include "digest/similarity.h"

using namespace warraq;

namespace {

struct Told {
    std::string headline, text, section;
    Instant published{};
    std::vector<std::string> about;
};

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void sections(const std::vector<Told>& stories) {
    const std::size_t learnt = stories.size() * 4 / 5;
    std::vector<std::vector<digest::Feature>> features;
    for (const Told& story : stories)
        features.push_back(
            digest::section_features(digest::StoryText(story.headline, story.text), story.about));
    digest::SectionModel model;
    std::vector<std::size_t> order(learnt);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937 chance(1);
    for (int pass = 0; pass < digest::SectionModel::kPasses; ++pass) {
        std::shuffle(order.begin(), order.end(), chance);
        for (const std::size_t i : order) model.learn(stories[i].section, features[i]);
    }
    std::size_t right = 0, told = 0, told_right = 0;
    std::map<std::string, std::pair<std::size_t, std::size_t>> by_section;
    for (std::size_t i = learnt; i < stories.size(); ++i) {
        const auto guess = model.best(features[i]);
        const bool hit = guess && guess->section == stories[i].section;
        right += hit;
        by_section[stories[i].section].first += hit;
        ++by_section[stories[i].section].second;
        constexpr double kThreshold = 0.8;
        if (guess && guess->confidence >= kThreshold) {
            ++told;
            told_right += hit;
        }
    }
    const auto asked = static_cast<double>(stories.size() - learnt);
    std::printf("sections: %.1f%% right of %.0f; at confidence 0.8 %.1f%% are told, %.1f%% of them right\n",
                100 * static_cast<double>(right) / asked, asked, 100 * static_cast<double>(told) / asked,
                100 * static_cast<double>(told_right) / static_cast<double>(std::max<std::size_t>(told, 1)));
    for (const auto& [name, hits] : by_section)
        std::printf("  %-20s %zu of %zu\n", name.c_str(), hits.first, hits.second);
}

std::string edited(const std::string& text, std::size_t seed) {
    auto parts = arabic::sentences(text);
    if (parts.size() > 3)
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(1 + seed % (parts.size() - 1)));
    std::string out = "وفي سياق متصل، ";
    for (const auto part : parts) {
        for (std::size_t at = 0, n = 0; at < part.size(); ++n) {
            const char32_t c = utf8::next(part, at);
            utf8::append(out, c == U'أ' && seed % 3 == 0 ? U'ا' : c);
            if (n % 11 == seed % 11 && c >= 0x0628 && c <= 0x064A) utf8::append(out, 0x064E);
        }
        out += '\n';
    }
    return out;
}

void copies(const std::vector<Told>& stories, bool show) {
    digest::Archive archive;
    digest::Copies seen;
    std::size_t pairs = 0;
    const auto start = Clock::now();
    for (std::size_t i = 0; i < stories.size(); ++i) {
        const digest::StoryText story(stories[i].headline, stories[i].text);
        const auto signature = digest::signature_of(story);
        for (const auto& copy : seen.copies(signature)) {
            ++pairs;
            if (show)
                std::printf("pair %.2f\n  %s\n  %s\n", copy.score, stories[i].headline.c_str(),
                            stories[static_cast<std::size_t>(copy.id)].headline.c_str());
        }
        seen.add(static_cast<std::int64_t>(i), signature);
        archive.add(static_cast<std::int64_t>(i), story, stories[i].published);
    }
    std::printf("archive: %.0f stories a second added\n",
                static_cast<double>(stories.size()) / seconds_since(start));
    std::size_t found = 0;
    for (std::size_t i = 0; i < stories.size(); ++i) {
        const digest::StoryText copy(stories[i].headline, edited(stories[i].text, i));
        const auto near = seen.copies(digest::signature_of(copy));
        found += std::any_of(near.begin(), near.end(),
                             [&](const auto& n) { return n.id == static_cast<std::int64_t>(i); });
    }
    std::printf("copies: %.2f%% of the edited ones found; %zu pairs among the originals\n",
                100 * static_cast<double>(found) / static_cast<double>(stories.size()), pairs);
}

void speed(const std::vector<Told>& stories) {
    std::size_t points = 0;
    const auto start = Clock::now();
    for (const Told& story : stories)
        points += digest::digest_of(story.headline, story.text, story.published).points.size();
    std::printf("digest: %.0f stories a second (%zu points)\n",
                static_cast<double>(stories.size()) / seconds_since(start), points);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    auto reader = archive::LineReader::open(argv[1]);
    if (!reader) return 1;
    std::vector<Told> stories;
    for (std::string line; reader->next(line) == archive::LineReader::Got::Line;)
        if (auto read = archive::read_story_line(line)) {
            for (const std::string& name : read->signed_by)
                read->story.bylines.push_back({.id = {}, .slug = {}, .name = name, .about = {}});
            stories.push_back({read->story.headline, read->story.body.plain_text(), read->section.slug,
                               read->story.published, digest::known_about(read->story)});
        }
    std::stable_sort(stories.begin(), stories.end(),
                     [](const Told& a, const Told& b) { return a.published < b.published; });
    speed(stories);
    sections(stories);
    copies(stories, argc > 2);
}
