#include "store/public_reader.h"

#include <fmt/format.h>
#include <type_traits>

#include "store/old_addresses.h"
#include "support/stories.h"

namespace warraq::store {
namespace {

using story::Status;

// Neither is the other: what takes a PublicReader cannot be given a Reader, nor find one in it.
static_assert(!std::is_convertible_v<Reader*, PublicReader*> &&
              !std::is_convertible_v<PublicReader*, Reader*>);
template <class Anyone>
concept KnowsWhatIsWritten = requires(Anyone& anyone) {
    anyone.working_copy(story::StoryId{});
};
template <class Anyone>
concept KnowsWhatIsHeld = requires(Anyone& anyone) {
    anyone.comments_to_moderate(story::CommentStatus::Pending, 1);
};
template <class Anyone>
concept KnowsTheFeed = requires(Anyone& anyone) {
    anyone.last_change();
};
static_assert(KnowsWhatIsWritten<Reader> && KnowsWhatIsHeld<Reader> && KnowsTheFeed<Reader>);
static_assert(!KnowsWhatIsWritten<PublicReader> && !KnowsWhatIsHeld<PublicReader> &&
              !KnowsTheFeed<PublicReader>);

class PublicReaderTest : public testing::StoreTest {
  protected:
    story::Story with(const std::string& headline, Status status, const std::string& caption) {
        auto story = testing::make_story(section_, headline, 0);
        story.status = status;
        story.lead_image = story::Image{"port.sets.webp", "", caption, "", 800, 600};
        story.bylines = {*write([&](Writer& w) { return w.person_for("من كتب " + headline); })};
        story.tags = {{"عن " + headline}};
        return story;
    }
    PublicSnapshot look() { return std::move(*store_->public_snapshot()); }
};

TEST_F(PublicReaderTest, AStoryIsThereWhileItIsPublic) {
    const auto shown = add(with("ظاهر", Status::Published, "")),
               hidden = add(with("مخفي", Status::Draft, ""));
    auto reader = look();
    EXPECT_TRUE(*reader->story(shown));
    EXPECT_TRUE(*reader->card(shown));
    for (const auto id : {hidden, story::StoryId{99}}) {
        EXPECT_FALSE(*reader->story(id));
        EXPECT_FALSE(*reader->card(id));
        EXPECT_FALSE(*reader->withdrawn(id));
        CardQuery query;
        query.older_than = id;
        EXPECT_EQ(reader->cards(query).error().kind, Error::Kind::NotFound);
    }
    EXPECT_EQ(*reader->last_story(), shown);
    EXPECT_TRUE(*reader->person("من-كتب-ظاهر"));
    EXPECT_FALSE(*reader->person("من-كتب-مخفي"));
    EXPECT_TRUE(*reader->topic("عن-ظاهر"));
    reader.reset();

    auto story = get(shown);
    story.status = Status::Withdrawn;
    story.withdrawal = "خطأ";
    story.embargo = from_unix(4'000'000'000);
    add(story);
    reader = look();
    EXPECT_FALSE(*reader->story(shown));
    EXPECT_EQ((*reader->withdrawn(shown))->why, "خطأ");
    EXPECT_EQ(*reader->last_story(), story::StoryId{});
    EXPECT_FALSE(*reader->person("من-كتب-ظاهر"));
    EXPECT_FALSE(*reader->topic("عن-ظاهر"));
    EXPECT_TRUE(reader->topics("", 10)->empty());
    EXPECT_EQ(reader->list(TopicListing{.hidden_too = true}).value().total, 0);
}

TEST_F(PublicReaderTest, AStoryNamesNoHiddenOnes) {
    const auto near = add("قريب"), draft = add("مسودة", 0, Status::Draft);
    auto story = testing::make_story(section_, "خبر");
    story.related_pinned = {draft, near};
    story.related_excluded = {draft};
    story.embargo = from_unix(1'600'000'000);
    const auto id = add(story);
    auto reader = look();
    const auto read = **reader->story(id);
    EXPECT_EQ(read.related_pinned, std::vector{near});
    EXPECT_TRUE(read.related_excluded.empty());
    EXPECT_EQ(read.embargo, Instant{});
}

TEST_F(PublicReaderTest, APictureIsWhatItsPublicStoriesSayOfIt) {
    const auto shown = add(with("ظاهر", Status::Published, "كما نُشر"));
    add(with("مخفي", Status::Draft, "كما لم يُنشر بعد"));
    write([&](Writer& w) { return w.add_picture({"library.webp", "", "في المكتبة", "", 1, 1}); });
    auto reader = look();
    const auto listed = *reader->list(PictureListing{});
    ASSERT_EQ(listed.total, 1);
    ASSERT_EQ(listed.things.size(), 1u);
    EXPECT_EQ(listed.things[0].image.caption, "كما نُشر");
    EXPECT_EQ(listed.things[0].added, (*reader->card(shown))->published);
    EXPECT_EQ((*reader->picture("port.sets.webp"))->image.caption, "كما نُشر");
    EXPECT_EQ((*reader->picture(listed.things[0].number))->image.media, "port.sets.webp");
    EXPECT_FALSE(*reader->picture("library.webp"));
    EXPECT_FALSE(*reader->picture(listed.things[0].number + 1));
}

TEST_F(PublicReaderTest, AFileIsShownByThePublicStoryThatHasItOrLeadsToIt) {
    auto story = with("ظاهر", Status::Published, "");
    story.sources = {{"تقرير", "https://news.example.org/media/source.pdf"}};
    auto blocks = story.body.blocks();
    story::Node paragraph;
    paragraph.content = {
        story::text_node("ملف", {{story::MarkKind::Link, "/media/linked%20one.pdf#page=2"}})};
    blocks.push_back(paragraph);
    story.body = *story::Body::from_nodes(blocks);
    const auto shown = add(story);
    auto hidden = with("مخفي", Status::Draft, "");
    hidden.lead_image->media = "draft.sets.webp";
    add(hidden);
    auto reader = look();
    for (const char* file : {"port.sets.webp", "port.sets-400.webp", "port.sets-800.avif", "port.sets.jpg",
                             "source.pdf", "linked one.pdf"})
        EXPECT_EQ(*reader->shown_by(file), shown) << file;
    for (const char* file :
         {"draft.sets.webp", "draft.sets-400.webp", "port.webp", "port.sets.pdf", "port.sets-x.webp", ""})
        EXPECT_FALSE(*reader->shown_by(file)) << file;
}

TEST_F(PublicReaderTest, CommentsAreThoseThatReadersSee) {
    const auto shown = add("ظاهر"), hidden = add("مخفي");
    const auto comment = [&](story::StoryId on, const std::string& text, story::CommentStatus status,
                             story::CommentId parent = {}) {
        return *write([&](Writer& w) {
            return w.bring_comment(
                {text, {{}, on, "قارئ", text, status, from_unix(1'700'000'000), parent, {}}, ""});
        });
    };
    using enum story::CommentStatus;
    const auto first = comment(shown, "أول", Approved), held = comment(shown, "محجوب", Pending);
    const auto answer = comment(shown, "رد", Approved, first),
               stray = comment(shown, "رد على محجوب", Approved, held);
    const auto other = comment(hidden, "على مخفي", Approved);
    auto story = get(hidden);
    story.status = Status::Withdrawn;
    story.withdrawal = "خطأ";
    add(story);
    auto reader = look();
    for (const auto id : {first, answer}) EXPECT_TRUE(*reader->comment(id));
    for (const auto id : {held, stray, other}) {
        EXPECT_FALSE(*reader->comment(id));
        EXPECT_FALSE(*reader->threads_before(id, ThreadOrder::OldestFirst));
    }
    const auto latest = *reader->latest_comments(10);
    ASSERT_EQ(latest.size(), 2u);
    EXPECT_EQ(latest[0].comment.id, answer);
    EXPECT_EQ(latest[0].headline, "ظاهر");
    EXPECT_EQ(reader->list(CommentListing{})->total, 2);
    EXPECT_EQ(reader->threads(hidden, ThreadOrder::OldestFirst, 0, 10)->comments, 0);
}

TEST_F(PublicReaderTest, OldAddressesOfWhatIsHiddenLeadNowhere) {
    const auto shown = add(with("ظاهر", Status::Published, "")), draft = add(with("مخفي", Status::Draft, ""));
    auto gone = with("مسحوب", Status::Withdrawn, "");
    gone.withdrawal = "خطأ";
    const auto withdrawn = add(gone);
    write([&](Writer& w) -> Result<void> {
        const auto author = **w.person_named("من كتب مخفي");
        for (const auto& [path, target] : {std::pair("/shown", fmt::format("story:{}", shown.value)),
                                           std::pair("/draft", fmt::format("story:{}", draft.value)),
                                           std::pair("/gone", fmt::format("story:{}", withdrawn.value)),
                                           std::pair("/writer", fmt::format("person:{}", author.id.value)),
                                           std::pair("/file", std::string("media:none.webp"))})
            if (auto kept = w.set_old_address(path, target); !kept) return kept;
        return {};
    });
    auto reader = look();
    EXPECT_EQ((*find_old_place(*reader, "/shown"))->address, "/local/1/ظاهر");
    for (const char* path : {"/draft", "/writer", "/file", "/none"})
        EXPECT_FALSE(*find_old_place(*reader, path)) << path;
    const auto place = *find_old_place(*reader, "/gone/");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->address, "");
    EXPECT_EQ(place->withdrawn->why, "خطأ");
    reader.reset();
    // For texts that are brought in, before what they lead to is public.
    EXPECT_TRUE(*find_old_place(*read(), "/writer"));
    EXPECT_TRUE(*find_old_place(*read(), "/file"));
    EXPECT_FALSE(*find_old_place(*read(), "/gone"));
}

TEST_F(PublicReaderTest, ADraftTakesNoAddressOfOthers) {
    const auto shown = add(with("ظاهر", Status::Published, ""));
    write([&](Writer& w) { return w.set_old_address("/2018/old", fmt::format("story:{}", shown.value)); });
    auto draft = with("مخفي", Status::Draft, "");
    draft.page_path = "/2018/old";
    const auto id = add(draft);
    const auto move_to = [&](const std::string& path, Status status) {
        auto story = **read()->story(id);
        story.page_path = path;
        story.status = status;
        add(story);
    };
    move_to("/elsewhere", Status::Draft);
    EXPECT_EQ((*find_old_place(*look(), "/2018/old"))->address, "/local/1/ظاهر");
    move_to("/elsewhere", Status::Published);
    move_to("/at-last", Status::Published);
    EXPECT_EQ((*find_old_place(*look(), "/elsewhere"))->address, "/at-last") << "what readers knew leads on";
}

}  // namespace
}  // namespace warraq::store
