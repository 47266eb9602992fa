// What hostile or unlucky peers may not bring about: one test for each kind of fault that was found. The
// simulator of connections looks for others.
#include <atomic>
#include <fmt/format.h>
#include <fstream>
#include <future>
#include <gtest/gtest.h>
#include <thread>

#include "base/blocking.h"
#include "serve/server.h"
#include "support/eventually.h"
#include "support/http2_client.h"
#include "support/http_client.h"
#include "support/memory_held.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

using namespace std::chrono_literals;
using testing::eventually;
using testing::Frames;
using testing::Http2Client;
using testing::HttpClient;

// Bytes that are read one piece at a time, and say how much of them was ever asked for at once.
class Film final : public ContentSource {
  public:
    std::uint64_t size() const override { return kSize; }
    Result<std::string> read(std::uint64_t offset, std::size_t bytes) const override {
        read_ += bytes;
        for (auto most = most_.load(); bytes > most && !most_.compare_exchange_weak(most, bytes);) {
        }
        std::string out(bytes, '\0');
        for (std::size_t i = 0; i < bytes; ++i) out[i] = byte(offset + i);
        return offset + bytes > broken_from ? fail({Error::Kind::Unavailable, "the disk broke"})
                                            : Result<std::string>(std::move(out));
    }
    static char byte(std::uint64_t at) { return static_cast<char>('a' + (at / 1000 + at) % 26); }

    static constexpr std::size_t kSize = 5'000'000;
    mutable std::atomic<std::size_t> most_{0}, read_{0};
    std::uint64_t broken_from = kSize;
};

class UnbrokenTest : public ::testing::Test {
  public:
    std::size_t memory_held(const char* type = "bodies") const {
        return testing::memory_held(*server_, type);
    }

  protected:
    void start(Limits limits = {}, int workers = 2, ProxyPolicy edge = {}) {
        testing::make_certificate(folder_ / "certificate.pem", folder_ / "key.pem", "test");
        Site site;
        site.workers = workers;
        std::filesystem::create_directory(folder_ / "static");
        std::ofstream(folder_ / "static" / "site.css") << "p {}";
        site.assets = *Assets::load(folder_ / "static", "/static/", "");
        const auto text = [](std::string body) {
            Reply reply;
            reply.type = "text/plain";
            reply.body = std::move(body);
            return reply;
        };
        site.router.add({Method::Get,
                         "/",
                         [this, text](const Request&) {
                             ++renders_;
                             Reply reply = text("front");
                             reply.cache_control = "public, max-age=30";
                             return reply;
                         },
                         {.cached = true}});
        site.router.add({Method::Get,
                         "/search",
                         [this, text](const Request& request) {
                             ++renders_;
                             Reply reply = text(std::string(request.parameter("q")));
                             reply.cache_control = "public, max-age=30";
                             return reply;
                         },
                         {.cached = true, .parameters = {"q", "page"}}});
        site.router.add(
            {Method::Get, "/picture", [text](const Request&) { return text(std::string(40'000, 'p')); }});
        site.router.add({Method::Get,
                         "/interrupted",
                         [](const Request&) -> Reply { throw std::runtime_error("broken"); },
                         {.cached = true}});
        site.router.add({Method::Get, "/waits", [this, text](const Request&) {
                             ++waiting_;
                             gone_.wait();
                             return text("at last");
                         }});
        site.router.add({Method::Get,
                         "/poster",
                         [text](const Request&) {
                             Reply reply = text(std::string(250'000, 'p'));
                             reply.cache_control = "public, max-age=30";
                             return reply;
                         },
                         {.cached = true, .compressed = false, .parameters = {"n"}}});
        site.router.add({Method::Get,
                         "/fleeting",
                         [this, text](const Request&) {
                             if (renders_++ > 0) {
                                 ++waiting_;
                                 gone_.wait();
                                 throw std::runtime_error("withdrawn");
                             }
                             Reply reply = text("was there");
                             reply.cache_control = "public, max-age=30";
                             reply.tags = {"fleeting"};
                             return reply;
                         },
                         {.cached = true}});
        site.router.add({Method::Get, "/turn", [this, text](const Request&) {
                             const int turn = ++turns_;
                             gone_.wait();
                             return text(std::to_string(turn));
                         }});
        site.router.add({Method::Get,
                         "/password",
                         [this, text](const Request&) {
                             ++waiting_;
                             gone_.wait();
                             return text("right");
                         },
                         {.heavy = true}});
        site.router.add({Method::Post, "/comment", [this, text](const Request&) {
                             ++waiting_;
                             gone_.wait();
                             return text("written");
                         }});
        site.router.add({Method::Get,
                         "/events",
                         [](const Request&) { return Reply{}; },
                         {.events = [this](const Request&) { return events_; }}});
        site.router.add(
            {Method::Get, "/health", [text](const Request&) { return text("ok"); }, {.immediate = true}});
        site.router.add({Method::Post,
                         "/upload",
                         [text](const Request& request) { return text(std::to_string(request.body.size())); },
                         {.max_body = 2'000'000, .admits = [this](const Request& request) {
                              ++asked_;
                              assert_may_block("ask who it is");
                              return request.cookie == "editor" ? Admission{.account = "editor"}
                                                                : Admission::refused(401);
                          }}});
        site.router.add({Method::Get,
                         "/film",
                         [this](const Request&) {
                             Reply reply;
                             reply.type = "video/mp4";
                             reply.content = film_;
                             reply.ranges = true;
                             reply.etag = "film";
                             reply.cache_control = "public, max-age=30";
                             return reply;
                         },
                         {.cached = true, .compressed = false}});
        if (error_page_breaks_) site.error_page = [](int) -> Reply { throw 1; };  // no std::exception
        auto tls = TlsContext::load({(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()});
        ASSERT_TRUE(tls);
        server_ = std::make_unique<Server>(std::move(site),
                                           ServerOptions{.tls = *tls, .edge = edge, .limits = limits});
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    ~UnbrokenTest() override {
        let_go();
        server_.reset();
    }
    void let_go() {
        if (!std::exchange(let_go_, true)) go_.set_value();
    }
    HttpClient client() { return HttpClient(server_->port()); }
    // While as many ask for it as would hold all workers; they have their answer in the end.
    void reads_beside_many_of(const std::string& request, const std::string& answer) {
        std::vector<std::unique_ptr<HttpClient>> many;
        for (int i = 0; i < 8; ++i) {
            many.push_back(std::make_unique<HttpClient>(server_->port()));
            many.back()->send(request);
        }
        ASSERT_TRUE(eventually([&] { return waiting_ > 0; }));
        EXPECT_EQ(client().get("/search?q=a").body, "a");
        let_go();
        for (auto& one : many) EXPECT_EQ(one->receive().body, answer);
    }
    // So many readers who are each sent the same page so many times, and take nothing of it.
    std::vector<std::unique_ptr<Http2Client>> do_not_take_the_poster(int readers, int times) {
        EXPECT_EQ(client().get("/poster").body.size(), 250'000u);
        std::vector<std::unique_ptr<Http2Client>> out;
        for (int i = 0; i < readers; ++i) {
            out.push_back(std::make_unique<Http2Client>(server_->tls_port(), Frames::setting(4, 0)));
            for (int k = 0; k < times; ++k) out.back()->ask("/poster");
        }
        EXPECT_TRUE(eventually([&] { return memory_held("answers") > 250'000; }));
        return out;
    }
    void serves_on() { EXPECT_EQ(client().get("/").body, "front"); }

    testing::TemporaryFolder folder_;
    std::promise<void> go_;
    std::shared_future<void> gone_ = go_.get_future().share();
    bool let_go_ = false, error_page_breaks_ = false;
    std::atomic<int> renders_{0}, waiting_{0}, turns_{0}, asked_{0};
    std::shared_ptr<EventStream> events_ = std::make_shared<EventStream>();
    std::shared_ptr<Film> film_ = std::make_shared<Film>();
    std::unique_ptr<Server> server_;
};

TEST_F(UnbrokenTest, AReaderWhoAsksForMuchReadsNothingAndClosesHalf) {
    start();
    for (int round = 0; round < 3; ++round) {
        Http2Client client(server_->tls_port(), Frames::setting(4, 0x7FFFFFFF), 4096);
        client.send(Frames::frame(Frames::Window, 0, 0, Frames::number(0x7FFE0000)));
        for (int i = 0; i < 90; ++i) client.ask("/picture");
        ASSERT_TRUE(eventually([&] { return server_->metrics().open.load() == 1; }));
        client.finish_sending();
        EXPECT_TRUE(eventually([&] { return server_->metrics().open.load() == 0; }));
    }
    serves_on();
}

TEST_F(UnbrokenTest, BlankLinesAreNoRequest) {
    start();
    HttpClient few(server_->port());
    few.send("\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(few.receive().status, 200) << "a line or two are forgiven (RFC 9112, 2.2)";
    HttpClient many(server_->port());
    std::string lines;
    for (int i = 0; i < 100; ++i) lines += "\r\n";
    many.send(lines);
    EXPECT_EQ(many.receive().status, 400);
    EXPECT_TRUE(many.closed());
}

// Whatever the way in which the bytes of a long body are cut, what is held does not grow with it.
TEST_F(UnbrokenTest, ALongBodyInSmallChunksHoldsNoMoreThanItself) {
    start();
    HttpClient client(server_->port());
    client.send("POST /upload HTTP/1.1\r\nHost: a\r\nCookie: editor\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::string chunks;
    for (int i = 0; i < 100'000; ++i) chunks += "a\r\n0123456789\r\n";
    std::string rest = chunks;
    while (!rest.empty()) {  // never where a chunk ends
        client.send(std::string_view(rest).substr(0, 4'001));
        rest.erase(0, std::min<std::size_t>(rest.size(), 4'001));
    }
    client.send("0\r\n\r\n");
    EXPECT_EQ(client.receive().body, "1000000");
    EXPECT_TRUE(eventually([&] { return memory_held() == 0; })) << memory_held();
}

TEST_F(UnbrokenTest, CrumbsOfCookiesAreJoinedOnce) {
    start();
    Http2Client client(server_->tls_port());
    testing::Fields crumbs;
    for (int i = 0; i < 200; ++i) crumbs.emplace_back("cookie", "crumb" + std::to_string(i) + "=1");
    EXPECT_EQ(client.fetch("/", crumbs).status, 200);
    crumbs.assign({{"cookie", "a=1"}, {"cookie", "b=2"}});
    const auto id = client.ask(Frames::get("/upload", {{"cookie", "edi"}, {"cookie", "tor"}}, "POST"));
    EXPECT_EQ(client.answer(id).status, 200) << "no body: nobody is asked";
}

TEST_F(UnbrokenTest, NoReaderWaitsForAPassword) {
    start({}, 2);
    reads_beside_many_of("GET /password HTTP/1.1\r\nHost: a\r\n\r\n", "right");
}

TEST_F(UnbrokenTest, NoReaderWaitsForWhatIsWritten) {
    start({}, 1);
    reads_beside_many_of("POST /comment HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na", "written");
}

TEST_F(UnbrokenTest, NobodyFollowsEventsManyTimesOver) {
    start();
    Http2Client reader(server_->tls_port());
    for (int i = 0; i < 8; ++i) reader.ask("/events");
    EXPECT_EQ(reader.fetch("/events").status, 503);
    EXPECT_EQ(Http2Client(server_->tls_port()).fetch("/").status, 200);
    EXPECT_EQ(server_->metrics().following.load(), 8);
}

TEST_F(UnbrokenTest, WhoWouldWaitTooLongIsToldToComeAgain) {
    start({.waiting_requests = 3}, 1);
    std::vector<std::unique_ptr<HttpClient>> waiting;
    for (int i = 0; i < 4; ++i) {
        waiting.push_back(std::make_unique<HttpClient>(server_->port()));
        waiting.back()->send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
        ASSERT_TRUE(eventually([&] { return waiting_ > 0; }));
    }
    const auto told = [&] { return server_->metrics().text(0, 0); };
    ASSERT_TRUE(eventually(
        [&] { return told().find("warraq_workers_waiting{workers=\"pages\"} 3") != std::string::npos; }));
    for (const char* target : {"/waits", "/search?q=new", "/missing"}) {
        const auto refused = client().get(target);
        EXPECT_EQ(refused.status, 503) << target;
        EXPECT_EQ(refused.field("Retry-After"), "5") << target;
    }
    EXPECT_EQ(client().get("/health").body, "ok") << "asked without a worker";
    let_go();
    for (auto& one : waiting) EXPECT_EQ(one->receive().body, "at last");
    EXPECT_EQ(client().get("/search?q=new").body, "new") << "what was refused is not kept";
}

TEST_F(UnbrokenTest, WhoAsksForMuchAtOnceWaitsForItAndNotOthers) {
    constexpr int kPeers = 4, kEach = 50,
                  kOfEach = 8;  // that wait for workers at once; the others, for those
    start({}, 2);
    const auto loaded = [&](int requests) {
        return eventually([&] {
            const auto told = server_->metrics().text(0, 0);
            const auto waiting = "warraq_workers_waiting{workers=\"pages\"} " + std::to_string(requests - 2);
            return turns_ == 2 && told.find(waiting + "\n") != std::string::npos;
        });
    };
    std::vector<std::unique_ptr<Http2Client>> peers;
    for (int peer = 0; peer < kPeers; ++peer) {
        peers.push_back(std::make_unique<Http2Client>(server_->tls_port()));
        for (int i = 0; i < kEach; ++i) peers.back()->ask("/turn");
    }
    ASSERT_TRUE(loaded(kPeers * kOfEach)) << server_->metrics().text(0, 0);
    HttpClient reader(server_->port());
    reader.send("GET /turn HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(loaded(kPeers * kOfEach + 1)) << server_->metrics().text(0, 0);
    let_go();
    EXPECT_LE(std::stoi(reader.receive().body), kPeers * kOfEach + 2)
        << "one may overtake on the other worker";
    for (auto& peer : peers)
        for (std::uint32_t id = 1; id < 2 * kEach; id += 2) EXPECT_EQ(peer->answer(id).status, 200);
}

TEST_F(UnbrokenTest, WhoWaitsBehindRequestsThatAreTakenBackIsAnswered) {
    start({.answer_time = 20s}, 2);
    Http2Client client(server_->tls_port());
    std::vector<std::uint32_t> taken_back;
    for (int i = 0; i < 8; ++i) taken_back.push_back(client.ask("/waits"));
    const auto waits = client.ask("/search?q=a");
    ASSERT_TRUE(eventually([&] { return waiting_ == 2; }));
    for (const auto id : taken_back) client.send(Frames::frame(Frames::Reset, 0, id, Frames::number(8)));
    let_go();
    EXPECT_EQ(client.answer(waits).status, 200);
}

TEST_F(UnbrokenTest, WhatIsMoreThanIsMadeAheadOfAReaderComesOnceItIsTaken) {
    start({.answer_time = 20s}, 2);
    Http2Client client(server_->tls_port(), Frames::setting(4, 0x7FFFFFFF));
    client.open_window();
    EXPECT_EQ(client.fetch("/poster").body.size(), 250'000u);
    std::vector<std::uint32_t> asked;
    for (int i = 0; i < 40; ++i) asked.push_back(client.ask("/poster"));
    for (const auto id : asked) EXPECT_EQ(client.answer(id).body.size(), 250'000u);
}

TEST_F(UnbrokenTest, APageThatWasEvictedMeanwhileIsNotShownForAnError) {
    start();
    EXPECT_EQ(client().get("/fleeting").body, "was there");
    server_->cache().drop({"fleeting"}, Drop::Expire);
    HttpClient reader(server_->port());
    reader.send("GET /fleeting HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return waiting_ == 1; }));
    server_->cache().drop({"fleeting"}, Drop::Evict);
    let_go();
    EXPECT_EQ(reader.receive().status, 500);
}

TEST_F(UnbrokenTest, AnAnswerThatIsNeverMadeIsToldAndForgotten) {
    start({.answer_time = 1s}, 2);
    HttpClient over_http1(server_->port());
    over_http1.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto first = over_http1.receive();
    EXPECT_EQ(first.status, 503);
    EXPECT_EQ(first.field("Retry-After"), "5");
    EXPECT_TRUE(over_http1.closed());
    Http2Client over_http2(server_->tls_port());
    EXPECT_EQ(over_http2.fetch("/waits").status, 503);
    EXPECT_EQ(over_http2.fetch("/health").status, 200) << "other answers of the connection are made";
    EXPECT_TRUE(eventually([&] { return server_->metrics().open.load() <= 1; }));
}

TEST_F(UnbrokenTest, WorkersThatStandStillAreTold) {
    start({.stuck_time = 50ms}, 1);
    EXPECT_EQ(server_->problem(), "");
    HttpClient first(server_->port()), second(server_->port());
    first.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return waiting_ == 1; }));
    second.send("GET /search?q=a HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return server_->problem().find("pages workers") != std::string::npos; }));
    let_go();
    EXPECT_EQ(second.receive().body, "a");
    EXPECT_TRUE(eventually([&] { return server_->problem().empty(); }));
}

TEST_F(UnbrokenTest, TheSiteIsAskedOnAWorkerWhetherABodyIsWanted) {
    start();
    Http2Client client(server_->tls_port());
    const auto upload = [&](const std::string& cookie, std::size_t size) {
        const auto id = client.ask(Frames::get("/upload", {{"cookie", cookie}}, "POST"), Frames::EndHeaders);
        for (std::size_t sent = 0; sent < size; sent += 10'000)
            client.send(Frames::frame(Frames::Data, sent + 10'000 >= size ? Frames::EndStream : 0, id,
                                      std::string(10'000, 'b')));
        return client.answer(id);
    };
    client.fetch("/");  // by then the windows are agreed on
    const auto taken = upload("editor", 60'000);
    EXPECT_EQ(taken.status, 200);
    EXPECT_EQ(taken.body, "60000") << "what came before the answer is not lost";
    EXPECT_EQ(upload("stranger", 60'000).status, 401);
    EXPECT_EQ(asked_, 2);
    EXPECT_EQ(blocked_event_loops(), 0u);
}

TEST_F(UnbrokenTest, ParametersThatARouteDoesNotKnowSplitNothing) {
    start();
    HttpClient reader(server_->port());
    for (const char* target : {"/", "/?q=1", "/?q=2", "/?page=3&q=1", "/?utm_source=x", "/?%71=1"})
        EXPECT_EQ(reader.get(target).body, "front") << target;
    EXPECT_EQ(renders_, 1);
    EXPECT_EQ(server_->cache().totals().pages, 1u);
}

TEST_F(UnbrokenTest, OneSpellingDoesNotAnswerForAnother) {
    start();
    HttpClient reader(server_->port());
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(reader.get("/search?q=a%2Bb").body, "a+b");
        EXPECT_EQ(reader.get("/search?q=a+b").body, "a b");
        EXPECT_EQ(reader.get("/search?q=a%20b").body, "a b");
        EXPECT_EQ(reader.get("/search?q=a%26page%3D2").body, "a&page=2");
        EXPECT_EQ(reader.get("/search?page=2&q=a").body, "a");
        EXPECT_EQ(reader.get("/search?q=a&page=2").body, "a");
        EXPECT_EQ(reader.get("/search?q=%25").body, "%");
        EXPECT_EQ(reader.get("/search?q=a&q=b").body, "a") << "the first of those given twice";
    }
    EXPECT_EQ(renders_, 6) << "a+b, «a b», a&page=2, the second page of a, a, and %";
}

TEST_F(UnbrokenTest, AFileIsSentInPieces) {
    start();
    HttpClient reader(server_->port());
    const auto whole = reader.get("/film");
    ASSERT_EQ(whole.body.size(), Film::kSize);
    for (std::size_t at = 0; at < Film::kSize; at += 997) ASSERT_EQ(whole.body[at], Film::byte(at)) << at;
    EXPECT_EQ(whole.field("Accept-Ranges"), "bytes");
    EXPECT_EQ(whole.field("Content-Type"), "video/mp4");
    EXPECT_LE(film_->most_, kPieceBytes);
    const auto part = reader.get("/film", "Range: bytes=1000000-1099999\r\nIf-Range: \"film\"\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.field("Content-Range"), "bytes 1000000-1099999/5000000");
    EXPECT_EQ(part.body, whole.body.substr(1'000'000, 100'000));
    EXPECT_EQ(reader.get("/film", "Range: bytes=9000000-\r\n").status, 416);
    EXPECT_EQ(reader.get("/film", "If-None-Match: \"film\"\r\n").status, 304);
    reader.send("HEAD /film HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(reader.receive(true).field("Content-Length"), "5000000");
    Http2Client over_http2(server_->tls_port(), Frames::setting(4, 8'000'000));
    over_http2.send(Frames::frame(Frames::Window, 0, 0, Frames::number(60'000'000)));
    const auto first = over_http2.ask("/film"), second = over_http2.ask("/film", {{"range", "bytes=-70000"}});
    EXPECT_EQ(over_http2.answer(first).body, whole.body);
    EXPECT_EQ(over_http2.answer(second).status, 206);
    EXPECT_EQ(over_http2.answer(second).body, whole.body.substr(Film::kSize - 70'000));
}

TEST_F(UnbrokenTest, AFileThatBreaksOffIsSeenToBeBroken) {
    film_->broken_from = 1'000'000;
    start();
    HttpClient reader(server_->port());
    EXPECT_EQ(reader.get("/film").status, 0) << "the connection ends before its length is reached";
    Http2Client over_http2(server_->tls_port(), Frames::setting(4, 8'000'000));
    over_http2.send(Frames::frame(Frames::Window, 0, 0, Frames::number(60'000'000)));
    EXPECT_GE(over_http2.fetch("/film").reset, 0);
    serves_on();
}

// Many slow readers of one large file: what is held for each is a piece.
TEST_F(UnbrokenTest, SlowReadersOfALargeFileHoldAPieceEach) {
    start();
    constexpr std::size_t kReaders = 50;
    std::vector<std::unique_ptr<HttpClient>> readers;
    for (std::size_t i = 0; i < kReaders; ++i) {
        readers.push_back(std::make_unique<HttpClient>(server_->port(), 4096));
        readers.back()->send("GET /film HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    ASSERT_TRUE(eventually([&] { return memory_held("output") == kReaders * kPieceBytes; }));
    EXPECT_LT(memory_held("answers"), kReaders * 4096);
    serves_on();
}

// As when some films are paused, and pictures are looked at.
TEST_F(UnbrokenTest, OverHttp2FilesThatStandStillHoldNoPieceAndKeepNoOtherFromComing) {
    start();
    Http2Client reader(server_->tls_port());
    reader.open_window();
    std::vector<std::uint32_t> paused;
    for (int i = 0; i < 20; ++i) paused.push_back(reader.ask("/film"));
    const auto bytes_of = [&](std::uint32_t id) { return reader.answers[id].body.size(); };
    for (const auto id : paused)
        while (bytes_of(id) < 65'535 && reader.read_frame()) {
        }
    EXPECT_EQ(memory_held("output"), 0u) << "their windows are closed";
    const auto picture = reader.ask("/film", {{"range", "bytes=0-199999"}});
    reader.send(Frames::frame(Frames::Window, 0, picture, Frames::number(8 << 20)));
    EXPECT_EQ(reader.answer(picture).body.size(), 200'000u);
    reader.send(Frames::frame(Frames::Window, 0, paused[7], Frames::number(8 << 20)));
    const auto& film = reader.answer(paused[7]);
    EXPECT_EQ(film.body.size(), Film::kSize);
    EXPECT_EQ(film.body.substr(0, 200'000), reader.answers[picture].body) << "on from where it stood";
}

TEST_F(UnbrokenTest, OverHttp2AWindowThatOpensByteByByteIsReadByteByByte) {
    start();
    Http2Client reader(server_->tls_port(), Frames::setting(4, 0));
    constexpr std::uint32_t kFilms = 10, kBytes = 20;
    for (std::uint32_t i = 0; i < kFilms; ++i) reader.ask("/film");
    for (std::uint32_t window = 1; window <= kBytes; ++window) {
        reader.send(Frames::frame(Frames::Settings, 0, 0, Frames::setting(4, window)));
        const auto before = reader.frames[Frames::Data];
        while (reader.frames[Frames::Data] < before + static_cast<int>(kFilms) && reader.read_frame()) {
        }
    }
    for (std::uint32_t i = 0; i < kFilms; ++i) EXPECT_EQ(reader.answers[1 + 2 * i].body.size(), kBytes);
    EXPECT_EQ(film_->read_, kFilms * kBytes);
    serves_on();
}

// Of twelve films four hold pieces, and the connection's window is spent.
class HeldPieces : public UnbrokenTest {
  protected:
    HeldPieces() {
        start({.answer_time = 20s});
        reader_.emplace(server_->tls_port(), Frames::setting(4, 8 << 20));
        EXPECT_EQ(reader_->fetch("/film", {{"range", "bytes=0-65534"}}).body.size(), 65'535u);
        for (int i = 0; i < 12; ++i) films_.push_back(reader_->ask("/film"));
        for (const auto id : films_)
            while (reader_->answers[id].status == 0 && reader_->read_frame()) {
            }
        reader_->send(Frames::frame(Frames::Window, 0, 0, Frames::number(1)));
        const auto before = reader_->frames[Frames::Data];
        while (reader_->frames[Frames::Data] == before && reader_->read_frame()) {
        }
    }
    std::string resets(std::size_t first, std::size_t end) const {
        std::string out;
        for (auto i = first; i < end; ++i)
            out += Frames::frame(Frames::Reset, 0, films_[i], Frames::number(kCancel));
        return out;
    }
    void comes_whole(std::uint32_t film) {
        EXPECT_EQ(reader_->answer(film).body.size(), Film::kSize) << film;
    }

    static constexpr std::uint32_t kCancel = 8;
    std::optional<Http2Client> reader_;
    std::vector<std::uint32_t> films_;
};

TEST_F(HeldPieces, AreOthersOnceTheirFilmsAndThoseNextInTurnAreGivenUp) {
    reader_->send(resets(0, 8));
    reader_->open_window();
    for (std::size_t i = 8; i < 12; ++i) comes_whole(films_[i]);
}

TEST_F(HeldPieces, AreOthersOnceSettingsCloseTheirWindows) {
    reader_->send(Frames::frame(Frames::Settings, 0, 0, Frames::setting(4, 0)));
    reader_->open_window();
    const auto range = reader_->ask("/film", {{"range", "bytes=0-999"}});
    reader_->send(Frames::frame(Frames::Window, 0, range, Frames::number(1'000)));
    EXPECT_EQ(reader_->answer(range).body.size(), 1'000u);
    for (std::size_t i = 8; i < 12; ++i)
        reader_->send(Frames::frame(Frames::Window, 0, films_[i], Frames::number(8 << 20)));
    for (std::size_t i = 8; i < 12; ++i) comes_whole(films_[i]);
}

// Nothing is made for them, so nobody is ended for them.
TEST_F(UnbrokenTest, APageThatManyAreSentIsCountedOnce) {
    start({.total_memory = 3u << 20});
    auto takers = do_not_take_the_poster(5, 12);
    std::this_thread::sleep_for(1s);  // the loop looks after its connections four times a second
    EXPECT_LT(memory_held("answers"), 300'000u);
    EXPECT_EQ(server_->metrics().ended_for_memory.load(), 0u);
    takers.clear();
    EXPECT_TRUE(eventually([&] { return memory_held("answers") == 0; }));
}

TEST_F(UnbrokenTest, AHelloThatAnnouncesMoreThanAnyBrowserSaysIsTheEnd) {
    start();
    const auto hello = [](std::size_t announced) {
        std::string out("\x16\x03\x01", 3);
        const std::string head{'\1', static_cast<char>(announced >> 16), static_cast<char>(announced >> 8),
                               static_cast<char>(announced)};
        out += {'\0', static_cast<char>(head.size() + 1)};
        return out + head + "\x03";
    };
    HttpClient large(server_->tls_port()), usual(server_->tls_port());
    usual.send(hello(2'000));
    large.send(hello(131'000));
    EXPECT_TRUE(large.closed());
    EXPECT_EQ(server_->metrics().open.load(), 1);
}

// In the midst of a file, and slow.
class SlowReader {
  public:
    explicit SlowReader(UnbrokenTest& test, std::uint16_t port) : client_(port, 4096) {
        client_.send("GET /film HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_TRUE(eventually([&] { return test.memory_held("output") == kPieceBytes; }));
    }
    bool gets_all_of_it() { return client_.receive().body.size() == Film::kSize; }

  private:
    HttpClient client_;
};

TEST_F(UnbrokenTest, WhereAllHoldTooMuchTheLargestGoAndReadersStay) {
    start({.total_memory = 400u << 10});
    SlowReader reader(*this, server_->port());
    std::vector<std::unique_ptr<HttpClient>> senders;
    const auto ended = [&] { return server_->metrics().ended_for_memory.load() > 0; };
    for (int i = 0; i < 12 && !ended(); ++i) {
        const auto before = memory_held();
        senders.push_back(std::make_unique<HttpClient>(server_->port()));
        senders.back()->send(
            "POST /upload HTTP/1.1\r\nHost: a\r\nCookie: editor\r\nContent-Length: 64000\r\n\r\n" +
            std::string(60'000, 'x'));
        ASSERT_TRUE(eventually([&] { return ended() || memory_held() >= before + 60'000; }));
        std::this_thread::sleep_for(600ms);  // the loop looks after its connections four times a second
    }
    EXPECT_TRUE(ended());
    EXPECT_TRUE(reader.gets_all_of_it());
}

// They are the smallest; all the same, they go before anyone who reads.
TEST_F(UnbrokenTest, ACrowdThatSaysNothingGoesBeforeReaders) {
    start({.total_memory = 1u << 20});
    SlowReader reader(*this, server_->port());
    std::vector<std::unique_ptr<HttpClient>> crowd;
    for (int i = 0; i < 100; ++i) {
        crowd.push_back(std::make_unique<HttpClient>(server_->tls_port()));
        crowd.back()->send(i % 2 ? "\x16" : "");
    }
    EXPECT_TRUE(eventually([&] { return server_->metrics().ended_for_memory.load() > 20; }));
    EXPECT_TRUE(reader.gets_all_of_it());
    EXPECT_EQ(Http2Client(server_->tls_port()).fetch("/").body, "front");
}

TEST_F(UnbrokenTest, WhoSaysNothingCostsNoTlsSession) {
    start();
    std::vector<std::unique_ptr<HttpClient>> silent;
    for (int i = 0; i < 20; ++i) silent.push_back(std::make_unique<HttpClient>(server_->tls_port()));
    EXPECT_TRUE(eventually([&] { return server_->metrics().open.load() == 20; }));
    EXPECT_EQ(memory_held("tls"), 0u);
}

TEST_F(UnbrokenTest, TheOldestHandshakesMakeRoomForNewOnes) {
    start({.handshakes = 4});
    std::vector<std::unique_ptr<HttpClient>> begun;
    for (int i = 0; i < 20; ++i) {
        begun.push_back(std::make_unique<HttpClient>(server_->tls_port()));
        begun.back()->send("\x16");
    }
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(Http2Client(server_->tls_port()).fetch("/").body, "front") << "hands are shaken quickly";
    EXPECT_TRUE(begun.front()->closed());
    EXPECT_GE(server_->metrics().ended_for_memory.load(), 10u) << "each of the loops may keep one more";
}

// Ending whoever is sent what others are sent too frees little.
TEST_F(UnbrokenTest, WhoIsSentPagesOfTheirOwnGoesBeforeThoseWhoShareOne) {
    start({.total_memory = 1600u << 10});
    const auto sharing = do_not_take_the_poster(2, 13);
    Http2Client alone(server_->tls_port(), Frames::setting(4, 0));
    for (int k = 0; k < 12; ++k) alone.ask("/poster?n=" + std::to_string(k / 2));  // each twice
    EXPECT_TRUE(alone.closed());
    EXPECT_TRUE(eventually([&] { return server_->metrics().open.load() == 2; }));
    EXPECT_EQ(server_->metrics().ended_for_memory.load(), 1u);
}

// What waits for workers is not freed by ending connections, and has a limit of its own.
TEST_F(UnbrokenTest, BodiesThatWaitForWorkersEndNoConnection) {
    start({.total_memory = 300u << 10}, 1);
    const std::string body(60'000, 'c');
    const auto comment =
        "POST /comment HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
        body;
    HttpClient first(server_->port());
    first.send(comment);
    ASSERT_TRUE(eventually([&] { return waiting_ == 1; }));
    HttpClient second(server_->port());
    second.send(comment);
    EXPECT_EQ(second.receive().status, 503);
    Http2Client third(server_->tls_port());
    const auto id = third.ask(Frames::get("/comment", {}, "POST"), Frames::EndHeaders);
    for (std::size_t at = 0; at < body.size(); at += 15'000)
        third.send(Frames::frame(Frames::Data, at + 15'000 < body.size() ? 0 : Frames::EndStream, id,
                                 body.substr(at, 15'000)));
    EXPECT_EQ(third.answer(id).status, 503);
    EXPECT_EQ(third.fetch("/").body, "front");
    EXPECT_EQ(server_->metrics().ended_for_memory.load(), 0u);
    let_go();
    EXPECT_EQ(first.receive().body, "written");
}

TEST_F(UnbrokenTest, WhatIsReadTakesNoBodyToSpeakOf) {
    start();
    HttpClient client(server_->port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");
    EXPECT_EQ(client.receive().status, 413) << "before it comes";
    const auto in_a_chunk = [this](std::size_t bytes) {
        HttpClient chunked(server_->port());
        chunked.send("GET /search?q=a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        if (bytes > 0) chunked.send(fmt::format("{:x}\r\n{}\r\n", bytes, std::string(bytes, 'x')));
        chunked.send("0\r\n\r\n");
        return chunked.receive();
    };
    EXPECT_EQ(in_a_chunk(2'000).status, 413);
    EXPECT_EQ(in_a_chunk(20).body, "a") << "a little is read past";
    EXPECT_EQ(in_a_chunk(0).body, "a");
    HttpClient asset(server_->port());
    asset.send("GET /static/site.css HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    EXPECT_EQ(asset.receive().body, "p {}");
    Http2Client h2(server_->tls_port());
    const auto id = h2.ask(Frames::get("/"), Frames::EndHeaders);
    h2.send(Frames::frame(Frames::Data, Frames::EndStream, id, std::string(2'000, 'x')));
    EXPECT_EQ(h2.answer(id).status, 413);
}

// Behind a proxy that is trusted, so that the test has addresses of the open internet.
TEST_F(UnbrokenTest, OneAddressDoesNotFillTheLineBeforeAllOthers) {
    start({.requests_of_address = 3}, 2, {.trusted_proxies = {*IpNetwork::from("127.0.0.1")}});
    const auto from = [](const std::string& target, const std::string& address) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + address + "\r\n\r\n";
    };
    std::vector<std::unique_ptr<HttpClient>> many;
    for (int i = 0; i < 3; ++i) {
        many.push_back(std::make_unique<HttpClient>(server_->port()));
        many.back()->send(from("/waits", "151.101.1.1"));
    }
    ASSERT_TRUE(eventually([&] { return waiting_ == 2; }));
    ASSERT_TRUE(eventually([&] {
        return server_->metrics().text(0, 0).find("warraq_workers_waiting{workers=\"pages\"} 1\n") !=
               std::string::npos;
    }));
    HttpClient fourth(server_->port()), page(server_->port()), other(server_->port());
    fourth.send(from("/waits", "151.101.1.1"));
    const auto refused = fourth.receive();
    EXPECT_EQ(refused.status, 429);
    EXPECT_NE(refused.head.find("Retry-After: "), std::string::npos);
    page.send(from("/", "151.101.1.1"));
    EXPECT_EQ(page.receive().status, 429) << "a page that is still to be made, too";
    other.send(from("/", "151.101.1.2"));
    let_go();
    EXPECT_EQ(other.receive().body, "front");
    for (auto& one : many) EXPECT_EQ(one->receive().body, "at last");
    HttpClient again(server_->port());
    again.send(from("/waits", "151.101.1.1"));
    EXPECT_EQ(again.receive().body, "at last") << "places are given back";
}

TEST_F(UnbrokenTest, WhoeverWaitsForAWorkerThatIsInterruptedIsTold) {
    error_page_breaks_ = true;
    start();
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(client().get("/interrupted").status, 503) << "nor does the next wait";
    serves_on();
}

TEST_F(UnbrokenTest, AHeadThatDoesNotEndIsNotWaitedForOverHttp2Either) {
    start({.head_time = 1s});
    Http2Client client(server_->tls_port());
    EXPECT_EQ(client.fetch("/").body, "front");
    const auto id = client.ask(Frames::get("/"), Frames::EndStream);
    EXPECT_GE(client.answer(id).reset, 0)
        << "before the client gives up, and before the connection would be idle";
}

// What it takes of one answer is taken of the line that all share.
TEST_F(UnbrokenTest, AReaderWhoTakesWhatItMustHasTimeForAllThatItAsked) {
    start({.write_time = 1s, .write_bytes_a_second = 20'000});
    Http2Client client(server_->tls_port(), Frames::setting(4, 0x7FFFFFFF));
    EXPECT_EQ(client.fetch("/").body, "front") << "kept from here on";
    std::uint32_t last = 0;
    for (int n = 0; n < 3; ++n) client.ask("/poster?n=" + std::to_string(n));
    last = client.ask("/");
    for (int i = 0; i < 40; ++i) {
        std::this_thread::sleep_for(100ms);
        client.send(Frames::frame(Frames::Window, 0, 0, Frames::number(20'000)));
    }
    EXPECT_EQ(client.answer(last).body, "front");
    EXPECT_EQ(server_->metrics().timed_out.load(), 0u);
}

TEST_F(UnbrokenTest, ANewcomerTakesThePlaceOfTheLongestSilent) {
    start({.connections = 3});
    SlowReader reader(*this, server_->port());
    HttpClient first(server_->port()), second(server_->port());
    ASSERT_TRUE(eventually([&] { return server_->metrics().open.load() == 3; }));
    std::this_thread::sleep_for(1200ms);  // after a second nobody is new any more
    EXPECT_EQ(client().get("/").body, "front");
    EXPECT_TRUE(first.closed());
    EXPECT_TRUE(reader.gets_all_of_it());
}

TEST_F(UnbrokenTest, PaddingIsNoData) {
    start();
    Http2Client client(server_->tls_port());
    const auto id = client.ask(Frames::get("/upload", {{"cookie", "editor"}}, "POST"), Frames::EndHeaders);
    const auto padding = Frames::frame(Frames::Data, Frames::Padded, id, '\xFF' + std::string(255, '\0'));
    std::string many;
    for (int i = 0; i < 200; ++i) many += padding;
    // Padding is given back at once, so that no window is passed.
    for (int round = 0; round < 10; ++round) client.send(many);
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(client.goaway, 11) << "ENHANCE_YOUR_CALM";
}

}  // namespace
}  // namespace warraq::serve
