// Bodies: who may send one is known by the head alone, a large one goes to disk as it comes, and who stalls
// or sends too many is told so.
#include <atomic>
#include <gtest/gtest.h>
#include <thread>

#include "serve/http/http2_session.h"
#include "serve/http/upload.h"
#include "serve/server.h"
#include "support/eventually.h"
#include "support/http2_client.h"
#include "support/http_client.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

using namespace std::chrono_literals;
using testing::eventually;
using testing::Frames;
using testing::Http2Client;
using testing::HttpClient;

constexpr std::size_t kMost = 4'000'000;

std::string bytes(std::size_t first, std::size_t size) {
    std::string out(size, '\0');
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>('a' + (first + i) * 7 % 26);
    return out;
}

class UploadsTest : public ::testing::Test {
  protected:
    void start(Limits limits = {}) {
        testing::make_certificate(folder_ / "certificate.pem", folder_ / "key.pem", "test");
        Site site;
        const auto told = [this](const Request& request) {
            const std::string_view body = request.body;
            whole_ = body == bytes(0, body.size());
            return Reply{.type = "text/plain", .body = std::to_string(body.size())};
        };
        site.router.add({Method::Get, "/", [](const Request&) { return Reply{.body = "front"}; }});
        site.router.add(
            {Method::Post, "/upload", told, {.max_body = kMost, .admits = [](const Request& request) {
                                                 if (request.cookie.empty()) return Admission::refused(401);
                                                 if (request.csrf_token != "right")
                                                     return Admission::refused(403);
                                                 return Admission{.account = request.cookie};
                                             }}});
        auto tls = TlsContext::load({(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()});
        ASSERT_TRUE(tls);
        std::filesystem::create_directory(folder_ / "data");
        server_ = std::make_unique<Server>(
            std::move(site), ServerOptions{.tls = *tls, .limits = limits, .body_folder = body_folder_});
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    static std::string head(std::size_t size, const std::string& account = "mine",
                            const std::string& more = "X-CSRF-Token: right\r\n") {
        return "POST /upload HTTP/1.1\r\nHost: a\r\n" +
               (account.empty() ? std::string() : "Cookie: " + account + "\r\n") + more +
               "Content-Length: " + std::to_string(size) + "\r\n\r\n";
    }
    static testing::Fields fields(const std::string& account = "mine", const std::string& token = "right") {
        testing::Fields out{{"x-csrf-token", token}};
        if (!account.empty()) out.emplace_back("cookie", account);
        return out;
    }
    std::uint32_t begin(Http2Client& client, testing::Fields more) {
        return client.ask(Frames::get("/upload", more, "POST"), Frames::EndHeaders);
    }
    // As much as the windows allow, waiting for more of them.
    static void send_body(Http2Client& client, std::uint32_t id, std::size_t size, bool ends = true) {
        std::size_t window = 65'535;  // until settings are agreed on
        client.on_frame = [&](int type, int, std::uint32_t stream, const std::string& payload) {
            if (type != Frames::Window || stream != id) return;
            std::uint32_t by = 0;
            for (const char c : payload) by = by << 8 | static_cast<unsigned char>(c);
            window += by;
        };
        for (std::size_t sent = 0; sent < size;) {
            while (window == 0 && client.read_frame()) {
            }
            const auto piece = std::min({window, size - sent, std::size_t{16'000}});
            if (piece == 0) break;
            const bool last = sent + piece == size;
            client.send(
                Frames::frame(Frames::Data, last && ends ? Frames::EndStream : 0, id, bytes(sent, piece)));
            sent += piece;
            window -= piece;
        }
        client.on_frame = nullptr;
    }
    double told(const std::string& name) const {
        const auto text = server_->metrics().text(0, 0);
        const auto at = text.find("\n" + name + " ");
        return at == text.npos ? -1 : std::stod(text.substr(at + name.size() + 2));
    }
    double memory_of_bodies() const { return told("warraq_connection_memory_bytes{type=\"bodies\"}"); }
    void nothing_is_left() {
        EXPECT_TRUE(eventually([&] { return told("warraq_uploads") == 0; }));
        EXPECT_EQ(told("warraq_upload_disk_bytes"), 0);
        EXPECT_EQ(told("warraq_upload_announced_bytes"), 0);
        EXPECT_EQ(HttpClient(server_->port()).get("/").body, "front");
    }

    testing::TemporaryFolder folder_;
    std::filesystem::path body_folder_ = folder_ / "data";
    std::atomic<bool> whole_{false};
    std::unique_ptr<Server> server_;
};

TEST_F(UploadsTest, WhoMayNotIsToldByTheHeadAlone) {
    start();
    const struct {
        std::string account, more;
        std::size_t size;
        int status;
    } cases[] = {{"", "X-CSRF-Token: right\r\n", 3'000'000, 401},
                 {"", "X-CSRF-Token: right\r\n", 10, 401},
                 {"mine", "X-CSRF-Token: wrong\r\n", 3'000'000, 403},
                 {"mine", "", 3'000'000, 403},
                 {"mine", "Expect: 100-continue\r\n", 3'000'000, 403},
                 {"mine", "X-CSRF-Token: right\r\n", kMost + 1, 413}};
    for (const auto& one : cases) {
        HttpClient client(server_->port());
        client.send(head(one.size, one.account, one.more));  // and not a byte of a body
        const auto answer = client.receive();
        EXPECT_EQ(answer.status, one.status);
        EXPECT_EQ(answer.field("Connection"), "close");
        EXPECT_TRUE(client.closed());
    }
    Http2Client client(server_->tls_port());
    for (const auto& [more, status] : {std::pair(fields(""), 401), std::pair(fields("mine", "wrong"), 403)}) {
        EXPECT_EQ(client.answer(begin(client, more)).status, status);
        EXPECT_EQ(client.fetch("/").status, 200);
    }
    EXPECT_EQ(told("warraq_upload_announced_bytes"), 0);
    nothing_is_left();
}

// RFC 9113, 8.1: the answer is whole, and no more of the body is wanted.
TEST_F(UploadsTest, OverHttp2NoMoreOfARefusedBodyIsAskedFor) {
    start();
    Http2Client client(server_->tls_port());
    const auto id = begin(client, fields(""));
    client.send(Frames::frame(Frames::Data, 0, id, bytes(0, 16'000)));
    EXPECT_EQ(client.answer(id).status, 401);
    while (client.answers[id].reset < 0 && client.read_frame()) {
    }
    EXPECT_EQ(client.answers[id].reset, NGHTTP2_NO_ERROR);
    EXPECT_EQ(client.fetch("/").body, "front") << "the connection goes on";
}

TEST_F(UploadsTest, ALargeBodyIsOnDiskAndNotInMemory) {
    start();
    constexpr std::size_t kSize = 3'000'000;
    HttpClient client(server_->port());
    client.send(head(kSize));
    client.send(bytes(0, kSize - 1'000));
    ASSERT_TRUE(eventually([&] { return told("warraq_upload_disk_bytes") > kSize - 200'000; }));
    EXPECT_LE(memory_of_bodies(), 2 * 64 * 1024 + 8 * 1024);
    EXPECT_EQ(told("warraq_uploads"), 1);
    EXPECT_EQ(told("warraq_upload_announced_bytes"), kSize);
    EXPECT_TRUE(std::filesystem::is_empty(body_folder_)) << "under no name";
    client.send(bytes(kSize - 1'000, 1'000));
    EXPECT_EQ(client.receive().body, std::to_string(kSize));
    EXPECT_TRUE(whole_);
    EXPECT_EQ(HttpClient(server_->port()).get("/").body, "front");
    client.send(head(5) + bytes(0, 5));
    EXPECT_EQ(client.receive().body, "5") << "the same connection";
    nothing_is_left();
}

TEST_F(UploadsTest, OverHttp2TheSame) {
    start();
    constexpr std::size_t kSize = 3'000'000;
    Http2Client client(server_->tls_port());
    const auto id = begin(client, fields());
    send_body(client, id, kSize - 1'000, false);
    ASSERT_TRUE(eventually([&] { return told("warraq_upload_disk_bytes") > kSize - 400'000; }));
    EXPECT_LE(memory_of_bodies(), 4 * (64 * 1024 + Http2Session::kUploadWindow));
    client.send(Frames::frame(Frames::Data, Frames::EndStream, id, bytes(kSize - 1'000, 1'000)));
    EXPECT_EQ(client.answer(id).body, std::to_string(kSize));
    EXPECT_TRUE(whole_);
    const auto again = begin(client, fields());
    send_body(client, again, 70'000);
    EXPECT_EQ(client.answer(again).body, "70000");
    EXPECT_TRUE(whole_);
    nothing_is_left();
}

TEST_F(UploadsTest, WithoutALengthTheSame) {
    start();
    HttpClient client(server_->port());
    client.send(
        "POST /upload HTTP/1.1\r\nHost: a\r\nCookie: mine\r\nX-CSRF-Token: right\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    constexpr std::size_t kChunk = 0x3000, kChunks = 100;
    for (std::size_t i = 0; i < kChunks; ++i) client.send("3000\r\n" + bytes(i * kChunk, kChunk) + "\r\n");
    client.send("0\r\n\r\n");
    EXPECT_EQ(client.receive().body, std::to_string(kChunk * kChunks));
    EXPECT_TRUE(whole_);
    HttpClient endless(server_->port());
    endless.send(
        "POST /upload HTTP/1.1\r\nHost: a\r\nCookie: mine\r\nX-CSRF-Token: right\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    for (std::size_t sent = 0; sent <= kMost; sent += kChunk)
        endless.send("3000\r\n" + bytes(0, kChunk) + "\r\n");
    EXPECT_EQ(endless.receive().status, 413);
    nothing_is_left();
}

TEST_F(UploadsTest, WhoStallsIsEnded) {
    start({.body_patience = 1s});
    HttpClient over_http1(server_->port());
    over_http1.send(head(2'000'000) + bytes(0, 200'000));
    Http2Client over_http2(server_->tls_port());
    const auto id = begin(over_http2, fields());
    send_body(over_http2, id, 200'000, false);
    EXPECT_EQ(over_http1.receive().status, 408);
    EXPECT_TRUE(over_http1.closed());
    EXPECT_EQ(over_http2.answer(id).status, 408);
    EXPECT_EQ(over_http2.fetch("/").body, "front");
    nothing_is_left();
}

TEST_F(UploadsTest, AnAccountSendsSoManyAtOnceAndAllTogetherSoMany) {
    start({.uploads_of_account = 2, .uploads = 3});
    std::vector<std::unique_ptr<HttpClient>> stalled;
    for (const char* account : {"a", "a", "b"}) {
        stalled.push_back(std::make_unique<HttpClient>(server_->port()));
        stalled.back()->send(head(2'000'000, account));
        ASSERT_TRUE(
            eventually([&] { return told("warraq_uploads") == static_cast<double>(stalled.size()); }));
    }
    for (const auto& [account, status] : {std::pair("a", 429), std::pair("c", 503)}) {
        HttpClient one(server_->port());
        one.send(head(2'000'000, account));
        const auto refused = one.receive();
        EXPECT_EQ(refused.status, status);
        EXPECT_EQ(refused.field("Retry-After"), "5");
        Http2Client over_http2(server_->tls_port());
        auto more = fields(account);
        more.emplace_back("content-length", "2000000");
        EXPECT_EQ(over_http2.answer(begin(over_http2, more)).status, status);
        EXPECT_EQ(over_http2.fetch("/").status, 200);
    }
    HttpClient small(server_->port());
    small.send(head(1'000, "a") + bytes(0, 1'000));
    EXPECT_EQ(small.receive().body, "1000") << "what is small is no upload";
    EXPECT_EQ(told("warraq_uploads_refused_total"), 4);
    stalled.clear();
    nothing_is_left();
}

TEST_F(UploadsTest, ADiskThatFailsIsToldAndNothingElseFails) {
    body_folder_ = folder_ / "none";
    start();
    HttpClient over_http1(server_->port());
    over_http1.send(head(200'000) + bytes(0, 200'000));
    EXPECT_EQ(over_http1.receive().status, 503);
    Http2Client over_http2(server_->tls_port());
    const auto id = begin(over_http2, fields());
    send_body(over_http2, id, 100'000, false);
    EXPECT_EQ(over_http2.answer(id).status, 503);
    EXPECT_EQ(over_http2.fetch("/").body, "front");
    HttpClient small(server_->port());
    small.send(head(60'000) + bytes(0, 60'000));
    EXPECT_EQ(small.receive().body, "60000");
    nothing_is_left();
}

TEST_F(UploadsTest, AServerThatEndsLeavesNothing) {
    start({.drain_time = 0s});
    HttpClient client(server_->port());
    client.send(head(2'000'000) + bytes(0, 500'000));
    ASSERT_TRUE(eventually([&] { return told("warraq_upload_disk_bytes") > 0; }));
    server_->stop();
    server_->wait();
    EXPECT_TRUE(client.closed());
    EXPECT_EQ(told("warraq_uploads"), 0);
    EXPECT_EQ(told("warraq_upload_disk_bytes"), 0);
}

}  // namespace
}  // namespace warraq::serve
