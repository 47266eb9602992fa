#include "search/indexer.h"

#include <charconv>
#include <set>
#include <spdlog/spdlog.h>
#include <xapian.h>

#include "search/document.h"
#include "search/generations.h"

namespace warraq::search {
namespace {

constexpr int kBatch = 1000;                 // changes read at once
constexpr std::int64_t kCommitEvery = 1000;  // stories, while catching up: more make Xapian's buffers slow

std::int64_t number_from(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

class Indexer::Writing {
  public:
    Writing(std::filesystem::path folder, store::Store& store)
        : generations_(std::move(folder)), store_(store) {}

    Result<void> catch_up(const OnProgress& progress) {
        if (auto opened = open(); !opened) return opened;
        auto followed = guarded([&] { return follow(progress); });
        if (!followed) close();
        return followed;
    }

    Result<void> rebuild(const OnProgress& progress) {
        close();
        auto generation = generations_.next();
        if (!generation) return fail(generation.error());
        auto made = guarded([&]() -> Result<void> {
            create(*generation);
            bool stopped = false;
            auto followed = follow([&](const Progress& at) {
                stopped = progress && !progress(at);
                return !stopped;
            });
            if (!followed || !stopped) return followed;
            return refused("the rebuilding was stopped; the index in use was left as it is");
        });
        if (made) made = generations_.use(*generation);
        if (made)
            generations_.remove_others(*generation);
        else
            discard(*generation);
        return made;
    }

    std::int64_t seq() const { return seq_; }

  private:
    template <class Work>
    Result<void> guarded(Work work) {
        try {
            return work();
        } catch (const Xapian::DatabaseLockError&) {
            return conflict("the search index is being written by another process");
        } catch (const Xapian::Error& error) {
            if (generation_) generations_.mark_damaged(generation_);
            return unavailable("the search index cannot be written: " + error.get_msg());
        }
    }

    // The generation in use, or a new one where it will not do.
    Result<void> open() {
        const auto current = generations_.current();
        const bool usable = current && !generations_.is_damaged(*current);
        if (database_ && usable && generation_ == *current) return {};
        close();
        if (usable) {
            auto opened = guarded([&]() -> Result<void> {
                generation_ = *current;
                database_ = std::make_unique<Xapian::WritableDatabase>(generations_.path(*current).string(),
                                                                       Xapian::DB_OPEN);
                if (database_->get_metadata("format") != kFormat) {
                    spdlog::info("the search index is of another format; it is made anew");
                    close();
                    return {};
                }
                seq_ = number_from(database_->get_metadata("seq"));
                return {};
            });
            if (!opened && opened.error().kind == Error::Kind::Conflict) {
                generation_ = 0;
                return opened;
            }
            if (!opened) spdlog::warn("{}; it is made anew", opened.error().message);
            if (opened && database_) return check_feed();
        }
        return start_anew();
    }

    // A store restored from a backup may be behind the index.
    Result<void> check_feed() {
        auto snapshot = store_.snapshot();
        if (!snapshot) return fail(snapshot.error());
        auto last = (*snapshot)->last_change();
        if (!last) return fail(last.error());
        if (*last >= seq_) return {};
        spdlog::warn("the search index is ahead of the archive; it is made anew");
        return start_anew();
    }

    Result<void> start_anew() {
        close();
        auto generation = generations_.next();
        if (!generation) return fail(generation.error());
        auto made = guarded([&]() -> Result<void> {
            create(*generation);
            database_->commit();
            return generations_.use(*generation);
        });
        if (made)
            generations_.remove_others(*generation);
        else
            discard(*generation);
        return made;
    }

    void create(int generation) {
        generation_ = generation;
        database_ = std::make_unique<Xapian::WritableDatabase>(generations_.path(generation).string(),
                                                               Xapian::DB_CREATE);
        database_->set_metadata("format", std::string(kFormat));
        seq_ = 0;
    }

    void discard(int generation) {
        close();
        std::error_code error;
        std::filesystem::remove_all(generations_.path(generation), error);
    }

    void close() {
        try {
            database_.reset();
        } catch (const Xapian::Error&) {
            // A last commit that fails leaves what was committed before.
        }
        generation_ = 0;
    }

    Result<void> follow(const OnProgress& progress) {
        Progress at{seq_, 0, 0};
        std::int64_t uncommitted = 0;
        bool dirty = false;
        while (true) {
            auto snapshot = store_.snapshot();
            if (!snapshot) return fail(snapshot.error());
            auto last = (*snapshot)->last_change();
            if (!last) return fail(last.error());
            auto changes = (*snapshot)->changes_after(at.seq, kBatch);
            if (!changes) return fail(changes.error());
            if (changes->empty()) break;
            std::set<story::StoryId> changed;  // ascending: a new document after the last one costs least
            for (const store::Change& change : *changes)
                if (change.kind == store::ChangeKind::Story) changed.insert({change.id});
            for (const story::StoryId id : changed)
                if (auto indexed = index(**snapshot, id); !indexed) return indexed;
            at.seq = changes->back().seq;
            at.last = *last;
            at.stories += static_cast<std::int64_t>(changed.size());
            uncommitted += static_cast<std::int64_t>(changed.size());
            dirty = true;
            if (uncommitted >= kCommitEvery) {
                commit(at.seq);
                uncommitted = 0;
                dirty = false;
            }
            if (progress && !progress(at)) {
                if (dirty) commit(at.seq);
                return {};
            }
        }
        if (database_->get_metadata("complete") != "1") {
            database_->set_metadata("complete", "1");
            dirty = true;
        }
        if (dirty) commit(at.seq);
        return {};
    }

    Result<void> index(store::Reader& reader, story::StoryId id) {
        auto story = reader.story(id);
        if (!story) return fail(story.error());
        const auto document = static_cast<Xapian::docid>(id.value);
        if (*story && story::is_public((*story)->status)) {
            database_->replace_document(document, document_of(**story));
            return {};
        }
        try {
            database_->delete_document(document);
        } catch (const Xapian::DocNotFoundError&) {
            // It was never public.
        }
        return {};
    }

    void commit(std::int64_t seq) {
        database_->set_metadata("seq", std::to_string(seq));
        database_->commit();
        seq_ = seq;
    }

    const Generations generations_;
    store::Store& store_;
    std::unique_ptr<Xapian::WritableDatabase> database_;
    int generation_ = 0;
    std::int64_t seq_ = 0;
};

Indexer::Indexer(std::filesystem::path folder, store::Store& store)
    : writing_(std::make_unique<Writing>(std::move(folder), store)) {}
Indexer::~Indexer() = default;

Result<void> Indexer::catch_up(const OnProgress& progress) {
    return writing_->catch_up(progress);
}
Result<void> Indexer::rebuild(const OnProgress& progress) {
    return writing_->rebuild(progress);
}
std::int64_t Indexer::seq() const {
    return writing_->seq();
}

}  // namespace warraq::search
