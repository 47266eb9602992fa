#include "serve/server.h"

#include <atomic>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

#include "support/eventually.h"
#include "support/http_client.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

using testing::HttpClient;

// A server with a page at /, one that takes its time, a form, and a counter of renders.
class ServerTest : public ::testing::Test {
  protected:
    void start(Limits limits = {}, std::string access_log = {}) {
        Site site;
        const auto page = [this](const Request&) {
            ++renders_;
            Reply reply;
            reply.body = std::string(600, 'p') + std::to_string(version_.load());
            reply.cache_control = "public, max-age=30";
            reply.last_modified = from_unix(1'000'000);
            reply.tags = {"front"};
            return reply;
        };
        site.router.add({Method::Get, "/", page, {.cached = true}});
        site.router.add({Method::Get, "/large", [](const Request&) {
                             Reply reply;
                             reply.body = std::string(30 << 20, 'x');
                             reply.type = "image/png";
                             return reply;
                         }});
        site.router.add({Method::Get,
                         "/slow",
                         [this, page](const Request& request) {
                             ++slow_asked_;
                             std::this_thread::sleep_for(std::chrono::milliseconds(100));
                             return page(request);
                         },
                         {.cached = true}});
        site.router.add(
            {Method::Get, "/throws", [](const Request&) -> Reply { throw std::runtime_error("broken"); }});
        site.router.add({Method::Get,
                         "/fails",
                         [this](const Request& request) {
                             Reply reply;
                             reply.status = version_ == 0 ? 200 : version_ == 2 ? 404 : 500;
                             reply.cache_control = "public, max-age=30";
                             reply.tags = {"front"};
                             reply.body = "was well";
                             (void)request;
                             return reply;
                         },
                         {.cached = true}});
        site.router.add({Method::Post,
                         "/form",
                         [](const Request& request) {
                             Reply reply;
                             reply.body = "got " + std::string(request.body);
                             return reply;
                         },
                         {.max_body = 64}});
        site.router.add({Method::Get,
                         "/live",
                         [](const Request&) {
                             Reply reply;
                             reply.type = "text/event-stream";
                             return reply;
                         },
                         {.events = [this](const Request&) { return events_; }}});
        site.tag_field = tag_field_;
        site.on_drop = [this](const std::vector<std::string>& tags) {
            dropped_.insert(dropped_.end(), tags.begin(), tags.end());
        };
        ServerOptions options{.threads = 2, .limits = limits};
        if (!access_log.empty()) options.access_log = std::move(*AccessLog::open(access_log, false));
        server_ = std::make_unique<Server>(std::move(site), std::move(options));
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    HttpClient client() { return HttpClient(server_->port()); }

    std::atomic<int> renders_{0}, version_{0}, slow_asked_{0};
    std::string tag_field_;
    std::vector<std::string> dropped_;  // on the test's thread
    const std::shared_ptr<EventStream> events_ = std::make_shared<EventStream>();
    std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersOneByteAtATime) {
    start();
    HttpClient reader(server_->port());
    const std::string bytes =
        "POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (const char c : bytes) reader.send({&c, 1});
    EXPECT_EQ(reader.receive().body, "got abcde");
}

TEST_F(ServerTest, GivesLeaveToSendABody) {
    start();
    HttpClient reader(server_->port());
    reader.send("POST /form HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(reader.receive().status, 100);
    reader.send("ok");
    EXPECT_EQ(reader.receive().body, "got ok");
}

TEST_F(ServerTest, HeadIsTheHeadOfGet) {
    start();
    HttpClient reader(server_->port());
    const auto got = reader.get("/");
    reader.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = reader.receive(true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("Content-Length"), got.field("Content-Length"));
    EXPECT_EQ(head.field("ETag"), got.field("ETag"));
    EXPECT_EQ(reader.get("/").status, 200) << "no body followed";
}

TEST_F(ServerTest, SpeaksConditionally) {
    start();
    HttpClient reader(server_->port());
    const auto plain = reader.get("/");
    const auto etag = plain.field("ETag");
    ASSERT_FALSE(etag.empty());
    const auto same = reader.get("/", "If-None-Match: \"x\", " + etag + "\r\n");
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.field("ETag"), etag);
    EXPECT_EQ(same.field("Content-Length"), "");
    EXPECT_EQ(reader.get("/", "If-None-Match: *\r\n").status, 304);
    EXPECT_EQ(reader.get("/", "If-None-Match: \"other\"\r\n").status, 200);
    EXPECT_EQ(reader.get("/", "If-Modified-Since: " + plain.field("Last-Modified") + "\r\n").status, 304);
    EXPECT_EQ(reader.get("/", "If-Modified-Since: Mon, 05 Jan 1970 00:00:00 GMT\r\n").status, 200);
    EXPECT_EQ(reader
                  .get("/", "If-None-Match: \"other\"\r\nIf-Modified-Since: " + plain.field("Last-Modified") +
                                "\r\n")
                  .status,
              200)
        << "the tag decides alone";
    const auto packed = reader.get("/", "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(packed.field("Content-Encoding"), "gzip");
    EXPECT_NE(packed.field("ETag"), etag) << "each coding has a tag of its own";
    EXPECT_EQ(packed.field("Vary"), "Accept-Encoding");
}

TEST_F(ServerTest, RendersOnceHoweverManyAsk) {
    start();
    std::vector<std::thread> readers;
    std::atomic<int> right{0};
    for (int i = 0; i < 20; ++i)
        readers.emplace_back([&] { right += HttpClient(server_->port()).get("/slow").status == 200; });
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(right, 20);
    EXPECT_EQ(renders_, 1);
}

TEST_F(ServerTest, ShowsTheNewPageAfterADrop) {
    start();
    HttpClient reader(server_->port());
    EXPECT_TRUE(reader.get("/").body.ends_with("p0"));
    version_ = 1;
    EXPECT_TRUE(reader.get("/").body.ends_with("p0")) << "kept until told";
    server_->cache().drop({"front"}, Drop::Expire);
    EXPECT_TRUE(reader.get("/").body.ends_with("p1"));
    EXPECT_EQ(renders_, 2);
}

TEST_F(ServerTest, ShowsTheOldPageRatherThanAnError) {
    start();
    HttpClient reader(server_->port());
    EXPECT_EQ(reader.get("/fails").body, "was well");
    version_ = 1;
    server_->cache().drop({"front"}, Drop::Expire);
    for (int i = 0; i < 2; ++i) {
        const auto old = reader.get("/fails");
        EXPECT_EQ(old.body, "was well");
        EXPECT_EQ(old.field("Cache-Control"), "public, max-age=1") << "asked for again soon";
        EXPECT_EQ(old.field("Warning"), "111 - \"Revalidation Failed\"");
    }
    version_ = 0;
    EXPECT_EQ(reader.get("/fails").field("Warning"), "") << "the old page did not become the newest one";
    version_ = 1;
    server_->cache().expire_all();
    EXPECT_EQ(reader.get("/fails").field("Warning"), "111 - \"Revalidation Failed\"");
    server_->cache().drop({"front"}, Drop::Evict);
    EXPECT_EQ(reader.get("/fails").status, 500);
}

TEST_F(ServerTest, ShowsNoOldPageOfWhatIsNoLongerThere) {
    start();
    HttpClient reader(server_->port());
    EXPECT_EQ(reader.get("/fails").status, 200);
    version_ = 2;
    server_->cache().drop({"front"}, Drop::Expire);
    EXPECT_EQ(reader.get("/fails").status, 404);
    version_ = 1;
    EXPECT_EQ(reader.get("/fails").status, 500) << "not the page from before it was gone";
}

// A cache in front would keep the page that a change touched.
TEST_F(ServerTest, TellsACacheInFrontItsTagsAndNoOldPage) {
    tag_field_ = "xkey";
    start();
    HttpClient reader(server_->port());
    EXPECT_EQ(reader.get("/slow").field("xkey"), "front");
    EXPECT_EQ(reader.get("/form").field("xkey"), "");
    version_ = 1;
    server_->cache().drop({"front"}, Drop::Expire);
    EXPECT_EQ(dropped_, std::vector<std::string>{"front"});
    std::thread first([&] { EXPECT_TRUE(client().get("/slow").body.ends_with("p1")); });
    EXPECT_TRUE(testing::eventually([&] { return slow_asked_ == 2; }));  // while it is made
    EXPECT_TRUE(reader.get("/slow").body.ends_with("p1"));
    first.join();
}

TEST_F(ServerTest, SurvivesAHandlerThatThrows) {
    start();
    HttpClient reader(server_->port());
    EXPECT_EQ(reader.get("/throws").status, 500);
    EXPECT_EQ(reader.get("/").status, 200);
}

TEST_F(ServerTest, TellsTheMethodsOfAPath) {
    start();
    HttpClient reader(server_->port());
    reader.send("DELETE /form HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(reader.receive().field("Allow"), "POST, OPTIONS");
}

TEST_F(ServerTest, RefusesHeadsThatAreTooLarge) {
    start();
    {
        HttpClient reader(server_->port());
        reader.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
        EXPECT_EQ(reader.receive().status, 431);
    }
    {
        HttpClient reader(server_->port());
        reader.send("GET /" + std::string(9'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(reader.receive().status, 414);
    }
    HttpClient endless(server_->port());
    endless.send(std::string(40'000, 'x'));
    EXPECT_EQ(endless.receive().status, 414);
    EXPECT_TRUE(endless.closed());
}

TEST_F(ServerTest, EndsTheSlow) {
    using namespace std::chrono_literals;
    start({.head_time = 1s, .body_time = 1s, .idle_time = 1s});
    HttpClient idle(server_->port()), slow_head(server_->port()), slow_body(server_->port());
    slow_head.send("GET / HTTP/1.1\r\nHo");
    slow_body.send("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab");
    EXPECT_EQ(slow_head.receive().status, 408);
    EXPECT_TRUE(slow_head.closed());
    EXPECT_EQ(slow_body.receive().status, 408);
    EXPECT_TRUE(slow_body.closed());
    EXPECT_TRUE(idle.closed());
    EXPECT_GE(server_->metrics().timed_out.load(), 3u);
}

TEST_F(ServerTest, EndsAReaderWhoDoesNotRead) {
    using namespace std::chrono_literals;
    start({.write_time = 1s, .write_bytes_a_second = 1u << 30});
    HttpClient reader(server_->port(), 4096);
    reader.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(testing::eventually([&] { return server_->metrics().open.load() == 0; }));
}

TEST_F(ServerTest, EndsAReaderWhoTakesNothingMoreOfALargeAnswer) {
    using namespace std::chrono_literals;
    start({.write_bytes_a_second = 1, .stall_time = 1s});  // a year for all of it
    HttpClient reader(server_->port(), 4096);
    reader.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(testing::eventually([&] { return server_->metrics().timed_out.load() == 1; }));
    EXPECT_TRUE(testing::eventually([&] { return server_->metrics().open.load() == 0; }));
}

TEST_F(ServerTest, SendsALargeAnswerWhole) {
    start();
    EXPECT_EQ(client().get("/large").body.size(), 30u << 20);
}

TEST_F(ServerTest, RefusesConnectionsOverTheLimit) {
    start({.connections = 4});
    std::vector<std::unique_ptr<HttpClient>> readers;
    int refused = 0;
    for (int i = 0; i < 12; ++i) {
        readers.push_back(std::make_unique<HttpClient>(server_->port()));
        refused += readers.back()->get("/").status == 503;
    }
    EXPECT_GE(refused, 8);
    EXPECT_EQ(server_->metrics().refused.load(), static_cast<std::uint64_t>(refused));
}

TEST_F(ServerTest, EventsThatEndLetTheirFollowersGo) {
    start();
    events_->publish("one");
    HttpClient first(server_->port());
    first.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
    first.receive();
    EXPECT_EQ(first.next_event(), "data: one");
    events_->end();
    events_->publish("two");
    EXPECT_EQ(first.next_event(), "");
    EXPECT_TRUE(first.closed());
    HttpClient late(server_->port());
    late.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(late.receive().status, 200);
    EXPECT_EQ(late.next_event(), "");
}

TEST_F(ServerTest, TellsEventsToWhoFollows) {
    start();
    events_->publish("one");
    HttpClient first(server_->port()), second(server_->port());
    first.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
    const auto head = first.receive();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.field("Content-Type"), "text/event-stream");
    EXPECT_EQ(head.field("Cache-Control"), "no-store");
    EXPECT_EQ(first.next_event(), "data: one");
    events_->publish("one");  // the same again: not told
    events_->publish("two");
    EXPECT_EQ(first.next_event(), "data: two");
    second.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
    second.receive();
    EXPECT_EQ(second.next_event(), "data: two") << "the latest to whoever comes later";
    events_->publish("three");
    EXPECT_EQ(first.next_event(), "data: three");
    EXPECT_EQ(second.next_event(), "data: three");
    EXPECT_EQ(server_->metrics().following.load(), 2);
    EXPECT_EQ(client().get("/").status, 200) << "meanwhile";

    HttpClient head_only(server_->port());
    head_only.send("HEAD /live HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(head_only.receive(true).field("Content-Type"), "text/event-stream");
    server_->stop();
    EXPECT_TRUE(first.closed());
    EXPECT_TRUE(second.closed());
    server_->wait();
    EXPECT_EQ(server_->metrics().following.load(), 0);
}

TEST_F(ServerTest, FollowersLeaveRoomForReaders) {
    start({.connections = 8});  // four for each of two threads
    std::vector<std::unique_ptr<HttpClient>> followers;
    int following = 0, busy = 0;
    for (int i = 0; i < 8; ++i) {
        auto& follower = *followers.emplace_back(std::make_unique<HttpClient>(server_->port()));
        follower.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
        (follower.receive().status == 200 ? following : busy) += 1;
    }
    EXPECT_LE(following, 4);
    EXPECT_GE(busy, 4);
}

TEST_F(ServerTest, AFollowerWhoLeavesIsForgotten) {
    start();
    {
        HttpClient follower(server_->port());
        follower.send("GET /live HTTP/1.1\r\nHost: test\r\n\r\n");
        EXPECT_EQ(follower.receive().status, 200);
        EXPECT_EQ(server_->metrics().following.load(), 1);
    }
    EXPECT_TRUE(testing::eventually([&] { return server_->metrics().following.load() == 0; }));
}

TEST_F(ServerTest, FinishesWhatItStarted) {
    start();
    HttpClient idle(server_->port());
    EXPECT_EQ(idle.get("/").status, 200);
    std::thread asking([&] {
        const auto answer = client().get("/slow");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.field("Connection"), "close");
    });
    EXPECT_TRUE(testing::eventually([&] { return slow_asked_ > 0; }));
    server_->stop();
    server_->wait();
    asking.join();
    EXPECT_TRUE(idle.closed());
    EXPECT_FALSE(HttpClient(server_->port()).connected());
}

TEST_F(ServerTest, SaysWhenItsPortIsTaken) {
    start();
    Server second(Site{}, {.port = server_->port()});
    auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("in use"), std::string::npos) << started.error().message;
}

TEST_F(ServerTest, LogsNoAddress) {
    testing::TemporaryFolder folder;
    start({}, (folder / "access.log").string());
    client().get("/?who=\"me\"");
    server_.reset();
    std::ifstream in(folder / "access.log");
    const std::string line{std::istreambuf_iterator<char>(in), {}};
    EXPECT_NE(line.find("\"target\":\"/?who=\\\"me\\\"\",\"status\":200"), std::string::npos) << line;
    EXPECT_EQ(line.find("127.0.0.1"), std::string::npos);
}

}  // namespace
}  // namespace warraq::serve
