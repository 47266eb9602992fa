#include "search/index.h"

#include <fstream>
#include <gtest/gtest.h>
#include <thread>

#include "base/blocking.h"
#include "search/index_follower.h"
#include "search/indexer.h"
#include "support/eventually.h"
#include "support/stories.h"

namespace warraq::search {
namespace {

class IndexTest : public testing::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        index_ = std::make_unique<Index>(folder_ / "search");
    }

    story::StoryId add_text(const std::string& headline, const std::string& text, int minute = 0) {
        auto story = testing::make_story(section_, headline, minute);
        const std::string paragraphs[] = {text};
        story.body = story::Body::from_paragraphs(paragraphs);
        return add(story);
    }
    void catch_up() {
        Indexer indexer(folder_ / "search", *store_);
        auto done = indexer.catch_up();
        ASSERT_TRUE(done) << done.error().message;
    }
    void withdraw(story::StoryId id) {
        auto story = get(id);
        story.status = story::Status::Withdrawn;
        add(story);
    }

    // Headlines of what is found, best first; "-" when the index does not answer.
    std::string found(const std::string& query, Request request = {}) {
        request.query = parse_query(query);
        const auto results = index_->search(request);
        if (!results) return "-";
        std::string out;
        for (const Hit& hit : results->hits) out += (out.empty() ? "" : " | ") + get(hit.story).headline;
        return results->nearest ? "~ " + out : out;
    }
    std::string eventually(const std::string& query, const std::string& wanted) {
        std::string got;
        testing::eventually([&] { return (got = found(query)) == wanted; });
        return got;
    }
    std::filesystem::path generation() {
        std::string name;
        std::ifstream(folder_ / "search/current") >> name;
        return folder_ / "search" / name;
    }

    std::unique_ptr<Index> index_;
};

TEST_F(IndexTest, FindsAWordInAllItsForms) {
    add_text("أولى", "تجري الانتخابات في المدينة.");
    add_text("ثانية", "حديث عن إسرائيل والمدن.");
    catch_up();
    for (const char* query : {"انتخابات", "الإنتخابات", "للانتخابات"})
        EXPECT_EQ(found(query), "أولى") << query;
    for (const char* query : {"إسرائيل", "اسرائيل"}) EXPECT_EQ(found(query), "ثانية") << query;
    EXPECT_EQ(found("مدينة انتخابات"), "أولى");
    EXPECT_EQ(found("بطاطا"), "");
}

TEST_F(IndexTest, FindsNamesWrittenAsOneWordOrTwo) {
    add_text("اثنتان", "زار الملك عبد الله مدينة أبو ظبي.");
    add_text("واحدة", "زار الأمير عبدالله مدينة أبوظبي.");
    add_text("سواهما", "حمد الله وقبّل عبد ربه.");
    catch_up();
    for (const char* query : {"عبدالله", "«عبد الله»", "لعبدالله", "ابوظبي", "أبو ظبي", "عبدالله أبوظبي"})
        EXPECT_EQ(found(query), found("زار")) << query;
    EXPECT_NE(found("عبد الله").find("واحدة"), std::string::npos);
    EXPECT_EQ(found("عبدربه"), "سواهما");
}

TEST_F(IndexTest, KnowsPhrasesAndExclusions) {
    add_text("معا", "فاز فريق كأس الخليج أمس.");
    add_text("مفرقة", "في الخليج قدمت له كأس ماء باردة.");
    catch_up();
    EXPECT_EQ(found("«كأس الخليج»"), "معا");
    EXPECT_EQ(found("كأس الخليج"), "معا | مفرقة") << "words that stand together weigh more";
    EXPECT_EQ(found("كأس -فريق"), "مفرقة");
    EXPECT_EQ(found("كأس -«كأس الخليج»"), "مفرقة");
}

TEST_F(IndexTest, WeighsHeadlinesAndRecency) {
    add_text("زلزال يضرب المدينة", "تفاصيل كثيرة.");
    add_text("أخبار متفرقة", "وقع زلزال بعيد ثم هدأ كل شيء.");
    catch_up();
    EXPECT_EQ(found("زلزال"), "زلزال يضرب المدينة | أخبار متفرقة");
    constexpr int kYear = 365 * 24 * 60;
    add_text("أخبار متفرقة أخرى", "وقع زلزال بعيد ثم هدأ كل شيء.", kYear);
    catch_up();
    EXPECT_EQ(found("زلزال هدأ"), "أخبار متفرقة أخرى | أخبار متفرقة");
    EXPECT_EQ(found("زلزال", {.query = {}, .order = Order::Newest}).substr(0, 33), "أخبار متفرقة أخرى ");
}

TEST_F(IndexTest, FiltersBySectionAuthorAndPeriod) {
    auto other = *store_->write([](store::Writer& w) {
        return w.save(story::Section{{}, "sport", "رياضة", 2});
    });
    auto person = *store_->write([](store::Writer& w) { return w.person_for("سلمى النجار"); });
    add_text("محلي", "عن البحر.", 0);
    auto story = testing::make_story(other, "رياضي عن البحر", 10);
    story.bylines = {person};
    add(story);
    catch_up();
    EXPECT_EQ(found("البحر", {.query = {}, .section = section_}), "محلي");
    EXPECT_EQ(found("البحر", {.query = {}, .author = person.id}), "رياضي عن البحر");
    EXPECT_EQ(found("البحر", {.query = {}, .from = from_unix(1'700'000'000 + 600)}), "رياضي عن البحر");
    EXPECT_EQ(found("البحر", {.query = {}, .until = from_unix(1'700'000'000 + 600)}), "محلي");
    const auto counted = index_->search({.query = parse_query("البحر")});
    ASSERT_TRUE(counted);
    EXPECT_EQ(counted->total, 2);
    EXPECT_EQ(counted->sections.size(), 2u);
    ASSERT_EQ(counted->years.size(), 1u);
    EXPECT_EQ(counted->years[0].of, 2023);
    EXPECT_EQ(counted->years[0].stories, 2);
}

TEST_F(IndexTest, OffersTheNearestAndACorrection) {
    for (int i = 0; i < 12; ++i) add_text("الانتخابات في مدينة" + std::to_string(i), "نص.", i);
    add_text("أسماك الميناء", "سعر السمك.");
    catch_up();
    const auto mended = index_->search({.query = parse_query("الانتخابتات")});
    ASSERT_TRUE(mended);
    EXPECT_EQ(mended->correction, "الانتخابات");
    EXPECT_TRUE(mended->nearest);
    EXPECT_EQ(mended->total, 12);
    EXPECT_EQ(found("أسماك القطب الشمالي"), "~ أسماك الميناء");
    const auto right = index_->search({.query = parse_query("الانتخابات")});
    EXPECT_EQ(right->correction, "");
    EXPECT_FALSE(right->nearest);
}

TEST_F(IndexTest, SuggestsWhileOneTypes) {
    for (int i = 0; i < 3; ++i) add_text("مهرجان القطن " + std::to_string(i), "نص.", i);
    catch_up();
    const auto found = index_->suggest("مهرجان قط", 2);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->stories.size(), 2u);
    const auto completed = index_->suggest("مهر", 2);
    ASSERT_TRUE(completed);
    EXPECT_EQ(completed->queries, std::vector<std::string>{"مهرجان"});
    EXPECT_TRUE(index_->suggest("", 2)->stories.empty());
}

TEST_F(IndexTest, FollowsWhatIsPublishedAndWithdrawn) {
    EXPECT_EQ(found("قافلة"), "-") << "no index yet";
    const IndexFollower follower(*index_, *store_);
    const auto id = add_text("قافلة أولى", "نص.");
    EXPECT_EQ(eventually("قافلة", "قافلة أولى"), "قافلة أولى");
    add_text("مسودة قافلة", "نص.");
    EXPECT_EQ(eventually("مسودة", "مسودة قافلة"), "مسودة قافلة");
    withdraw(id);
    EXPECT_EQ(eventually("قافلة", "مسودة قافلة"), "مسودة قافلة");
    EXPECT_EQ(add("قافلة لم تنشر", 1, story::Status::Draft).value > 0, true);
    add_text("خاتمة", "نص.");
    EXPECT_EQ(eventually("خاتمة", "خاتمة"), "خاتمة");
    EXPECT_EQ(found("قافلة"), "مسودة قافلة") << "a draft is not found";
}

TEST_F(IndexTest, ForgetsTheWordsOfWhatIsWithdrawn) {
    const auto first = add_text("القرنفلاوي يصل", "نص."), second = add_text("القرنفلاوي يغادر", "نص.");
    add_text("السفينة تصل إلى الميناء", "نص.");
    catch_up();
    const auto suggested = [&] { return index_->suggest("قرنف", 5)->queries; };
    const auto corrected = [&] { return index_->search({.query = parse_query("القرنقلاوي")})->correction; };
    ASSERT_EQ(suggested(), std::vector<std::string>{"القرنفلاوي"});
    ASSERT_EQ(corrected(), "القرنفلاوي");
    // As many stories as before: that tells nothing.
    withdraw(first);
    withdraw(second);
    add_text("خبر آخر", "نص.");
    add_text("خبر ثالث", "نص.");
    catch_up();
    EXPECT_TRUE(suggested().empty());
    EXPECT_EQ(corrected(), "");

    // A correction takes words back, too.
    auto story = get(add_text("القرنفلاوي والميناء", "نص."));
    add_text("القرنفلاوي والسفينة", "نص.");
    catch_up();
    index_ = std::make_unique<Index>(folder_ / "search");
    ASSERT_EQ(suggested(), std::vector<std::string>{"القرنفلاوي"});
    story.headline = "عود إلى الميناء";
    add(story);
    catch_up();
    EXPECT_TRUE(suggested().empty()) << "it stands in one story, which may have it by a slip";
}

TEST_F(IndexTest, WhatIsWithdrawnMakesNoOtherStoryOld) {
    for (int i = 0; i < 5; ++i) add_text("ميناء صلالة", "خبر الميناء.", i * 50'000);
    const auto scores = [&] {
        catch_up();
        std::vector<std::pair<std::int64_t, int>> out;
        const auto found = index_->search({.query = parse_query("ميناء")});
        for (const Hit& hit : found->hits)
            out.emplace_back(hit.story.value, static_cast<int>(hit.score * 1'000));
        return out;
    };
    const auto before = scores();
    ASSERT_EQ(before.size(), 5u);
    const auto newest = add_text("غير ذلك", "خبر الميناء.", 1'000'000);
    EXPECT_NE(scores(), before);
    withdraw(newest);
    EXPECT_EQ(scores(), before);
    const auto next = add_text("غير ذلك", "خبر الميناء.", 500'000);
    EXPECT_NE(scores(), before);
    withdraw(next);
    EXPECT_EQ(scores(), before);
}

TEST_F(IndexTest, IsMadeAnewWhenLost) {
    add_text("قافلة", "نص.");
    const IndexFollower follower(*index_, *store_);
    EXPECT_EQ(eventually("قافلة", "قافلة"), "قافلة");
    std::filesystem::remove_all(folder_ / "search");
    EXPECT_EQ(eventually("قافلة", "قافلة"), "قافلة");
    EXPECT_TRUE(std::filesystem::exists(folder_ / "search/current"));
}

TEST_F(IndexTest, IsMadeFromTheArchiveEachStoryOnce) {
    for (int i = 0; i < 1'500; ++i) add_text("خبر " + std::to_string(i), "قمح", i % 1'000);
    for (int i = 0; i < 40; ++i) {
        auto often = get({1});
        often.headline = "مكتوب مرارًا";
        add(often);
    }
    const auto last = *read()->last_change();
    std::int64_t stories = 0;
    {
        Indexer indexer(folder_ / "search", *store_);
        ASSERT_TRUE(indexer.catch_up([](const Indexer::Progress&) { return false; })) << "ended early";
        EXPECT_EQ(indexer.seq(), 0);
    }
    // What changes meanwhile, in the part that is in the index already too.
    auto changed = get({2});
    changed.headline = "تغيّر في الأثناء";
    add(changed);
    withdraw({3});
    Indexer indexer(folder_ / "search", *store_);
    ASSERT_TRUE(indexer.catch_up([&](const Indexer::Progress& at) {
        stories = at.stories;
        return true;
    }));
    EXPECT_EQ(indexer.seq(), last + 2);
    EXPECT_EQ(stories, 500 + 2) << "none twice";
    EXPECT_EQ(found("تغيّر"), "تغيّر في الأثناء");
    EXPECT_EQ(found("مكتوب"), "مكتوب مرارًا");
    EXPECT_EQ(found("\"خبر 2\""), "");
    EXPECT_EQ(found("\"خبر 1499\""), "خبر 1499");
}

TEST_F(IndexTest, IsMadeAnewWhenDamaged) {
    for (int i = 0; i < 50; ++i)
        add_text("قافلة " + std::to_string(i), "نص عن القافلة رقم " + std::to_string(i), i);
    add_text("وحيدة", "نص.");
    struct Harm {
        const char* file;
        std::function<void(const std::filesystem::path&)> harm;
    };
    const auto overwrite = [](const std::filesystem::path& file) {
        std::ofstream(file, std::ios::binary) << std::string(std::filesystem::file_size(file), '\x5a');
    };
    const auto cut = [](const std::filesystem::path& file) { std::filesystem::resize_file(file, 100); };
    const auto remove = [](const std::filesystem::path& file) { std::filesystem::remove(file); };
    for (const Harm& harm :
         {Harm{"postlist.glass", overwrite}, Harm{"postlist.glass", cut}, Harm{"termlist.glass", remove},
          Harm{"iamglass", overwrite}, Harm{"iamglass", remove}}) {
        catch_up();
        ASSERT_EQ(found("وحيدة"), "وحيدة") << harm.file;
        harm.harm(generation() / harm.file);
        index_ = std::make_unique<Index>(folder_ / "search");  // another process, or after a restart
        found("قافلة");  // a reader meets the damage, or the writer does
        const IndexFollower follower(*index_, *store_);
        EXPECT_EQ(eventually("وحيدة", "وحيدة"), "وحيدة") << harm.file;
    }
}

TEST_F(IndexTest, IsMadeAnewForAnotherArchive) {
    add_text("قديمة", "نص.");
    add_text("قديمة أخرى", "نص.");
    catch_up();
    // The store of a backup knows less than the index.
    auto older = store::open_sqlite(folder_ / "older.db");
    store_ = std::move(*older);
    section_ = *store_->write([](store::Writer& w) {
        return w.save(story::Section{{}, "local", "محليات", 1});
    });
    add_text("مستعادة", "نص.");
    catch_up();
    EXPECT_EQ(found("مستعادة"), "مستعادة");
    EXPECT_EQ(found("قديمة"), "");
}

TEST_F(IndexTest, HasOneWriterAndReadersMeanwhile) {
    add_text("قافلة", "نص.");
    Indexer first(folder_ / "search", *store_);
    ASSERT_TRUE(first.catch_up());
    Indexer second(folder_ / "search", *store_);
    const auto refused = second.catch_up();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::Conflict);
    EXPECT_EQ(found("قافلة"), "قافلة");
    // Rebuilding makes another one beside it; the first writer goes on with that.
    ASSERT_TRUE(second.rebuild());
    add_text("قافلة ثانية", "نص.");
    EXPECT_EQ(first.catch_up().error().kind, Error::Kind::Conflict);
    ASSERT_TRUE(second.catch_up());
    EXPECT_EQ(found("ثانية"), "قافلة ثانية");
}

TEST_F(IndexTest, ARebuildThatIsStoppedChangesNothing) {
    add_text("قافلة", "نص.");
    catch_up();
    const auto before = generation();
    Indexer indexer(folder_ / "search", *store_);
    EXPECT_FALSE(indexer.rebuild([](const Indexer::Progress&) { return false; }));
    EXPECT_EQ(generation(), before);
    EXPECT_EQ(found("قافلة"), "قافلة");
}

TEST_F(IndexTest, IsReadByManyWhileItIsWritten) {
    add_text("قافلة", "نص.");
    const IndexFollower follower(*index_, *store_);
    ASSERT_EQ(eventually("قافلة", "قافلة"), "قافلة");
    std::atomic<int> failures{0};
    std::vector<std::thread> readers;
    for (int r = 0; r < 4; ++r)
        readers.emplace_back([&] {
            for (int i = 0; i < 200; ++i) {
                const auto results = index_->search({.query = parse_query("قافلة")});
                failures += !results || results->total < 1;
            }
        });
    for (int i = 0; i < 40; ++i) add_text("قافلة " + std::to_string(i), "نص.", i);
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(failures, 0);
}

#ifndef NDEBUG
using IndexDeathTest = IndexTest;

TEST_F(IndexDeathTest, IsNeitherReadNorWrittenByAnEventLoop) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    const auto on_a_loop = [](auto call) {
        const EventLoopThread mark;
        call();
    };
    Indexer indexer(folder_ / "search", *store_);
    EXPECT_DEATH(on_a_loop([&] { found("خبر"); }), "about to wait: read the search index");
    EXPECT_DEATH(on_a_loop([&] { (void)index_->suggest("خب", 5); }), "about to wait: read the search index");
    EXPECT_DEATH(on_a_loop([&] { (void)index_->related({1}); }), "about to wait: read the search index");
    EXPECT_DEATH(on_a_loop([&] { (void)index_->seq(); }), "about to wait: read the search index");
    EXPECT_DEATH(on_a_loop([&] { (void)index_->is_being_made(); }), "about to wait: read the search index");
    EXPECT_DEATH(on_a_loop([&] { index_->refresh_vocabulary(); }), "about to wait: read the search index");
    EXPECT_DEATH(on_a_loop([&] { (void)indexer.catch_up(); }), "about to wait: write the search index");
    EXPECT_DEATH(on_a_loop([&] { (void)indexer.rebuild(); }), "about to wait: write the search index");
    EXPECT_DEATH(on_a_loop([&] { (void)indexer.relate({}); }), "about to wait: write the search index");
}
#endif

}  // namespace
}  // namespace warraq::search
