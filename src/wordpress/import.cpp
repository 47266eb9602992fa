#include "wordpress/import.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

#include "archive/batches.h"
#include "archive/import_place.h"
#include "base/percent.h"
#include "store/old_addresses.h"
#include "story/release.h"
#include "wordpress/story.h"
#include "wordpress/survey.h"

namespace warraq::wordpress {
namespace {

constexpr std::size_t kBatch = 200;  // stories a transaction

struct Taken {
    WxrItem item;
    Result<WordpressStory> read = invalid("was not read yet");
    bool unchanged = false;
};

struct Outcome {
    std::uint64_t added = 0, updated = 0, unchanged = 0, kept = 0, comments = 0;
    std::vector<std::pair<story::StoryId, Instant>> sticky;
    std::vector<WordpressNote> bad;
    std::vector<WordpressStory> taken;  // without their stories
};

Result<void> keep_comments(store::Writer& writer, WordpressStory& from, story::StoryId story,
                           const WordpressSite& site, Outcome& outcome) {
    for (std::size_t i = 0; i < from.comments.size(); ++i) {
        store::ImportedComment& comment = from.comments[i];
        auto known = writer.comment_imported(comment.external_id);
        if (!known) return fail(known.error());
        if (*known) continue;
        comment.comment.story = story;
        if (from.parents[i] > 0) {
            auto parent = writer.comment_imported(wordpress_id(site, "comment", from.parents[i]));
            if (!parent) return fail(parent.error());
            comment.comment.parent = parent->value_or(story::CommentId{});
        }
        if (auto brought = writer.bring_comment(comment); !brought) return fail(brought.error());
        ++outcome.comments;
    }
    return {};
}

// A page's address may be another's: of a page made here, or one that stands in the file several times. After
// some numbers the page takes its own from WordPress, which no other has.
Result<void> free_page_path(store::Writer& writer, story::Story& story, std::int64_t number) {
    constexpr int kMost = 20;
    const std::string base = story.page_path;
    for (int next = 2; next <= kMost; ++next) {
        auto taken = writer.page(story.page_path);
        if (!taken) return fail(taken.error());
        if (!*taken || **taken == story.id) return {};
        story.page_path = fmt::format("{}-{}", base, next < kMost ? next : number);
    }
    return {};
}

// A post may be published by its status and dated for later (by a plugin, or a clock that was wrong): it is
// scheduled. One that the file has as scheduled is not taken from readers where it was published here since.
void settle_status(WordpressStory& from, bool is_public_here, Instant at) {
    story::Story& story = from.story;
    if (story.status == story::Status::Scheduled && is_public_here && story::due_at(story) <= at)
        story.status = story::Status::Published;
    if (story::status_on_arrival(story, at) != story.status) {
        story.status = story::Status::Scheduled;
        from.notes.push_back(
            {from.number, from.type, "published, and dated for later, which is scheduled now"});
    }
    if (story.status == story::Status::Scheduled) story.updated = std::min(story.updated, at);
}

Result<void> store_story(store::Writer& writer, WordpressStory& from, const WordpressSite& site,
                         Outcome& outcome) {
    auto known = writer.import_of(from.external_id);
    if (!known) return fail(known.error());
    story::Story& story = from.story;
    auto place = archive::find_import_place(writer, *known, story);
    if (!place) return fail(place.error());
    if (place->edited) {
        ++outcome.kept;
        return keep_comments(writer, from, (*known)->story, site, outcome);
    }
    settle_status(from, place->present && story::is_public(place->present->status), now());
    if (!story.page_path.empty())
        if (auto freed = free_page_path(writer, story, from.number); !freed) return freed;
    auto id = *known ? writer.save(story) : writer.add_story(story, {from.number});
    if (!id) return fail(id.error());
    ++(*known ? outcome.updated : outcome.added);
    if (from.owner)
        if (auto owned = writer.set_owner(*id, from.owner); !owned) return owned;
    if (from.comments_closed)
        if (auto closed = writer.set_comment_policy(*id, story::CommentPolicy::Closed); !closed)
            return closed;
    for (const std::string& address : from.old_addresses)
        if (auto kept = store::keep_old_address(writer, address, fmt::format("story:{}", id->value)); !kept)
            return kept;
    if (auto kept = keep_comments(writer, from, *id, site, outcome); !kept) return kept;
    if (auto marked = writer.mark_old_links(*id, from.has_old_links); !marked) return marked;
    if (from.sticky && story::is_public(story.status)) outcome.sticky.emplace_back(*id, story.published);
    return writer.remember_import(from.external_id, {*id, from.fingerprint, place->version});
}

class Importer {
  public:
    Importer(store::Store& store, const std::filesystem::path& file, const WordpressOptions& options)
        : store_(store), file_(file), options_(options) {
        tell_ = [this](const WordpressNote& note) {
            ++report_.notes;
            if (options_.note) options_.note(note);
        };
    }

    Result<WordpressReport> run() {
        auto survey = survey_wordpress(store_, file_, options_, report_, tell_);
        if (!survey) return fail(survey.error());
        survey_ = std::move(*survey);
        WordpressFiles files(survey_.site, options_);
        if (auto brought =
                bring_attachments(store_, survey_.site, survey_.attachments, files, options_, report_, tell_);
            !brought)
            return fail(brought.error());
        for (const auto& [type, count] : report_.left_out)
            tell_({0, type, "items of another type, left out", count});
        // A file that breaks off is read to there, and what is whole in it gets its links right.
        auto taken = take_stories(files);
        if (!taken && taken.error().kind != Error::Kind::Invalid) return fail(taken.error());
        if (auto led = lead_attachments(); !led) return fail(led.error());
        if (auto placed = place_sticky(); !placed) return fail(placed.error());
        if (auto mended = mend_links(); !mended) return fail(mended.error());
        if (!taken) return fail(taken.error());
        return std::move(report_);
    }

  private:
    void show(WordpressProgress::Step step, double share) {
        if (options_.progress) options_.progress({step, share, report_});
    }

    Result<void> take_stories(WordpressFiles& files) {
        archive::Batches<Taken, Outcome> batches(
            kBatch, options_.threads, [&](Taken& taken) { prepare(taken, files); },
            [&](std::vector<Taken>&& batch) { return store_batch(std::move(batch)); },
            [&](Outcome&& outcome) { count(std::move(outcome)); });
        WxrHandler handler;
        handler.item = [&](WxrItem&& item) -> Result<void> {
            if (auto go_on = check_stopped(options_); !go_on) return go_on;
            if (item.type != "page" && !options_.types.contains(item.type)) return {};
            if (is_left_out(item)) {
                tell_({item.id, item.type, fmt::format("{}, left out", item.status)});
                return {};
            }
            const std::size_t bytes = item.bytes;
            return batches.take({std::move(item)}, bytes);
        };
        handler.stopped = options_.stopped;
        auto read = read_wxr(file_, handler);
        if (auto finished = batches.finish(); !finished) return finished;
        return read;
    }

    void prepare(Taken& taken, WordpressFiles& files) const {
        const WxrItem& item = taken.item;
        if (auto go_on = check_stopped(options_); !go_on) {
            taken.read = fail(go_on.error());
            return;
        }
        taken.read = read_wordpress_story(taken.item, survey_, files);
        if (!taken.read) return;
        if (auto snapshot = store_.snapshot())
            if (auto known = (*snapshot)->import_of(taken.read->external_id); known && *known)
                taken.unchanged = (*known)->fingerprint == taken.read->fingerprint;
        if (!taken.unchanged && options_.enrich && item.type != "page") options_.enrich(taken.read->story);
    }

    // All or nothing, but for stories that the store itself finds bad: those are told and left out.
    Result<Outcome> store_batch(std::vector<Taken>&& batch) {
        // Stopped, it may lack files, or stories, that it should have.
        if (auto go_on = check_stopped(options_); !go_on) return fail(go_on.error());
        return store_.write([&](store::Writer& writer) -> Result<Outcome> {
            Outcome outcome;
            for (Taken& taken : batch) {
                if (taken.read && !taken.unchanged) {
                    auto stored = store_story(writer, *taken.read, survey_.site, outcome);
                    if (!stored && stored.error().kind == Error::Kind::Unavailable)
                        return fail(stored.error());
                    if (!stored) taken.read = fail(stored.error());
                } else if (taken.unchanged) {
                    ++outcome.unchanged;
                }
                if (taken.read)
                    outcome.taken.push_back(std::move(*taken.read));
                else
                    outcome.bad.push_back(
                        {taken.item.id, taken.item.type,
                         fmt::format("line {}: {}", taken.item.line, taken.read.error().message)});
            }
            return outcome;
        });
    }

    void count(Outcome&& outcome) {
        report_.added += outcome.added;
        report_.updated += outcome.updated;
        report_.unchanged += outcome.unchanged;
        report_.kept += outcome.kept;
        report_.comments += outcome.comments;
        report_.bad += outcome.bad.size();
        for (const WordpressNote& bad : outcome.bad) tell_(bad);
        for (const WordpressStory& story : outcome.taken) {
            ++report_.statuses[std::string(story::to_string(story.story.status))];
            if (story.type == "page") ++report_.pages;
            report_.pingbacks += story.pingbacks;
            for (const WordpressNote& note : story.notes) tell_(note);
        }
        sticky_.insert(sticky_.end(), outcome.sticky.begin(), outcome.sticky.end());
        show(WordpressProgress::Step::Stories,
             static_cast<double>(report_.taken() + report_.bad) /
                 static_cast<double>(std::max<std::uint64_t>(1, survey_.items)));
    }

    // The page that WordPress had about a file that is not here leads to the post that shows it.
    Result<void> lead_attachments() {
        return store_.write([&](store::Writer& writer) -> Result<void> {
            for (const auto& [number, attachment] : survey_.attachments) {
                if (auto go_on = check_stopped(options_); !go_on) return go_on;
                if (attachment.parent <= 0) continue;
                auto parent = writer.old_address(fmt::format("/?p={}", attachment.parent));
                if (!parent) return fail(parent.error());
                if (!*parent) continue;
                for (const auto& address : {std::optional(fmt::format("/?attachment_id={}", number)),
                                            survey_.site.page_of(attachment.page)}) {
                    if (!address) continue;
                    auto known = writer.old_address(*address);
                    if (!known) return fail(known.error());
                    if (*known) continue;
                    if (auto kept = store::keep_old_address(writer, *address, **parent); !kept) return kept;
                }
            }
            return {};
        });
    }

    // Posts that stayed on top stand in the front page's places, where no editor has filled them.
    Result<void> place_sticky() {
        if (sticky_.empty()) return {};
        std::sort(sticky_.begin(), sticky_.end(), [](const auto& a, const auto& b) {
            return std::pair(a.second, a.first) > std::pair(b.second, b.first);
        });
        return store_.write([&](store::Writer& writer) -> Result<void> {
            auto present = writer.front_places();
            if (!present) return fail(present.error());
            if (!present->empty()) return {};
            std::vector<story::FrontPlace> places;
            for (const auto& [story, published] : sticky_)
                if (places.size() < story::kFrontPlaces)
                    places.push_back({static_cast<int>(places.size()), story, {}});
            return writer.place_front(places);
        });
    }

    Result<void> mend_links() {
        constexpr int kStories = 100;
        story::StoryId after;
        while (true) {
            auto mended = store_.write([&](store::Writer& writer) -> Result<std::vector<story::StoryId>> {
                auto ids = writer.stories_with_old_links(after, kStories);
                if (!ids) return ids;
                for (const story::StoryId id : *ids)
                    if (auto done = mend_links_of(writer, id); !done) return fail(done.error());
                return ids;
            });
            if (!mended) return fail(mended.error());
            if (mended->empty()) return {};
            if (auto go_on = check_stopped(options_); !go_on) return go_on;
            after = mended->back();
            show(WordpressProgress::Step::Links, 0.5);
        }
    }

    Result<void> mend_links_of(store::Writer& writer, story::StoryId id) {
        auto found = writer.story(id);
        if (!found) return fail(found.error());
        if (!*found) return {};
        story::Story& story = **found;
        auto blocks = story.body.blocks();
        std::uint64_t mended = 0;
        for (story::Node& block : blocks)
            if (auto done = mend(writer, block, mended); !done) return done;
        if (mended > 0) {
            auto body = story::Body::from_nodes(std::move(blocks));
            if (!body) return fail(body.error());
            story.body = std::move(*body);
            if (auto saved = writer.save(story); !saved) return fail(saved.error());
            if (auto moved = writer.grow_import(id); !moved) return moved;
            report_.links += mended;
        }
        return writer.mark_old_links(id, false);
    }

    static Result<void> mend(store::Writer& writer, story::Node& node, std::uint64_t& mended) {
        const auto mend_address = [&](std::string& address) -> Result<void> {
            if (!address.starts_with('/') || address.starts_with("/media/")) return {};
            const std::string decoded = percent::decode(address);
            const auto anchor = std::min(decoded.find('#'), decoded.size());
            auto place = store::find_old_place(writer, std::string_view(decoded).substr(0, anchor));
            if (!place) return fail(place.error());
            if (!*place || (*place)->feed) return {};
            std::string now = percent::encode_address((*place)->address) + decoded.substr(anchor);
            if (now == address) return {};
            address = std::move(now);
            ++mended;
            return {};
        };
        for (story::Mark& mark : node.marks)
            if (mark.kind == story::MarkKind::Link)
                if (auto done = mend_address(mark.value); !done) return done;
        if (node.kind == story::NodeKind::Embed)
            for (story::Attribute& attribute : node.attributes)
                if (attribute.name == "url")
                    if (auto done = mend_address(attribute.value); !done) return done;
        for (story::Node& child : node.content)
            if (auto done = mend(writer, child, mended); !done) return done;
        return {};
    }

    store::Store& store_;
    const std::filesystem::path& file_;
    const WordpressOptions& options_;
    TellNote tell_;
    WordpressReport report_;
    WordpressSurvey survey_;
    std::vector<std::pair<story::StoryId, Instant>> sticky_;
};

}  // namespace

Result<WordpressReport> import_wordpress(store::Store& store, const std::filesystem::path& file,
                                         const WordpressOptions& options) {
    return Importer(store, file, options).run();
}

}  // namespace warraq::wordpress
