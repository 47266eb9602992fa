// A site whose database has few connections, and one that does not answer in time.
#include <atomic>
#include <thread>

#include "support/holders.h"
#include "support/site.h"

namespace warraq::site {
namespace {

using namespace std::chrono_literals;
using testing::Answer;
using testing::AnswersReaders;
using testing::hidden;
using testing::holds;
using testing::SnapshotHolder;
using testing::WriteHolder;

constexpr auto kNever = 600'000ms;

class FewConnectionsTest : public testing::SiteTest {
  protected:
    FewConnectionsTest() {
        store_options_.readers = 2;
        store_options_.kept_for_readers = 1;
        store_options_.snapshot_wait = kNever;
    }
};

// Each address is one that a handler finds missing while it reads.
TEST_F(FewConnectionsTest, MissingPagesAreAnsweredHoweverManyAsk) {
    const auto id = add("خبر");
    serve();
    const std::string paths[] = {"/local/999/none",
                                 "/local/999",
                                 "/none",
                                 "/author/none",
                                 "/topic/none",
                                 "/author/none/feed/rss.xml",
                                 "/topic/none/feed/rss.xml",
                                 "/none/feed/rss.xml",
                                 "/local/feed/none",
                                 "/feed/comments/none.xml",
                                 "/local?before=none",
                                 "/archive/2018/13",
                                 "/sitemap/none",
                                 "/sitemap/999.xml",
                                 "/share/999-none.png",
                                 "/oembed?url=/local/999/none",
                                 "/comments/999",
                                 "/media/none.webp",
                                 "/?p=999",
                                 address(id) + "?comments=99"};
    constexpr int kReaders = 12, kRounds = 3;
    std::atomic<int> answered{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < kReaders; ++reader)
        readers.emplace_back([&, reader] {
            for (int round = 0; round < kRounds; ++round)
                for (std::size_t i = 0; i < std::size(paths); ++i) {
                    const auto& path = paths[(i + static_cast<std::size_t>(reader)) % std::size(paths)];
                    const Answer answer = get(path);
                    EXPECT_EQ(answer.status, 404) << path;
                    EXPECT_TRUE(holds(answer.body, "محليات")) << path << ": the page names the sections";
                    ++answered;
                }
        });
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(answered, kReaders * kRounds * static_cast<int>(std::size(paths)));
    EXPECT_EQ(get(address(id)).status, 200);
}

// As a check, an export and the making of an index do.
TEST_F(FewConnectionsTest, ReadersGoOnWhileOthersHoldAllThatTheyMay) {
    store_.reset();
    store_options_.readers = 5;
    store_options_.snapshot_wait = 50ms;
    store_ = std::move(*open_database());
    const auto story = address(add("خبر"));
    serve();
    std::vector<std::unique_ptr<SnapshotHolder>> holders;
    int held = 0;
    testing::eventually([&] {  // the site's own threads may be reading
        held += holders.emplace_back(std::make_unique<SnapshotHolder>(*store_))->has_one();
        return held == 4;
    });
    ASSERT_EQ(held, 4) << "the pool's size, less one";
    EXPECT_FALSE(SnapshotHolder(*store_).has_one());
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 4; ++reader)
        readers.emplace_back([&, reader] {
            for (int i = 0; i < 10; ++i) {  // each a page of its own: none is in the cache
                EXPECT_EQ(get("/api/v1/stories?limit=" + std::to_string(1 + reader * 10 + i)).status, 200);
                EXPECT_EQ(get("/local?before=" + std::to_string(1'000 + reader * 10 + i)).status, 404);
            }
        });
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(get(story).status, 200);
    EXPECT_EQ(get("/").status, 200);
}

class SlowDatabaseTest : public testing::SiteTest {
  protected:
    SlowDatabaseTest() {
        store_options_.readers = 1;
        store_options_.kept_for_readers = 0;
        store_options_.snapshot_wait = 50ms;
        store_options_.write_wait = 50ms;
    }
    // The site's own threads read too.
    std::unique_ptr<SnapshotHolder> take_the_connection() {
        std::unique_ptr<SnapshotHolder> holder;
        testing::eventually([&] {
            holder = std::make_unique<SnapshotHolder>(*store_, AnswersReaders::Yes);
            return holder->has_one();
        });
        return holder;
    }
};

TEST_F(SlowDatabaseTest, ReadersAreToldToComeAgain) {
    const auto path = address(add("خبر"));
    serve();
    auto holder = take_the_connection();
    ASSERT_TRUE(holder->has_one());
    for (const std::string& page :
         {path, std::string("/"), std::string("/local"), std::string("/none/999/x"),
          std::string("/feed/rss.xml"), std::string("/search?q=%D8%AE%D8%A8%D8%B1")}) {
        const Answer answer = get(page);
        EXPECT_EQ(answer.status, 503) << page;
        EXPECT_EQ(answer.field("Retry-After"), "10") << page;
        EXPECT_EQ(answer.field("Content-Type"), "text/html; charset=utf-8") << page;
        EXPECT_TRUE(holds(answer.body, "صحيفة الاختبار")) << page << ": in the site's look";
    }
    for (const char* call :
         {"/api/v1/stories", "/api/v1/site", "/api/v1/stories/1", "/wp-json/wp/v2/posts"}) {
        const Answer answer = get(call);
        EXPECT_EQ(answer.status, 503) << call;
        EXPECT_EQ(answer.field("Retry-After"), "10") << call;
        EXPECT_TRUE(answer.field("Content-Type").starts_with("application/json")) << call;
    }
    holder->release();
    EXPECT_EQ(eventually(path, [](auto& answer) { return answer.status == 200; }).status, 200);
}

TEST_F(SlowDatabaseTest, ACommentThatCannotBeKeptComesBackToItsReader) {
    const auto path = address(add("خبر"));
    serve();
    const auto token =
        hidden(eventually(path, [](auto& answer) { return answer.status == 200; }).body, "token");
    const std::string form =
        "name=%D8%B3%D8%A7%D9%84%D9%85&email=s%40example.org&text=" + percent::encode_value("ما كتبته بيدي") +
        "&token=" + token;
    const auto comes_back = [&](const Answer& answer) {
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(answer.field("Retry-After"), "10");
        EXPECT_TRUE(holds(answer.body, "ما كتبته بيدي")) << answer.body;
    };
    {
        // The follower's reads and ours meet: one of both is told first.
        WriteHolder holder(*store_);
        comes_back(post(path, form));
    }
    {
        const auto holder = take_the_connection();
        comes_back(post(path, form));
    }
    Answer answer;
    testing::eventually([&] {
        answer = post(path, form);
        return answer.status == 303;
    });
    EXPECT_EQ(answer.status, 303);
    const auto kept = [&] { return read()->comments_to_moderate(story::CommentStatus::Pending, 10)->size(); };
    server_.reset();
    EXPECT_EQ(kept(), 1u);
}

}  // namespace
}  // namespace warraq::site
