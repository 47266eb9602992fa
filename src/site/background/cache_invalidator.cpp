// From a change to the tags of the pages that it touches.
#include "site/background/cache_invalidator.h"

#include <fmt/format.h>
#include <set>
#include <spdlog/spdlog.h>

#include "site/background/most_read.h"
#include "site/feeds/sitemaps.h"
#include "store/reader_priority.h"

namespace warraq::site {
namespace {

constexpr int kBatch = 1000;
constexpr std::chrono::milliseconds kWait{200};  // how soon the end of the program is noticed
constexpr std::chrono::seconds kAfterFailure{1};

struct Touched {
    std::set<std::string> expired, evicted;
    bool stories = false;
    bool settings = false;
};

Result<void> touch_story(store::Reader& reader, story::StoryId id, Touched& touched) {
    const std::string tag = fmt::format("story:{}", id.value);
    auto story = reader.story(id);
    if (!story) return fail(story.error());
    // What readers do not see, and did not see before, is in no list of theirs: a draft that is saved every
    // few seconds leaves their pages alone. Pages that show the story all the same are dropped by its own
    // tag.
    if (*story && !is_known_to_readers((*story)->status)) {
        touched.evicted.insert(tag);
        return {};
    }
    touched.stories = true;
    touched.expired.insert("front");
    touched.expired.insert(sitemap_tag(id));
    if (!*story || !story::is_public((*story)->status)) {
        touched.evicted.insert(tag);
    } else {
        touched.expired.insert(tag);
        auto topics = reader.topics_of(id);
        if (!topics) return fail(topics.error());
        for (const story::Topic& topic : *topics)
            touched.expired.insert(fmt::format("topic:{}", topic.id.value));
    }
    if (!*story) return {};
    // Topics that it had while it was public have changes of their own.
    for (const story::Person& person : (*story)->bylines)
        touched.expired.insert(fmt::format("person:{}", person.id.value));
    auto sections = reader.sections();
    if (!sections) return fail(sections.error());
    std::vector<story::SectionId> in = (*story)->also_in;
    in.push_back((*story)->section);
    for (const story::SectionId section : in) {
        touched.expired.insert(fmt::format("section:{}", section.value));
        for (const story::SectionId above : story::sections_above(*sections, section))
            touched.expired.insert(fmt::format("section:{}", above.value));
    }
    return {};
}

Result<void> touch(store::Reader& reader, const store::Change& change, Touched& touched) {
    switch (change.kind) {
        case store::ChangeKind::Story: return touch_story(reader, {change.id}, touched);
        case store::ChangeKind::Section: touched.expired.insert("sections"); return {};
        case store::ChangeKind::Person:
            touched.expired.insert(fmt::format("person:{}", change.id));
            return {};
        case store::ChangeKind::Front: touched.expired.insert("front"); return {};
        case store::ChangeKind::Settings:
            touched.settings = true;
            touched.expired.insert("theme");
            return {};
        case store::ChangeKind::Topic: touched.expired.insert(fmt::format("topic:{}", change.id)); return {};
        case store::ChangeKind::Comment: {
            auto comment = reader.comment({change.id});
            if (!comment) return fail(comment.error());
            if (*comment) touched.expired.insert(fmt::format("story:{}", (*comment)->story.value));
            return {};
        }
    }
    return {};
}

}  // namespace

bool is_known_to_readers(story::Status status) {
    return story::is_public(status) || status == story::Status::Withdrawn;
}

CacheInvalidator::CacheInvalidator(store::Store& store, serve::PageCache& cache, OnStories on_stories,
                                   OnSettings on_settings)
    : store_(store), cache_(cache), on_stories_(std::move(on_stories)), on_settings_(std::move(on_settings)) {
    // The number first: what comes between is told twice rather than never.
    if (auto last = store_.wait_for_change(0, std::chrono::milliseconds(0))) seq_ = *last;
    auto snapshot = store_.snapshot();
    auto told = snapshot ? on_stories_(**snapshot, seq_) : Result<void>(fail(snapshot.error()));
    if (!told) spdlog::error("what is breaking is not known: {}", told.error().message);
    following_.emplace("invalidator", [this](BackgroundTask&) { return follow(); });
}

BackgroundTask::Pause CacheInvalidator::follow() {
    const store::ReaderPriority mark;  // readers' pages are no fresher than what it has read
    auto last = store_.wait_for_change(seq_, kWait);
    if (last && *last <= seq_) return {};
    auto applied = last ? apply() : Result<void>(fail(last.error()));
    if (applied) return {};
    // Without the feed nothing is known to be fresh any more.
    if (const auto times = unread_.tell())
        spdlog::error("the change feed cannot be read: {} ({} since this was told)", applied.error().message,
                      *times);
    cache_.expire_all();
    return kAfterFailure;
}

Result<void> CacheInvalidator::apply() {
    auto snapshot = store_.snapshot();
    if (!snapshot) return fail(snapshot.error());
    auto changes = (*snapshot)->changes_after(seq_, kBatch);
    if (!changes) return fail(changes.error());
    Touched touched;
    for (const store::Change& change : *changes)
        if (auto done = touch(**snapshot, change, touched); !done) return done;
    if (touched.settings)
        if (auto taken = on_settings_(**snapshot); !taken) return taken;
    // In this order: whoever is told that a story is gone finds no list any more that has it.
    cache_.drop({touched.expired.begin(), touched.expired.end()}, serve::Drop::Expire);
    if (!touched.evicted.empty())
        cache_.drop({touched.evicted.begin(), touched.evicted.end()}, serve::Drop::Evict);
    if (changes->empty()) return {};
    if (touched.stories)
        if (auto told = on_stories_(**snapshot, changes->back().seq); !told) return told;
    seq_ = changes->back().seq;
    return {};
}

std::function<void(const std::vector<story::StoryId>&)> drop_related(serve::PageCache& cache) {
    return [&cache](const std::vector<story::StoryId>& stories) {
        std::vector<std::string> tags;
        tags.reserve(stories.size());
        for (const story::StoryId id : stories) tags.push_back(fmt::format("related:{}", id.value));
        cache.drop(tags, serve::Drop::Expire);
    };
}

std::function<void()> drop_most_read(serve::PageCache& cache) {
    return [&cache] { cache.drop({std::string(kMostReadTag)}, serve::Drop::Expire); };
}

}  // namespace warraq::site
