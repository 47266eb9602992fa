// The index follows the change feed: opened or made anew, filled, committed.
#include "search/indexer.h"

#include <future>
#include <set>
#include <span>
#include <spdlog/spdlog.h>
#include <xapian.h>

#include "base/blocking.h"
#include "search/document.h"
#include "search/generations.h"
#include "search/index_error.h"
#include "search/index_facts.h"
#include "search/relate_queue.h"
#include "search/related.h"

namespace warraq::search {
namespace {

constexpr int kBatch = 1000;                 // changes read at once
constexpr std::int64_t kCommitEvery = 1000;  // stories, while catching up: more make Xapian's buffers slow

}  // namespace

class Indexer::Writing {
  public:
    Writing(std::filesystem::path folder, store::Store& store)
        : generations_(std::move(folder)), store_(store) {}

    Result<void> catch_up(const OnProgress& progress) {
        assert_may_block("write the search index");
        if (auto opened = open(); !opened) return opened;
        auto followed = guarded([&] { return follow(progress); });
        if (!followed) {
            queue_.forget_uncommitted();  // they come by the change feed once more
            close();
        }
        return followed;
    }

    Result<void> rebuild(const OnProgress& progress) {
        assert_may_block("write the search index");
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

    Result<Related> relate(std::chrono::milliseconds budget) {
        assert_may_block("write the search index");
        Related related;
        if (!database_) return related;
        auto done = guarded([&]() -> Result<void> {
            bool dirty = queue_.relate(*database_, budget, related.changed);
            related.more = !queue_.empty();
            if (!related.more && database_->get_metadata(kSwept) != "1") {
                database_->set_metadata(kSwept, "1");
                dirty = true;
            }
            if (dirty) database_->commit();
            return {};
        });
        if (done) return related;
        queue_.put_back();
        close();
        return fail(done.error());
    }

    std::int64_t seq() const { return seq_; }

  private:
    // Runs `work` on the index. Error: Conflict while another process writes it; Unavailable otherwise, and
    // damaged_ then says whether the index has to be made anew.
    template <class Work>
    Result<void> guarded(Work work) {
        damaged_ = false;
        try {
            return work();
        } catch (const Xapian::Error& error) {
            const Verdict verdict = verdict_on(error);
            if (verdict == Verdict::Locked)
                return conflict("the search index is being written by another process");
            damaged_ = doubts_.is_damage(verdict);
            if (damaged_ && generation_) generations_.mark_damaged(generation_);
            return unavailable("the search index cannot be written: " + message_of(error));
        } catch (const std::exception& error) {  // no memory, no thread
            return unavailable(std::string("the search index cannot be written: ") + error.what());
        }
    }

    // The generation in use, or a new one where it will not do. What passes leaves the one in use as it is.
    Result<void> open() {
        const auto named = generations_.current();
        if (!named) return fail(named.error());
        const std::optional<int> current = *named;
        const bool usable = current && !generations_.is_damaged(*current);
        if (database_ && usable && generation_ == *current) return {};
        close();
        if (!usable) return start_anew();
        bool other_format = false;
        auto opened = guarded([&]() -> Result<void> {
            generation_ = *current;
            database_ = std::make_unique<Xapian::WritableDatabase>(generations_.path(*current).string(),
                                                                   Xapian::DB_OPEN);
            other_format = database_->get_metadata("format") != kFormat;
            seq_ = number_in(*database_, kLastChange);
            complete_ = database_->get_metadata(kComplete) == "1";
            facts_.read(*database_);
            queue_.sweep(database_->get_metadata(kSwept) == "1" ? 0 : database_->get_lastdocid());
            return {};
        });
        if (opened && !other_format) return check_feed();
        close();
        if (other_format)
            spdlog::info("the search index is of another format; it is made anew");
        else if (damaged_)
            spdlog::warn("{}; it is made anew", opened.error().message);
        else
            return opened;
        return start_anew();
    }

    // A store restored from a backup may be behind the index.
    Result<void> check_feed() {
        auto snapshot = store_.snapshot();
        if (!snapshot) return fail(snapshot.error());
        auto last = (*snapshot)->last_change();
        if (!last) return fail(last.error());
        if (*last >= seq_) return {};
        spdlog::warn(
            "the archive ends at change {}, the search index has seen {}: a backup was restored, or the end "
            "of the "
            "archive's log is lost; the index is made anew",
            *last, seq_);
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
        queue_.clear();  // the sweep over the new one comes by them
        doubts_.forget();
        generation_ = generation;
        database_ = std::make_unique<Xapian::WritableDatabase>(generations_.path(generation).string(),
                                                               Xapian::DB_CREATE);
        database_->set_metadata("format", std::string(kFormat));
        seq_ = 0;
        facts_ = {};
        complete_ = false;
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
        queue_.sweep(0);
        facts_.forget_uncommitted();  // it comes by the feed once more
    }

    Result<void> follow(const OnProgress& progress) {
        Progress at{seq_, 0, 0};
        if (seq_ == 0 && !complete_) {
            auto taken = take_archive(at, progress);
            if (!taken || !*taken) return taken ? Result<void>{} : fail(taken.error());
        }
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
            snapshot->reset();                 // stories are read as they are when their turn comes
            std::set<story::StoryId> changed;  // ascending: a new document after the last one costs least
            for (const store::Change& change : *changes)
                if (change.kind == store::ChangeKind::Story) changed.insert({change.id});
            if (auto indexed = index({changed.begin(), changed.end()}); !indexed) return indexed;
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
        if (!complete_) {
            database_->set_metadata(kComplete, "1");
            complete_ = dirty = true;
            queue_.sweep(database_->get_lastdocid());
        }
        if (dirty) commit(at.seq);
        return {};
    }

    // Every story once, as the archive stands, however often each was changed; the feed is followed from
    // there. False when it was ended early: what was committed is taken up again.
    Result<bool> take_archive(Progress& at, const OnProgress& progress) {
        story::StoryId last{number_in(*database_, kArchiveTaken)};
        std::int64_t from = number_in(*database_, kArchiveFrom);
        story::StoryId newest;
        {
            auto snapshot = store_.snapshot();
            if (!snapshot) return fail(snapshot.error());
            auto number = (*snapshot)->last_change();
            auto story = (*snapshot)->last_story();
            if (!number || !story) return fail(number ? story.error() : number.error());
            if (!last) from = *number;  // what changes from here on comes by the feed
            newest = *story;
        }
        database_->set_metadata(kArchiveFrom, std::to_string(from));
        while (true) {
            auto snapshot = store_.snapshot();
            if (!snapshot) return fail(snapshot.error());
            auto ids = (*snapshot)->all_stories(last, kBatch);
            if (!ids) return fail(ids.error());
            while (!ids->empty() && ids->back() > newest) ids->pop_back();  // newer ones come by the feed
            if (ids->empty()) break;
            snapshot->reset();
            if (auto indexed = index(*ids); !indexed) return fail(indexed.error());
            last = ids->back();
            database_->set_metadata(kArchiveTaken, std::to_string(last.value));
            database_->commit();
            at.stories += static_cast<std::int64_t>(ids->size());
            if (progress && !progress({last.value, newest.value, at.stories})) return false;
        }
        database_->set_metadata(kArchiveTaken, {});
        commit(from);
        at.seq = from;
        return true;
    }

    struct Made {
        story::StoryId id;
        std::optional<Xapian::Document> document;  // nothing: it is not public
    };
    // Reads the stories as they are now. One call at a time.
    Result<std::vector<Made>> make(std::span<const story::StoryId> ids) {
        auto snapshot = store_.public_snapshot();
        if (!snapshot) return fail(snapshot.error());
        std::vector<Made> out;
        out.reserve(ids.size());
        for (const story::StoryId id : ids) {
            auto story = (*snapshot)->story(id);
            if (!story) return fail(story.error());
            out.push_back({id, *story ? std::optional(document_of(**story, memory_)) : std::nullopt});
        }
        return out;
    }

    // While some documents are written, the next ones are made.
    Result<void> index(const std::vector<story::StoryId>& ids) {
        constexpr std::size_t kAtOnce = 50;
        const auto part = [&](std::size_t from) {
            return std::span(ids).subspan(from, std::min(kAtOnce, ids.size() - from));
        };
        if (ids.empty()) return {};
        auto made = make(part(0));
        for (std::size_t from = kAtOnce;; from += kAtOnce) {
            if (!made) return fail(made.error());
            std::future<Result<std::vector<Made>>> next;
            if (from < ids.size())
                next = std::async(std::launch::async, [&, from] { return make(part(from)); });
            for (Made& one : *made) write(one);
            if (from >= ids.size()) return {};
            made = next.get();
        }
    }

    void write(Made& made) {
        const auto number = static_cast<Xapian::docid>(made.id.value);
        const auto old = complete_ ? document_at(number) : std::nullopt;
        if (made.document) {
            if (old) {
                made.document->set_data(
                    old->get_data());  // the old list stands until the new one is worked out
                facts_.leaves(*database_, *old, &*made.document);
            }
            database_->replace_document(number, *made.document);
            facts_.comes(*made.document);
            if (complete_) queue_.add_indexed(number);
            return;
        }
        if (complete_ && !old) return;  // it was never public
        if (old) {
            facts_.leaves(*database_, *old, nullptr);
            // Others may be nearer now to those that were near to it.
            for (const story::StoryId other : related_from(old->get_data()))
                queue_.add_touched(static_cast<Xapian::docid>(other.value));
        }
        try {
            database_->delete_document(number);
        } catch (const Xapian::DocNotFoundError&) {
            // It was never public.
        }
    }

    std::optional<Xapian::Document> document_at(Xapian::docid number) {
        if (number > database_->get_lastdocid()) return std::nullopt;
        try {
            return database_->get_document(number);
        } catch (const Xapian::DocNotFoundError&) {
            return std::nullopt;
        }
    }

    void commit(std::int64_t seq) {
        facts_.write(*database_);
        database_->set_metadata(kLastChange, std::to_string(seq));
        database_->commit();
        queue_.committed();
        seq_ = seq;
    }

    const Generations generations_;
    store::Store& store_;
    std::unique_ptr<Xapian::WritableDatabase> database_;
    int generation_ = 0;
    std::int64_t seq_ = 0;
    IndexFacts facts_;
    bool complete_ = false;  // it has caught up with the archive once
    bool damaged_ = false;   // what guarded() failed by last leaves no index to go on with
    Doubts doubts_;
    RelateQueue queue_;
    arabic::TermMemory memory_;
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
Result<Indexer::Related> Indexer::relate(std::chrono::milliseconds budget) {
    return writing_->relate(budget);
}
std::int64_t Indexer::seq() const {
    return writing_->seq();
}

}  // namespace warraq::search
