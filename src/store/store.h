// Where a newsroom's work is kept.
//
//     auto store = store::open_sqlite("data/warraq.db");
//     auto id = (*store)->write([&](Writer& w) { return w.save(story); });   // durable when it returns
//     auto snapshot = (*store)->snapshot();
//     auto story = (*snapshot)->story(*id);
//
// Guarantees
//
// Durability: write() returns a value only after the transaction is on disk (SQLite: WAL with
// synchronous=FULL; PostgreSQL: as its synchronous_commit says, including a synchronous standby). It happens
// completely or not at all. Transactions that wait at the same time share one commit, in order of arrival.
//
// Change feed: every change appends to it in the same transaction. Sequence numbers have no gaps.
//
// Isolation: snapshot() sees one moment; later writes do not change what it returns. Keep it short: it holds
// a connection.
//
// Timeouts: snapshot() and the start of a write wait as long as StoreOptions say, then return Unavailable. A
// write that returns Unavailable because of this was never started. One that was started is waited for.
//
// Threads: Store is thread-safe. A Reader or Writer belongs to the thread that got it, a Writer only during
// the call it was passed to. A snapshot ends on its own thread. A thread holds at most one snapshot, and none
// while it writes or waits for a change; within a write it reads through the Writer. (Threads that hold one
// connection while they wait for another would deadlock. Debug and sanitized builds abort on this.)
//
// Errors: Unavailable for the disk and the database, others as each call says. Nothing here throws.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "store/card_query.h"
#include "store/comments.h"
#include "store/desk_stories.h"
#include "store/imports.h"
#include "store/leases.h"
#include "store/listings.h"
#include "store/newsroom.h"
#include "store/pictures.h"
#include "store/public_store.h"
#include "store/users.h"
#include "store/views.h"
#include "story/comment.h"
#include "story/person.h"
#include "story/section.h"
#include "story/story.h"

namespace warraq::store {

enum class ChangeKind { Story, Section, Person, Comment, Topic, Front, Settings };

struct Change {
    std::int64_t seq = 0;  // 1, 2, 3 …
    ChangeKind kind = ChangeKind::Story;
    std::int64_t id = 0;
    Instant at{};
};

struct Counts {
    std::int64_t stories = 0, public_stories = 0, sections = 0, people = 0, comments = 0,
                 pending_comments = 0;
};

class Reader : public UsersReader,
               public DeskStoriesReader,
               public NewsroomReader,
               public ClaimsReader,
               public PicturesReader,
               public ImportsReader,
               public ListingsReader {
  public:
    // Of the same moment, what strangers may know; lives as long as this.
    virtual PublicReader& public_view() = 0;

    virtual Result<std::optional<story::Story>> story(story::StoryId id) = 0;  // of any status
    virtual Result<std::optional<story::Card>> card(story::StoryId id) = 0;    // of any status
    virtual Result<std::vector<story::Card>> cards(const CardQuery& query) = 0;

    // Public stories with numbers in (after, until], in their order: a part of the archive that stays the
    // same.
    virtual Result<std::vector<story::Card>> cards_by_number(story::StoryId after, story::StoryId until) = 0;
    virtual Result<story::StoryId> last_story() = 0;  // the highest number

    virtual Result<std::vector<story::Section>> sections() = 0;  // by position
    virtual Result<std::optional<story::Section>> section(std::string_view slug) = 0;
    // The story that is the page at this address, of any status.
    virtual Result<std::optional<story::StoryId>> page(std::string_view path) = 0;
    virtual Result<std::optional<story::Person>> person(std::string_view slug) = 0;
    virtual Result<std::optional<story::Person>> person(story::PersonId id) = 0;
    virtual Result<std::vector<story::Person>> people() = 0;  // by number
    virtual Result<std::optional<story::Person>> person_named(std::string_view name) = 0;

    // By its slug, or by that of a topic merged into it.
    virtual Result<std::optional<story::Topic>> topic(std::string_view slug) = 0;
    virtual Result<std::optional<story::Topic>> topic(story::TopicId id) = 0;
    // Those of a public story, in the order of its tags; hidden ones too.
    virtual Result<std::vector<story::Topic>> topics_of(story::StoryId id) = 0;
    // Most stories first; `contains` is part of a name, "" for all.
    virtual Result<std::vector<story::Topic>> topics(std::string_view contains, int limit) = 0;

    virtual Result<Threads> threads(story::StoryId id, ThreadOrder order, int offset, int limit) = 0;
    // How many approved threads of its story stand before the one that an approved comment is in; nothing for
    // others.
    virtual Result<std::optional<std::int64_t>> threads_before(story::CommentId id, ThreadOrder order) = 0;
    // Approved or marked as spam by a moderator at `since` or later, in the order in which they were decided.
    virtual Result<std::vector<Decision>> decisions(Instant since, int limit) = 0;
    // The story's own, or its section's; Inherit where neither has one.
    virtual Result<story::CommentPolicy> comment_policy(story::StoryId id) = 0;
    virtual Result<std::vector<Ban>> bans() = 0;
    virtual Result<std::optional<story::Comment>> comment(story::CommentId id) = 0;
    // Newest first.
    virtual Result<std::vector<ModeratedComment>> comments_to_moderate(story::CommentStatus status,
                                                                       int limit) = 0;

    // Public stories by their views in the `hours` (1 to kMostViewHours) before `now`, most first. Views are
    // kept by the hour: of the oldest one a part counts as large as the part of it that is within.
    virtual Result<std::vector<Views>> most_viewed(Instant now, int hours, int limit) = 0;

    virtual Result<std::vector<Change>> changes_after(std::int64_t seq, int limit) = 0;
    virtual Result<std::int64_t> last_change() = 0;
    virtual Result<Counts> counts() = 0;
};

class Writer : public Reader,
               public UsersWriter,
               public DeskStoriesWriter,
               public NewsroomWriter,
               public ClaimsWriter,
               public PicturesWriter,
               public ImportsWriter {
  public:
    using UsersWriter::save;
    // Inserts (id 0) or replaces a story under story::check and check_release; of the version that it names.
    // Error: Invalid; Refused (story/release.h); NotFound; Conflict when it was saved meanwhile.
    virtual Result<story::StoryId> save(const story::Story& story) = 0;
    // By slug: inserts, with the number that it names where that is free, or changes all else. Error: Invalid
    // for a slug that the site needs itself, and for a section that would be a part of itself.
    virtual Result<story::SectionId> save(const story::Section& section) = 0;
    // The person of that name, made if there is none.
    virtual Result<story::Person> person_for(std::string_view name) = 0;
    virtual Result<void> describe(story::PersonId id, std::string_view about) = 0;

    // Error of these: NotFound; Invalid for an empty name, or a topic merged into itself.
    virtual Result<void> rename_topic(story::TopicId id, std::string_view name, story::TopicKind kind) = 0;
    // All stories and spellings of `from` become `into`'s, now and in future; its address leads there.
    virtual Result<void> merge_topics(story::TopicId from, story::TopicId into) = 0;
    virtual Result<void> hide_topic(story::TopicId id, bool hidden) = 0;

    // Held for moderation. The same name and text under the same story within a day is the same comment (a
    // form sent twice). Error: NotFound or Refused when the story takes none.
    virtual Result<story::CommentId> add_comment(const NewComment& comment) = 0;
    Result<story::CommentId> add_comment(story::StoryId story, const story::CommentDraft& draft) {
        return add_comment(NewComment{story, draft});
    }
    // Error: NotFound, also for showing or editing one that forget_commenter() emptied.
    virtual Result<void> moderate(story::CommentId id, story::CommentStatus status) = 0;
    // Readers are told that it was edited, and when. Error: NotFound; Invalid for an empty text.
    virtual Result<void> edit_comment(story::CommentId id, std::string_view text) = 0;
    // Empties all comments sent with this e-mail address: name, text, address. Returns how many.
    virtual Result<std::int64_t> forget_commenter(std::string_view email) = 0;
    virtual Result<void> set_comment_policy(story::StoryId id, story::CommentPolicy policy) = 0;
    virtual Result<void> set_comment_policy(story::SectionId id, story::CommentPolicy policy) = 0;
    virtual Result<void> ban(BanKind kind, std::string_view value) = 0;
    virtual Result<void> unban(BanKind kind, std::string_view value) = 0;  // Error: NotFound

    // Adds to the views of the hour that `now` is in, and forgets hours that no one asks for any more. Not a
    // change of anything: the feed is not told.
    virtual Result<void> add_views(Instant now, std::span<const Views> views) = 0;
};

struct CheckReport {
    std::vector<std::string> findings;   // one sentence each; empty means sound
    std::vector<std::string> looked_at;  // what was looked at, with counts
    bool empty = false;                  // sound, but there is neither a section nor a story
    bool sound() const { return findings.empty(); }
};

class Store : public PublicStore {
  public:
    // Error: Unavailable, also when no connection became free in time (ReaderPriority says who may use
    // which).
    virtual Result<std::unique_ptr<Reader>> snapshot() = 0;

    Result<PublicSnapshot> public_snapshot() final;
    Result<std::optional<story::CommentId>> add_comment(const NewComment& comment,
                                                        const StillFine& still_fine = {}) final;
    Result<CommentEvidence> comment_evidence(Instant decided_since, int most_decisions) final;

    // Runs `work` in a transaction on the writer's thread; an Error from it undoes all that it did. Error:
    // that of `work`; Unavailable, also when too many writes wait, or when it could not be begun in time.
    template <class Work>
    auto write(Work work) -> std::invoke_result_t<Work, Writer&> {
        std::optional<std::invoke_result_t<Work, Writer&>> out;
        auto committed = commit([&](Writer& writer) -> Result<void> {
            out.emplace(work(writer));
            if (!*out) return fail(out->error());
            return {};
        });
        if (!committed) return fail(committed.error());
        return std::move(*out);
    }

    // Waits until the feed has grown past `seq`, by this process or another, or `timeout` is over.
    // Returns the last sequence number. It may take as long as a snapshot more.
    virtual Result<std::int64_t> wait_for_change(std::int64_t seq, std::chrono::milliseconds timeout) = 0;

    // The database itself, the change feed, references, and that each stored value can be read again.
    // `media` is the folder in which the pictures named by stories must stand, where the database has them
    // not. Minutes on a large archive; changes nothing.
    virtual Result<CheckReport> check(const std::filesystem::path& media) = 0;

    virtual Result<std::int64_t> bytes() = 0;  // that the database takes

    // Words for the newsroom's other nodes: at most kMostSaid bytes of UTF-8, nothing that must not be lost.
    // Those that others say about `topic` (a word) go to what `hear` was given for it, on a thread of the
    // store's; nothing takes it back. Nothing happens where a newsroom has one node only.
    static constexpr std::size_t kMostSaid = 7'000;
    using Subscriber = std::function<void(std::string_view words)>;
    virtual Result<void> broadcast(std::string_view topic, std::string_view words) = 0;
    virtual void subscribe(const std::string& topic, Subscriber subscriber) = 0;

    // A database of one moment in a new SQLite file, on disk when it returns; writing and reading go on
    // meanwhile.
    virtual Result<void> copy_to(const std::filesystem::path& file) = 0;

  protected:
    virtual Result<void> commit(std::function<Result<void>(Writer&)> work) = 0;
};

// What spellings of one name share; names with an equal key are one topic. Called on the writer's thread.
using NameKey = std::function<std::string(std::string_view name)>;
std::string plain_name_key(std::string_view name);  // letters and digits, lower case

struct StoreOptions {
    NameKey name_key = plain_name_key;
    // Seals readers' e-mail addresses. Without one they are not kept at all.
    std::optional<crypto::Key> email_key;
    int readers = 8;           // most connections that read at the same time (Machine::store_readers)
    int kept_for_readers = 2;  // of these: for the site's readers (store/reader_priority.h)
    int cache_kib_a_reader = 2048;
    std::chrono::milliseconds snapshot_wait{5'000};  // for a connection to become free
    std::chrono::milliseconds write_wait{10'000};    // for a write to begin
    std::size_t most_waiting_writes = 256;
};

// Opens or makes the file and brings its schema up to date. When the last store on a file ends, of this
// process or another, everything is in the file itself and nothing in its log beside it.
// Error: Unavailable, or Refused when a newer Warraq wrote it.
Result<std::unique_ptr<Store>> open_sqlite(const std::filesystem::path& file,
                                           const StoreOptions& options = {});

// Whether a place is an address of PostgreSQL's (postgresql://user@host/name); else it is the path of an
// SQLite file.
bool is_address(std::string_view place);
// Either of the two. PostgreSQL is 15 or newer, its database empty or Warraq's.
// Error: as open_sqlite(); Invalid for an address that cannot be read.
Result<std::unique_ptr<Store>> open(const std::string& place, const StoreOptions& options = {});

// Whether a newsroom is kept there; nothing is made, and nothing changed. Error: NotFound where there is no
// database, or an empty one; Refused where it is not Warraq's; Unavailable.
Result<void> look_for(const std::string& place);

// The pages and indexes of a database that copy_to made, and how much is in it; nothing is written. Error:
// Unavailable where it cannot be read at all.
Result<CheckReport> check_copy(const std::filesystem::path& file);

}  // namespace warraq::store
