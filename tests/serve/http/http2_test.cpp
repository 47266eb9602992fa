// The server over HTTP/2: what it answers, and how it bears those who do it harm.
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

#include "serve/http/http2_session.h"
#include "serve/server.h"
#include "support/eventually.h"
#include "support/http2_client.h"
#include "support/memory_held.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

using namespace std::chrono_literals;
using testing::Fields;
using testing::Frames;
using testing::Http2Client;

constexpr std::int64_t kNoError = 0, kRefused = 7, kCancel = 8, kCalm = 11;
constexpr std::size_t kLarge = 4 << 20;

class Http2Test : public ::testing::Test {
  protected:
    void SetUp() override {
        std::signal(SIGPIPE, SIG_IGN);
        testing::make_certificate(folder_ / "certificate.pem", folder_ / "key.pem", "test");
    }
    void start(Limits limits = {}, const std::string& access_log = {}) {
        limits.body_bytes = 64;
        Site site;
        site.workers = 16;
        site.router.add({Method::Get,
                         "/",
                         [](const Request& request) {
                             Reply reply;
                             reply.body = fmt::format("cookie {}", request.cookie);
                             reply.cache_control = "public, max-age=60";
                             return reply;
                         },
                         {.cached = true}});
        site.router.add({Method::Get, "/me", [](const Request& request) {
                             Reply reply;
                             reply.body =
                                 fmt::format("{} {} {}", request.cookie, request.address, request.host);
                             return reply;
                         }});
        site.router.add({Method::Get, "/large", [](const Request&) {
                             Reply reply;
                             reply.body = std::string(kLarge, 'x');
                             reply.type = "image/png";
                             return reply;
                         }});
        site.router.add({Method::Get, "/slow/{n}", [this](const Request&) {
                             ++asked_;
                             std::this_thread::sleep_for(300ms);
                             return Reply{.body = "at last"};
                         }});
        site.router.add({Method::Post, "/form", [](const Request& request) {
                             return Reply{.body = "got " + std::string(request.body)};
                         }});
        site.router.add(
            {Method::Post,
             "/upload",
             [](const Request& request) { return Reply{.body = std::to_string(request.body.size())}; },
             {.max_body = 8 << 20, .admits = [](const Request& request) {
                  return request.cookie == "editor" ? Admission{} : Admission::refused(401);
              }}});
        site.router.add({Method::Get,
                         "/events",
                         [](const Request&) { return Reply{}; },
                         {.events = [this](const Request&) { return events_; }}});
        auto tls = TlsContext::load({(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()});
        ASSERT_TRUE(tls) << tls.error().message;
        ServerOptions options{.tls = *tls, .threads = 1, .limits = limits};
        if (!access_log.empty()) options.access_log = std::move(*AccessLog::open(access_log, false));
        server_ = std::make_unique<Server>(std::move(site), std::move(options));
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    std::uint16_t port() const { return server_->tls_port(); }
    void serves_on() {
        Http2Client other(port());
        EXPECT_EQ(other.fetch("/").status, 200) << "others are served";
    }
    std::size_t held(const char* type) const { return testing::memory_held(*server_, type); }
    // Sends the same again and again until the server has had enough.
    std::int64_t flooded(Http2Client& client, const std::string& bytes, int times) {
        for (int i = 0; i < times; ++i) client.send(bytes);
        client.closed();
        return client.goaway;
    }

    testing::TemporaryFolder folder_;
    std::atomic<int> asked_{0};
    std::shared_ptr<EventStream> events_ = std::make_shared<EventStream>();
    std::unique_ptr<Server> server_;
};

TEST_F(Http2Test, ManyRequestsShareAConnection) {
    start();
    Http2Client client(port());
    const auto slow = client.ask("/slow/1");
    for (int i = 0; i < 50; ++i) EXPECT_EQ(client.fetch("/").status, 200);
    EXPECT_FALSE(client.answers[slow].ended) << "no one waits for the slow one";
    EXPECT_EQ(client.answer(slow).body, "at last");
    const auto& me = client.fetch("/me", {{"cookie", "a=1"}, {"cookie", "b=2"}, {"cookie", "c=3"}});
    EXPECT_EQ(me.body, "a=1; b=2; c=3 127.0.0.1 test");
    const auto& page = client.fetch("/");
    EXPECT_EQ(page.fields.at("content-length"), std::to_string(page.body.size()));
    EXPECT_EQ(page.fields.count("connection"), 0U);
    EXPECT_EQ(page.fields.at("date").size(), 29U);
    const auto& same = client.fetch("/", {{"if-none-match", page.fields.at("etag")}});
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(same.body, "");
    const auto& head = client.answer(client.ask(Frames::get("/", {}, "HEAD")));
    EXPECT_EQ(head.fields.at("content-length"), page.fields.at("content-length"));
    EXPECT_EQ(head.body, "");
}

TEST_F(Http2Test, LargeAnswersFlowAsTheReaderTakesThem) {
    start();
    Http2Client client(port());
    const auto first = client.ask("/large"), second = client.ask("/large");
    // HEAD: the first two may have used up the connection's window.
    EXPECT_EQ(client.answer(client.ask(Frames::get("/me", {}, "HEAD"))).status, 200)
        << "beside answers that wait";
    constexpr std::uint32_t kWindow = 65'535;
    EXPECT_LE(client.answers[first].body.size() + client.answers[second].body.size(), kWindow);
    const auto more = [&](std::uint32_t id) {
        return Frames::frame(Frames::Window, 0, id, Frames::number(8 << 20));
    };
    client.send(more(0) + more(second));
    EXPECT_EQ(client.answer(second).body.size(), kLarge);
    EXPECT_FALSE(client.answers[first].ended);
    client.send(more(first));
    EXPECT_EQ(client.answer(first).body, std::string(kLarge, 'x'));
}

TEST_F(Http2Test, LargeBodiesAreTakenFromThoseWhoMaySendThem) {
    start();
    Http2Client client(port());
    const auto upload = [&](const std::string& cookie) {
        const auto id =
            client.ask(Frames::get("/upload", {{"cookie", cookie}, {"expect", "100-continue"}}, "POST"),
                       Frames::EndHeaders);
        while (client.answers[id].before.empty() && client.answers[id].status == 0 && client.read_frame()) {
        }
        for (int i = 0; i < 30; ++i)  // within the window; the reader of frames is not asked to wait
            client.send(
                Frames::frame(Frames::Data, i == 29 ? Frames::EndStream : 0, id, std::string(8000, 'b')));
        return client.answer(id);
    };
    const auto taken = upload("editor");
    EXPECT_EQ(taken.body, "240000");
    ASSERT_EQ(taken.before.size(), 1U);
    EXPECT_EQ(taken.before[0], 100);
    EXPECT_EQ(upload("stranger").status, 401);
    EXPECT_EQ(client.fetch("/").status, 200);
}

TEST_F(Http2Test, MoreThanIsDecentIsRefusedAndNothingElse) {
    start();
    Http2Client client(port());
    std::vector<std::uint32_t> ids;
    for (std::uint32_t i = 0; i < Http2Session::kStreams + 20; ++i)
        ids.push_back(client.ask(fmt::format("/slow/{}", i)));
    int refused = 0;
    for (const auto id : ids) refused += client.answer(id).reset == kRefused;
    EXPECT_EQ(refused, 20);
    ids.clear();
    for (std::size_t i = 0; i < Http2Session::kBodies + 2; ++i)
        ids.push_back(client.ask(Frames::get("/form", {}, "POST"), Frames::EndHeaders));
    EXPECT_EQ(client.answer(ids.back()).reset, kRefused) << "bodies that are begun";
    client.send(Frames::frame(Frames::Data, Frames::EndStream, ids[0], "one"));
    EXPECT_EQ(client.answer(ids[0]).body, "got one");
    const std::string long_value(20'000, 'v');
    const auto block = Frames::block(Frames::get("/", {{"x-long", long_value}}));
    const auto large = ids.back() + 2;
    client.send(Frames::frame(Frames::Headers, Frames::EndStream, large, block.substr(0, 16'000)) +
                Frames::frame(Frames::Continuation, Frames::EndHeaders, large, block.substr(16'000)));
    EXPECT_EQ(client.answer(large).status, 431);
    const auto target = large + 2;
    client.send(Frames::headers(target, Frames::get("/" + std::string(9000, 'a'))));
    EXPECT_EQ(client.answer(target).status, 414);
    client.send(Frames::headers(target + 2, Frames::get("/")));
    EXPECT_EQ(client.answer(target + 2).status, 200) << "still in step";
}

TEST_F(Http2Test, RequestsThatAreTakenBackDoNotPileUp) {
    start();
    Http2Client client(port());
    std::string bytes;
    for (std::uint32_t i = 0; i < 2000; ++i) {
        const auto id = 2 * i + 1;
        bytes += Frames::headers(id, Frames::get(fmt::format("/slow/{}", i))) +
                 Frames::frame(Frames::Reset, 0, id, Frames::number(8));
    }
    client.send(bytes);
    client.closed();
    EXPECT_EQ(client.goaway, kCalm) << "rapid reset";
    EXPECT_LE(asked_.load(), static_cast<int>(Http2Session::kStreams));
    serves_on();
}

TEST_F(Http2Test, FloodsEnd) {
    start();
    const auto continuation = Frames::frame(Frames::Continuation, 0, 1, "");
    const auto begun = Frames::frame(Frames::Headers, 0, 1, Frames::block(Frames::get("/")));
    const struct {
        const char* name;
        std::string first, again;
    } floods[] = {
        {"ping", "", Frames::frame(Frames::Ping, 0, 0, "12345678")},
        {"ping, answered", "", Frames::frame(Frames::Ping, Frames::Ack, 0, "12345678")},
        {"settings", "", Frames::frame(Frames::Settings, 0, 0, Frames::setting(4, 65'535))},
        {"priority", "", Frames::frame(Frames::Priority, 0, 3, Frames::number(0) + "\x10")},
        {"windows", "", Frames::frame(Frames::Window, 0, 0, Frames::number(1))},
        {"continuations", begun, continuation},
        {"empty data", Frames::headers(1, Frames::get("/form", {}, "POST"), Frames::EndHeaders),
         Frames::frame(Frames::Data, 0, 1, "")},
        {"a head without end", begun, Frames::frame(Frames::Continuation, 0, 1, std::string(16'000, '\x82'))},
    };
    for (const auto& flood : floods) {
        Http2Client client(port());
        client.send(flood.first);
        const auto code = flooded(client, flood.again, 4000);
        EXPECT_TRUE(code > kNoError || code == -1) << flood.name << ": " << code;
        serves_on();
    }
}

TEST_F(Http2Test, TheSlowAreLetGo) {
    start({.body_time = 1s, .idle_time = 1s, .write_time = 1s});
    Http2Client silent(port());
    Http2Client begun(port());
    const auto form = begun.ask(Frames::get("/form", {}, "POST"), Frames::EndHeaders);
    Http2Client closed_window(port(), Frames::setting(4, 0));
    const auto page = closed_window.ask("/");
    Http2Client deaf(port(), Frames::setting(4, 0x7FFFFFFF), 4096);
    deaf.open_window();
    for (int i = 0; i < 4; ++i) deaf.ask("/large");
    EXPECT_EQ(begun.answer(form).status, 408);
    EXPECT_EQ(closed_window.answer(page).reset, kCancel) << "a window that never opens";
    EXPECT_EQ(closed_window.answers[page].status, 200);
    silent.closed();
    EXPECT_EQ(silent.goaway, kNoError);
    begun.closed();
    EXPECT_EQ(begun.goaway, kNoError) << "and the rest of it, when nothing more is asked";
    serves_on();
}

TEST_F(Http2Test, WhoTakesNothingMoreOfAnAnswerIsLetGo) {
    start({.write_bytes_a_second = 1, .stall_time = 1s});  // a year for all of it
    Http2Client client(port());
    const auto large = client.ask("/large");  // more than its window
    EXPECT_EQ(client.answer(large).reset, kCancel);
    EXPECT_EQ(client.answers[large].body.size(), 65'535u);
    serves_on();
}

TEST_F(Http2Test, LogsTheStatusAndTheBytesThatWereSent) {
    const auto path = folder_ / "access.log";
    start({}, path.string());
    {
        Http2Client client(port());
        const std::string etag = client.fetch("/").fields.at("etag");
        ASSERT_FALSE(etag.empty());
        EXPECT_EQ(client.fetch("/", {{"if-none-match", etag}}).status, 304);
        EXPECT_EQ(client.answer(client.ask(Frames::get("/large", {}, "HEAD"))).status, 200);
        const auto given_up = client.ask("/large");  // more than the window
        while (client.answers[given_up].body.size() < 65'535 && client.read_frame()) {
        }
        client.send(Frames::frame(Frames::Reset, 0, given_up, Frames::number(kCancel)));
        EXPECT_EQ(client.fetch("/missing").status, 404);
    }
    server_.reset();
    std::ifstream in(path);
    const std::string log{std::istreambuf_iterator<char>(in), {}};
    auto line = [&, at = std::size_t{0}]() mutable {
        const auto end = log.find('\n', at);
        auto out = log.substr(at, end - at);
        at = end + 1;
        const auto bytes = out.find("\"bytes\":") + 8;
        return std::pair(out, std::stoul(out.substr(bytes)));
    };
    line();
    const auto [unchanged, unchanged_bytes] = line();
    EXPECT_NE(unchanged.find("\"status\":304"), std::string::npos) << unchanged;
    EXPECT_LT(unchanged_bytes, 1'000u);
    const auto [head, head_bytes] = line();
    EXPECT_NE(head.find("\"method\":\"HEAD\""), std::string::npos) << head;
    EXPECT_LT(head_bytes, 1'000u);
    const auto [broken_off, sent] = line();
    EXPECT_GE(sent, 65'535u) << broken_off;
    EXPECT_LT(sent, 67'000u) << broken_off;
}

// As browsers do: windows that hold a page with all its pictures.
const std::string kLargeWindows = Frames::setting(4, 0x7FFFFFFF);

TEST_F(Http2Test, WhoTakesItsAnswersSlowlyGetsThemWhole) {
    start({.idle_time = 1s, .stall_time = 10s});
    Http2Client client(port(), kLargeWindows, 4096);
    client.open_window();
    const auto first = client.ask("/large"), second = client.ask("/large");
    const auto taken = [&] { return client.answers[first].body.size() + client.answers[second].body.size(); };
    while (taken() < 2 * kLarge - 100'000 && client.read_frame())
        if (taken() % (1 << 20) < 16'384) std::this_thread::sleep_for(200ms);
    std::this_thread::sleep_for(2500ms);  // all is sent, but for what it has not taken
    EXPECT_EQ(client.answer(first).body.size(), kLarge);
    EXPECT_EQ(client.answer(second).body.size(), kLarge);
}

TEST_F(Http2Test, WhatAReaderDoesNotTakeIsNotBufferedForIt) {
    start();
    Http2Client client(port(), kLargeWindows, 4096);
    client.open_window();
    for (int i = 0; i < 4; ++i) client.ask("/large");
    ASSERT_TRUE(testing::eventually([&] { return held("output") > 0; }));
    EXPECT_LE(held("output"), 128 * 1024);
    serves_on();
}

// A cookie of nearly 4 KB, by one byte each time that it is said again (RFC 7541, 6.1).
std::string with_cookies(std::uint32_t id, const std::string& target, int times) {
    const std::string value(3'900, 'c');
    std::string block = Frames::block(Frames::get(target));
    if (id == 1) {  // "cookie", a literal that is remembered: 3,900 is 127 and 3,773 more
        block += "\x60\x7F\xBD\x1D" + value;
        --times;
    }
    return Frames::headers(id, block + std::string(static_cast<std::size_t>(times), '\xBE'));
}

TEST_F(Http2Test, OfAnAnsweredRequestItsHeadIsNotHeld) {
    start();
    Http2Client client(port(), Frames::setting(4, 0));  // takes no answer
    constexpr std::uint32_t kAsked = 50;
    std::string asks;
    for (std::uint32_t i = 0; i < kAsked; ++i) asks += with_cookies(2 * i + 1, "/", 4);
    client.send(asks);
    for (std::uint32_t i = 0; i < kAsked; ++i)
        while (client.answers[2 * i + 1].status == 0 && client.read_frame()) {
        }
    EXPECT_EQ(client.answers[2 * kAsked - 1].status, 200);
    EXPECT_LT(held("heads"), kAsked * 3'000);
}

TEST_F(Http2Test, WhereAllAreShortOfMemoryAFewBytesDoNotTakeMore) {
    constexpr std::size_t kTotal = 512 * 1024;
    start({.total_memory = kTotal});
    auto client = std::make_unique<Http2Client>(port());
    std::string asks;
    for (std::uint32_t i = 0; i < Http2Session::kStreams; ++i)
        asks += with_cookies(2 * i + 1, "/slow/" + std::to_string(i), 4);
    client->send(asks);
    std::size_t most = 0;
    ASSERT_TRUE(testing::eventually([&] {
        most = std::max(most, held("heads"));
        return asked_ > 0;
    }));
    EXPECT_LT(most, kTotal + kTotal / 4 + 64 * 1024);
    EXPECT_EQ(client->answer(2 * Http2Session::kStreams - 1).reset, kRefused);
    client.reset();
    EXPECT_TRUE(testing::eventually([&] { return held("heads") == 0; }));
    serves_on();
}

TEST_F(Http2Test, EventsAreTold) {
    start();
    events_->publish("one");
    Http2Client client(port());
    const auto first = client.ask("/events"), second = client.ask("/events");
    const auto until = [&](std::uint32_t id, const std::string& text) {
        while (client.answers[id].body.find(text) == std::string::npos && client.read_frame()) {
        }
        return client.answers[id].body.find(text) != std::string::npos;
    };
    EXPECT_TRUE(until(first, "data: one"));
    EXPECT_TRUE(until(second, "data: one"));
    EXPECT_EQ(client.answers[first].fields.at("content-type"), "text/event-stream");
    client.send(Frames::frame(Frames::Reset, 0, second, Frames::number(8)));
    events_->publish("two");
    EXPECT_TRUE(until(first, "data: two"));
    EXPECT_EQ(client.fetch("/").status, 200) << "beside them";
    EXPECT_EQ(client.answers[second].body.find("two"), std::string::npos);
    EXPECT_EQ(server_->metrics().following.load(), 1);
}

TEST_F(Http2Test, EventsThatEndLetTheirFollowersGo) {
    start();
    events_->publish("one");
    Http2Client client(port());
    const auto follower = client.ask("/events");
    while (client.answers[follower].body.find("data: one") == std::string::npos && client.read_frame()) {
    }
    events_->end();
    events_->publish("two");
    EXPECT_EQ(client.answer(follower).body.find("two"), std::string::npos);
    EXPECT_TRUE(client.answers[follower].ended) << "the stream, and nothing else";
    EXPECT_EQ(client.fetch("/").status, 200);
    EXPECT_EQ(server_->metrics().following.load(), 0);
    EXPECT_EQ(client.fetch("/events").status, 200) << "whoever comes later is let go at once";
}

TEST_F(Http2Test, WhatWasBegunIsFinishedAtTheEnd) {
    start();
    Http2Client client(port()), idle(port());
    idle.fetch("/");
    const auto slow = client.ask("/slow/1");
    client.fetch("/");
    server_->stop();
    EXPECT_EQ(client.answer(slow).body, "at last");
    EXPECT_EQ(client.goaway, kNoError);
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(idle.closed());
    server_->wait();
}

}  // namespace
}  // namespace warraq::serve
