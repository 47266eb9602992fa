// The server over TLS, behind proxies, and where it sends those who come without TLS.
#include "serve/net/tls.h"

#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <thread>

#include "serve/net/proxy_header.h"
#include "serve/server.h"
#include "support/certificate.h"
#include "support/eventually.h"
#include "support/heard_log.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

using namespace std::chrono_literals;
using testing::HttpClient;
using testing::TlsClient;

class TlsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::signal(SIGPIPE, SIG_IGN);
        renew("first");
    }
    void renew(const std::string& name) {
        testing::make_certificate(folder_ / "certificate.pem", folder_ / "key.pem", name);
    }
    TlsFiles files() const {
        return {(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()};
    }
    void start(ProxyPolicy edge = {}, Limits limits = {}) {
        Site site;
        site.router.add({Method::Get, "/", [](const Request& request) {
                             Reply reply;
                             reply.body = fmt::format("{} {}", request.address, request.loopback);
                             return reply;
                         }});
        site.router.add({Method::Get, "/large", [](const Request&) {
                             Reply reply;
                             reply.body = std::string(kLarge, 'x');
                             reply.type = "image/png";
                             return reply;
                         }});
        site.router.add({Method::Get, std::string(kAcmePath) + "{token}", [](const Request& request) {
                             Reply reply;
                             reply.body = request.capture("token");
                             return reply;
                         }});
        site.router.add({Method::Post,
                         "/form",
                         [](const Request& request) {
                             Reply reply;
                             reply.body = std::to_string(request.body.size());
                             return reply;
                         },
                         {.max_body = 1 << 20}});
        auto tls = TlsContext::load(files());
        ASSERT_TRUE(tls) << tls.error().message;
        limits.certificate_look = 20ms;
        server_ = std::make_unique<Server>(
            std::move(site),
            ServerOptions{.tls = *tls, .edge = std::move(edge), .threads = 2, .limits = limits});
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    TlsClient secure(const testing::TlsManner& how = {}) { return TlsClient(server_->tls_port(), how); }
    HttpClient plain() { return HttpClient(server_->port()); }

    static constexpr std::size_t kLarge = 8 << 20;
    testing::TemporaryFolder folder_;
    std::unique_ptr<Server> server_;
};

TEST_F(TlsTest, SpeaksTls12And13AndNothingOlder) {
    start();
    for (const auto& [version, name] : {std::pair(TLS1_2_VERSION, "TLSv1.2"), {TLS1_3_VERSION, "TLSv1.3"}}) {
        TlsClient client(server_->tls_port(), {.oldest = version, .newest = version});
        ASSERT_TRUE(client.connected()) << name;
        EXPECT_EQ(client.version(), name);
        EXPECT_EQ(client.get("/").body, "127.0.0.1 true");
        EXPECT_EQ(client.get("/").status, 200) << "the connection stays";
    }
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
        EXPECT_FALSE(TlsClient(server_->tls_port(), {.oldest = version, .newest = version}).connected());
    EXPECT_EQ(plain().get("/").status, 200) << "beside it, the other door";
}

TEST_F(TlsTest, OffersTheProtocolThatItSpeaks) {
    start();
    EXPECT_EQ(TlsClient(server_->tls_port(), {.protocols = "\x08http/1.1"}).protocol(), "http/1.1");
    EXPECT_EQ(TlsClient(server_->tls_port(), {.protocols = "\x08spdy/3.1\x08http/1.1"}).protocol(),
              "http/1.1");
    EXPECT_FALSE(TlsClient(server_->tls_port(), {.protocols = "\x08spdy/3.1"}).connected());
}

TEST_F(TlsTest, LargeAnswersAndBodiesPassThroughSmallBuffers) {
    start();
    TlsClient client(server_->tls_port(), {.receive_buffer = 4096});
    client.send("GET /large HTTP/1.1\r\nHost: test\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    const auto large = client.receive();
    EXPECT_EQ(large.body.size(), kLarge);
    EXPECT_EQ(large.body.find_first_not_of('x'), std::string::npos);
    EXPECT_EQ(client.receive().status, 200) << "what was asked meanwhile";
    const std::string body(600'000, 'b');
    client.send(fmt::format("POST /form HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", body.size()) +
                body);
    EXPECT_EQ(client.receive().body, "600000");
}

TEST_F(TlsTest, ACertificateIsRenewedWhileReadersAreServed) {
    const auto heard = std::make_shared<testing::HeardLog>();
    const auto before_test = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", heard));
    start();
    TlsClient before(server_->tls_port());
    EXPECT_EQ(before.name(), "first");
    std::ofstream(folder_ / "certificate.pem") << "half a file";
    EXPECT_TRUE(
        testing::eventually([&] { return heard->all().find("the one in use stays") != std::string::npos; }));
    EXPECT_EQ(secure().name(), "first") << "a broken one is not taken";
    renew("second");
    EXPECT_TRUE(testing::eventually([&] { return secure().name() == "second"; }));
    EXPECT_EQ(before.get("/").status, 200) << "who was there stays";
    server_.reset();  // before its log
    spdlog::set_default_logger(before_test);
}

TEST_F(TlsTest, FilesThatDoNotGoTogetherAreRefusedWithTheirNames) {
    const auto error_of = [](const TlsFiles& files) {
        const auto loaded = TlsContext::load(files);
        return loaded ? std::string() : loaded.error().message;
    };
    EXPECT_EQ(error_of(files()), "");
    testing::make_certificate(folder_ / "other.pem", folder_ / "other-key.pem", "other");
    auto wrong = files();
    wrong.key = (folder_ / "other-key.pem").string();
    EXPECT_NE(error_of(wrong).find("other-key.pem"), std::string::npos);
    wrong.key = (folder_ / "none.pem").string();
    EXPECT_NE(error_of(wrong).find("none.pem"), std::string::npos);
    wrong = files();
    wrong.certificate = wrong.key;
    EXPECT_NE(error_of(wrong), "");
}

TEST_F(TlsTest, KnowsWhenItsCertificateEnds) {
    const auto loaded = TlsContext::load(files());
    ASSERT_TRUE(loaded);
    EXPECT_NEAR(static_cast<double>(to_unix((*loaded)->ends()) - to_unix(now())), 86'400, 60);
}

TEST_F(TlsTest, WhoDoesNotFinishTheHandshakeIsLetGo) {
    start({}, {.head_time = 1s});
    HttpClient silent(server_->tls_port());
    HttpClient clear(server_->tls_port());
    clear.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(clear.receive().status, 0);
    EXPECT_TRUE(silent.closed());
    EXPECT_EQ(secure().get("/").status, 200);
}

TEST_F(TlsTest, WithoutTlsReadersAreSentToTheAddressThatIsOurs) {
    start({.trusted_proxies = {*IpNetwork::from("127.0.0.1")}, .https_origin = "https://example.org"});
    auto client = plain();
    const auto sent = client.get("/a?b=%D8%AE", "Host: evil.example\r\n");
    EXPECT_EQ(client.get("/a?b=c").status, 0) << "two hosts are no request";
    EXPECT_EQ(sent.status, 400);
    const auto moved = plain().get("/a?b=%D8%AE");
    EXPECT_EQ(moved.status, 301);
    EXPECT_EQ(moved.field("Location"), "https://example.org/a?b=%D8%AE");
    EXPECT_EQ(plain().post("/form", "a=b").status, 403) << "what was sent in the clear is not sent on";
    EXPECT_EQ(plain().get(std::string(kAcmePath) + "abc").body, "abc");
    EXPECT_EQ(plain().get("/", "X-Forwarded-Proto: https\r\n").status, 200) << "the proxy took TLS off";
    EXPECT_EQ(plain().get("/", "X-Forwarded-Proto: http\r\n").status, 301);
    EXPECT_EQ(secure().get("/").status, 200);
}

TEST_F(TlsTest, AddressesAreBelievedOfTrustedProxiesAlone) {
    start();
    EXPECT_EQ(plain().get("/", "X-Forwarded-For: 198.51.100.7\r\n").body, "127.0.0.1 false")
        << "trusted by no one";
    server_.reset();
    start({.trusted_proxies = {*IpNetwork::from("127.0.0.1"), *IpNetwork::from("10.0.0.0/8")}});
    for (const auto& [field, address] : {std::pair("198.51.100.7", "198.51.100.7"),
                                         {"1.1.1.1, 198.51.100.7", "198.51.100.7"},
                                         {"1.1.1.1, 198.51.100.7,10.0.0.1 , 10.9.9.9", "198.51.100.7"},
                                         {"10.0.0.3, 10.0.0.2", "10.0.0.3"},
                                         {"evil, 10.0.0.2", "10.0.0.2"},
                                         {"2001:db8::7", "2001:db8::7"},
                                         {"unknown", "127.0.0.1"},
                                         {"", "127.0.0.1"}}) {
        auto client = plain();
        EXPECT_EQ(client.get("/", fmt::format("X-Forwarded-For: {}\r\n", field)).body,
                  fmt::format("{} false", address))
            << field;
        EXPECT_EQ(client.get("/").body, "127.0.0.1 true") << "the next request is another reader's";
    }
}

TEST_F(TlsTest, ProxiesMayTellByTheirProtocol) {
    const std::string one = "PROXY TCP4 198.51.100.7 192.0.2.1 4000 443\r\n";
    start({.trusted_proxies = {*IpNetwork::from("127.0.0.1")}, .proxy_protocol = true}, {.head_time = 5s});
    auto client = plain();
    client.send(one + "GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(client.receive().body, "198.51.100.7 false");
    EXPECT_EQ(TlsClient(server_->tls_port(), {.first = one}).get("/", "X-Forwarded-For: 9.9.9.9\r\n").body,
              "198.51.100.7 false")
        << "whom the proxy speaks for is no proxy";
    auto slow = plain();
    slow.send(one.substr(0, 10));
    std::this_thread::sleep_for(50ms);
    EXPECT_TRUE(slow.closed()) << "proxies send it in one piece";
    EXPECT_EQ(plain().get("/").status, 0) << "without the header there is no proxy";
    auto silent = plain();
    silent.send("PROXY TCP4 ");
    EXPECT_TRUE(silent.closed());
}

TEST_F(TlsTest, OneAddressDoesNotTakeAllConnections) {
    start({.trusted_proxies = {*IpNetwork::from("127.0.0.1")}, .proxy_protocol = true},
          {.connections_of_address = 2});
    const auto from = [&](const std::string& address) {
        auto client = std::make_unique<HttpClient>(server_->port());
        client->send("PROXY TCP4 " + address + " 192.0.2.1 4000 443\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n");
        return client;
    };
    std::vector<std::unique_ptr<HttpClient>> many;
    int served = 0;
    for (int i = 0; i < 20; ++i) {
        many.push_back(from("93.184.216.34"));
        served += many.back()->receive().status == 200;
    }
    EXPECT_EQ(served, 2) << "whichever threads have them";
    EXPECT_EQ(from("93.184.216.35")->receive().status, 200) << "another";
    for (int i = 0; i < 20; ++i) {
        many.push_back(from("10.0.0.1"));
        EXPECT_EQ(many.back()->receive().status, 200) << "its own network";
    }
    many.clear();
    EXPECT_TRUE(testing::eventually([&] { return from("93.184.216.34")->receive().status == 200; }))
        << "places are given back";
}

TEST(ProxyHeader, IsReadAsTheTableSays) {
    const std::string signature("\r\n\r\n\0\r\nQUIT\n", 12);
    const auto binary = [&](int command, int family, const std::string& rest) {
        return signature + static_cast<char>(0x20 | command) + static_cast<char>(family) +
               static_cast<char>(rest.size() >> 8) + static_cast<char>(rest.size() & 0xFF) + rest;
    };
    const std::string four("\xC6\x33\x64\x07\xC0\x00\x02\x01\x0F\xA0\x01\xBB", 12), six(36, '\x20');
    struct Row {
        std::string bytes;
        ProxyHeaderFound found;
        std::string address;
        std::size_t left = 0;  // after the header
    };
    using enum ProxyHeaderFound;
    const Row rows[] = {
        {"PROXY TCP4 198.51.100.7 192.0.2.1 1 2\r\nGET", Whole, "198.51.100.7", 3},
        {"PROXY TCP6 2001:db8::7 ::1 1 2\r\n", Whole, "2001:db8::7"},
        {"PROXY UNKNOWN\r\n", Whole, ""},
        {"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", Whole, ""},
        {"", NotYet, ""},
        {"PRO", NotYet, ""},
        {"PROXY TCP4 198.51.100.7 192.0.2.1 1 2", NotYet, ""},
        {"PROXY TCP4 198.51.100.7 192.0.2.1 1 2" + std::string(80, ' '), Broken, ""},
        {"PROXY TCP4 host 192.0.2.1 1 2\r\n", Broken, ""},
        {"PROXY TCP4 198.51.100.7 192.0.2.1 1\r\n", Broken, ""},
        {"PROXY TCP4 198.51.100.7 192.0.2.1 1 2 3\r\n", Broken, ""},
        {"PROXY UDP4 198.51.100.7 192.0.2.1 1 2\r\n", Broken, ""},
        {"GET / HTTP/1.1\r\n", Broken, ""},
        {binary(1, 0x11, four) + "GET", Whole, "198.51.100.7", 3},
        {binary(1, 0x21, six), Whole, "2020:2020:2020:2020:2020:2020:2020:2020"},
        {binary(1, 0x11, four + "\x04\x00\x01x"), Whole, "198.51.100.7"},
        {binary(0, 0x00, ""), Whole, ""},
        {binary(1, 0x00, ""), Whole, ""},
        {binary(1, 0x11, four.substr(1)), Broken, ""},
        {binary(1, 0x21, four), Broken, ""},
        {binary(1, 0x31, std::string(216, 'u')), Broken, ""},
        {binary(2, 0x11, four), Broken, ""},
        {binary(1, 0x11, std::string(600, 'x')), Broken, ""},
        {signature.substr(0, 6), NotYet, ""},
        {binary(1, 0x11, four).substr(0, 20), NotYet, ""},
        {signature + "\x11\x11" + std::string("\0\0", 2), Broken, ""},
    };
    for (const Row& row : rows) {
        ProxyHeader header;
        EXPECT_EQ(find_proxy_header(row.bytes, header), row.found) << ::testing::PrintToString(row.bytes);
        if (row.found != Whole) continue;
        EXPECT_EQ(header.address, row.address) << ::testing::PrintToString(row.bytes);
        EXPECT_EQ(header.size + row.left, row.bytes.size()) << ::testing::PrintToString(row.bytes);
    }
}

}  // namespace
}  // namespace warraq::serve
