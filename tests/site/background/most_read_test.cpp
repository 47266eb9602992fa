#include "site/background/most_read.h"

#include <fmt/format.h>

#include "support/site.h"
#include "support/views.h"

namespace warraq::testing {
namespace {

class MostReadTest : public SiteTest {
  protected:
    void read(site::MostRead& most_read, story::StoryId story, int readers, Instant at) {
        for (int i = 0; i < readers; ++i)
            most_read.count(view(story.value, fmt::format("192.0.2.{}", i)), at);
    }
};

TEST_F(MostReadTest, RanksByHourDayAndWeek) {
    const auto first = add("خبر الأمس"), second = add("خبر الأسبوع"), third = add("خبر الساعة");
    site::MostRead most_read(*store_);
    const auto now = kHour + std::chrono::minutes(30);
    const auto flush = [&](Instant at) {
        auto flushed = most_read.flush(at);
        ASSERT_TRUE(flushed) << flushed.error().message;
    };
    read(most_read, second, 90, now - std::chrono::hours(100));
    flush(now - std::chrono::hours(100));
    read(most_read, first, 30, now - std::chrono::hours(10));
    flush(now - std::chrono::hours(10));
    read(most_read, third, 5, now);
    flush(now);
    using Stories = std::vector<story::StoryId>;
    const auto ranks = most_read.ranks();
    EXPECT_EQ(ranks.stories[0], Stories{third});
    EXPECT_EQ(ranks.stories[1], (Stories{first, third}));
    EXPECT_EQ(ranks.stories[2], (Stories{second, first, third}));
    EXPECT_EQ(site::MostRead(*store_).ranks().stories[2], Stories{}) << "before it has read the store";
    auto again = site::MostRead(*store_);
    auto flushed = again.flush(now);
    ASSERT_TRUE(flushed);
    EXPECT_TRUE(*flushed) << "a restart forgets nothing";
    EXPECT_EQ(again.ranks().stories[2], (Stories{second, first, third}));
    flush(now + std::chrono::hours(24 * 7));
    EXPECT_EQ(most_read.ranks().stories[2], Stories{third}) << "half of its hour is within the week";
    flush(now + std::chrono::hours(24 * 9));
    EXPECT_EQ(most_read.ranks().stories[2], Stories{});
}

TEST_F(MostReadTest, TheOldestHourCountsByItsPart) {
    const auto story = add("خبر");
    site::MostRead most_read(*store_);
    read(most_read, story, 100, kHour);
    ASSERT_TRUE(most_read.flush(kHour));
    auto snapshot = store_->snapshot();
    const auto views = [&](int minutes) {
        auto most = (*snapshot)->most_viewed(kHour + std::chrono::minutes(minutes), 1, 5);
        return most && !most->empty() ? (*most)[0].count : 0;
    };
    EXPECT_EQ(views(59), 100);
    EXPECT_EQ(views(60), 100);
    EXPECT_EQ(views(75), 75);
    EXPECT_EQ(views(105), 25);
    EXPECT_EQ(views(120), 0);
}

TEST_F(MostReadTest, ReadersMakeTheList) {
    std::vector<story::StoryId> ids;
    for (int i = 1; i <= 4; ++i) ids.push_back(add("خبر رقم" + std::to_string(i) + ".", i));
    serve();
    EXPECT_FALSE(holds(get("/").body, "الأكثر قراءة")) << "three make a ranking";
    // One machine with several browsers.
    const auto read = [&](story::StoryId id, int readers) {
        for (int i = 0; i < readers; ++i)
            EXPECT_EQ(get(address(id), fmt::format("User-Agent: Mozilla/5.0 (test no. {})\r\n", i)).status,
                      200);
    };
    read(ids[2], 5);
    read(ids[0], 4);
    read(ids[3], 3);
    HttpClient client(server_->port());
    client.send("HEAD " + percent::encode_address(address(ids[1])) +
                " HTTP/1.1\r\nHost: x\r\nUser-Agent: Mozilla/5.0 (test)\r\n\r\n");
    EXPECT_EQ(client.receive(true).status, 200);
    ASSERT_TRUE(most_read_->flush(now()));
    site::drop_most_read(server_->cache())();
    const auto page = get("/most-read");
    EXPECT_EQ(page.status, 200);
    const auto at = [&](const std::string& body, int i) {
        return body.find("خبر رقم" + std::to_string(i) + ".");
    };
    EXPECT_LT(at(page.body, 3), at(page.body, 1));
    EXPECT_LT(at(page.body, 1), at(page.body, 4));
    EXPECT_FALSE(holds(page.body, "خبر رقم2.")) << "asked for by HEAD only";
    EXPECT_TRUE(holds(get("/").body, "الأكثر قراءة"));

    auto story = get_story(ids[2]);
    story.status = story::Status::Withdrawn;
    add(story);
    EXPECT_FALSE(holds(eventually("/most-read", [&](auto& a) { return !holds(a.body, "خبر رقم3."); }).body,
                       "خبر رقم3."));
}

}  // namespace
}  // namespace warraq::testing
