#include "archive/import_stories.h"

#include <fmt/format.h>

#include "archive/batches.h"
#include "archive/import_place.h"
#include "archive/line_reader.h"
#include "archive/story_line.h"
#include "story/release.h"

namespace warraq::archive {
namespace {

constexpr std::size_t kBatch = 200;  // stories a transaction
constexpr std::size_t kToldBadLines = 100;

struct Outcome {
    std::uint64_t added = 0, updated = 0, unchanged = 0, kept = 0, scheduled = 0;
    std::vector<BadLine> bad;
};

struct Taken {
    std::uint64_t number;
    StoryLine line;
};

Result<story::SectionId> section_for(store::Writer& writer, const story::Section& wanted) {
    auto present = writer.section(wanted.slug);
    if (!present) return fail(present.error());
    if (*present) return (*present)->id;
    return writer.save(wanted);
}

Result<void> store_line(store::Writer& writer, StoryLine& line, Outcome& outcome) {
    auto known = writer.import_of(line.external_id);
    if (!known) return fail(known.error());
    if (*known && (*known)->fingerprint == line.fingerprint) {
        ++outcome.unchanged;
        return {};
    }
    story::Story& story = line.story;
    const Instant at = now();
    story.status = story::status_on_arrival(story, at);
    const bool scheduled = story.status == story::Status::Scheduled;
    if (scheduled) story.updated = at;
    auto place = find_import_place(writer, *known, story);
    if (!place) return fail(place.error());
    if (place->edited) {
        ++outcome.kept;
        return {};
    }
    if (place->present) story.updated = at;
    auto section = section_for(writer, line.section);
    if (!section) return fail(section.error());
    story.section = *section;
    for (const std::string& name : line.signed_by) {
        auto person = writer.person_for(name);
        if (!person) return fail(person.error());
        story.bylines.push_back(std::move(*person));
    }
    auto id = writer.save(story);
    if (!id) return fail(id.error());
    ++(*known ? outcome.updated : outcome.added);
    if (scheduled) ++outcome.scheduled;
    return writer.remember_import(line.external_id, {*id, line.fingerprint, place->version});
}

// All or nothing, but for lines that the store itself finds bad: those are told and left out.
Result<Outcome> store_batch(store::Store& store, std::vector<Taken> batch) {
    return store.write([&](store::Writer& writer) -> Result<Outcome> {
        Outcome outcome;
        for (Taken& taken : batch) {
            auto stored = store_line(writer, taken.line, outcome);
            if (stored) continue;
            if (stored.error().kind == Error::Kind::Unavailable) return fail(stored.error());
            outcome.bad.push_back({taken.number, stored.error().message});
        }
        return outcome;
    });
}

}  // namespace

Result<ImportReport> import_stories(store::Store& store, const std::filesystem::path& file,
                                    const ImportOptions& options) {
    auto reader = LineReader::open(file);
    if (!reader) return fail(reader.error());
    ImportReport report;
    const auto bad = [&](BadLine line) {
        ++report.bad;
        if (options.on_bad_line) options.on_bad_line(line);
        if (report.bad_lines.size() < kToldBadLines) report.bad_lines.push_back(std::move(line));
    };
    // Reading a story for its points and names takes longer than storing it.
    Batches<Taken, Outcome> batches(
        kBatch, options.threads,
        [&](Taken& taken) {
            if (options.enrich) options.enrich(taken.line.story);
        },
        [&](std::vector<Taken>&& batch) { return store_batch(store, std::move(batch)); },
        [&](Outcome&& outcome) {
            report.added += outcome.added;
            report.updated += outcome.updated;
            report.unchanged += outcome.unchanged;
            report.kept += outcome.kept;
            report.scheduled += outcome.scheduled;
            for (BadLine& line : outcome.bad) bad(std::move(line));
        });
    std::string line;
    while (true) {
        auto got = reader->next(line);
        if (!got) {
            (void)batches.finish();  // what was read before the damage is kept
            return fail(got.error());
        }
        if (*got == LineReader::Got::End) break;
        const auto number = reader->line_number();
        if (*got == LineReader::Got::TooLong) {
            bad({number, fmt::format("is longer than {} bytes", LineReader::kLongestLine)});
            continue;
        }
        if (line.find_first_not_of(" \t") == line.npos) continue;
        auto read = read_story_line(line);
        if (!read) {
            bad({number, read.error().message});
            continue;
        }
        if (auto taken = batches.take({number, std::move(*read)}, line.size()); !taken)
            return fail(taken.error());
        if (options.progress) options.progress({report, reader->bytes_read(), reader->bytes_total()});
    }
    if (auto finished = batches.finish(); !finished) return fail(finished.error());
    if (options.progress) options.progress({report, reader->bytes_total(), reader->bytes_total()});
    return report;
}

}  // namespace warraq::archive
