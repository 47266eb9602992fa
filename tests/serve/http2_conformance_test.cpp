// Conformance to RFC 9113: frames, requests, and the TLS that carries them.
#include <csignal>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <set>

#include "serve/http/http2_session.h"
#include "serve/server.h"
#include "support/http2_words.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

using testing::Case;
using testing::Fields;
using testing::Frames;
using testing::Http2Client;
using testing::split;
using testing::TlsClient;
using Faults = std::vector<std::string>;

constexpr const char* kFrames = "http2_frames.tsv";
constexpr const char* kRequests = "http2_cases.tsv";
constexpr std::uint32_t kTopBit = 0x80000000;

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4 && i < bytes.size(); ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

// A client that checks every frame of the server against RFC 9113, sections 4 to 6 and 8.
class StrictClient {
  public:
    explicit StrictClient(std::uint16_t port, bool bare = false)
        : client_(bare ? std::make_unique<Http2Client>(port, Http2Client::Bare{})
                       : std::make_unique<Http2Client>(port)) {
        client_->on_frame = [this](int type, int flags, std::uint32_t stream, const std::string& payload) {
            look(type, flags, stream, payload);
        };
    }

    Http2Client& wire() { return *client_; }
    void send(const std::string& frames) {
        for (const std::string& frame : split(frames, "; ")) {
            if (frame == "BARE") continue;
            const auto bytes = testing::frame_of(frame);
            if (!frame.starts_with("RAW ") && frame != "PREFACE")
                newest_ = std::max(newest_, number_at(bytes, 5) & ~kTopBit);
            client_->send(bytes);
        }
    }

    // Waits for one expectation of the table; returns what went wrong, empty if nothing did.
    std::string await(const std::string& expected) {
        const auto words = split(expected, " ");
        const auto kept = [&]() -> bool {
            if (words[0] == "goaway")
                return until([&] { return client_->goaway == testing::error_named(words.at(1)); }) &&
                       client_->closed();
            if (words[0] == "closed") return client_->closed();
            if (words[0] == "ping") return until([&] { return pings_.count(words.at(1)) != 0; });
            if (words[0] == "no") return barrier() && pings_.count(words.at(2)) == 0;
            if (words[0] == "acks") return barrier() && acks_ == std::stoi(words.at(1));
            const auto id = static_cast<std::uint32_t>(std::stoul(words[0]));
            const auto& answer = client_->answers[id];
            const std::string what = words.at(1);
            if (what == "reset")
                return until([&] { return answer.reset == testing::error_named(words.at(2)); });
            if (what == "nothing")
                return barrier() && answer.status == 0 && !answer.ended && answer.reset < 0;
            if (what == "data") {
                const auto size = std::stoul(words.at(2));
                return until([&] { return answer.body.size() >= size; }) && barrier() &&
                       answer.body.size() == size;
            }
            if (what == "continue") return until([&] { return answer.status == 100; });
            if (what == "block")
                return until([&] { return answer.ended; }) &&
                       fmt::format("{:02x}", static_cast<unsigned char>(answer.block.at(0))) == words.at(2);
            if (!until([&] { return answer.ended; }) || answer.status != std::stoi(what)) return false;
            const auto body = expected.find(what) + what.size() + 1;
            return words.size() == 2 || answer.body == expected.substr(body);
        };
        return kept() ? "" : fmt::format("not «{}» but {}", expected, state());
    }
    // Checks that the connection still serves requests.
    std::string in_step() {
        const auto id = std::max<std::uint32_t>((newest_ | 1) + 2, 101);
        client_->send(Frames::headers(id, Frames::get("/", {}, "HEAD")));
        return await(std::to_string(id) + " 200");
    }
    // Rules that the server's frames and fields violated.
    Faults faults() {
        static const std::set<std::string> kOfConnections = {
            "connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade", "te"};
        for (const auto& [id, answer] : client_->answers)
            for (std::size_t i = 0; i < answer.lines.size(); ++i) {
                const auto& [name, value] = answer.lines[i];
                demand((i == 0) == (name == ":status"), "8.3.2: :status, first and alone");
                demand(std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }),
                       "8.2: names in lower case: " + name);
                demand(kOfConnections.count(name) == 0, "8.2.2: a field of connections: " + name);
                demand(value.find_first_of(std::string("\0\r\n", 3)) == value.npos &&
                           !value.starts_with(' ') && !value.ends_with(' '),
                       "8.2.1: a field's value: " + value);
            }
        return faults_;
    }

  private:
    template <class Sign>
    bool until(Sign sign) {
        while (!sign())
            if (!client_->read_frame()) return sign();
        return true;
    }
    // Waits until the server has processed everything sent so far.
    bool barrier() {
        const std::string mark = fmt::format("mark{:04}", ++marks_);
        client_->send(Frames::frame(Frames::Ping, 0, 0, mark));
        return until([&] { return pings_.count(mark) != 0; });
    }
    std::string state() const {
        std::string out;
        for (const auto& [id, answer] : client_->answers)
            if (id != 0)
                out += fmt::format("[{}: {}{}, {} bytes, reset {}] ", id, answer.status,
                                   answer.ended ? "" : "…", answer.body.size(), answer.reset);
        return out + fmt::format("goaway {}, {} acks", client_->goaway, acks_);
    }
    void demand(bool kept, const std::string& rule) {
        if (!kept) faults_.push_back("RFC 9113, " + rule);
    }
    void look(int type, int flags, std::uint32_t stream, const std::string& payload) {
        const bool first = !begun_;
        begun_ = true;
        if (first) demand(type == Frames::Settings && flags == 0, "3.4: SETTINGS comes first");
        constexpr std::size_t kMost = 16'384;
        demand(payload.size() <= kMost, "4.2: no frame larger than allowed");
        demand((stream & kTopBit) == 0, "4.1: the reserved bit is unset");
        static constexpr int kFlags[] = {9, 13, 0, 0, 1, 0, 1, 0, 0, 4};
        demand(type <= Frames::Continuation && type != Frames::Push && type != Frames::Priority,
               "4.1, 8.4: a type that is ours to send");
        if (type <= Frames::Continuation) demand((flags & ~kFlags[type]) == 0, "4.1: unused flags are unset");
        const bool of_connection = type == Frames::Settings || type == Frames::Ping || type == Frames::GoAway;
        if (type != Frames::Window) demand(of_connection == (stream == 0), "6: streams and the connection");
        demand(stream % 2 == 0 ? stream == 0 : true, "5.1.1: no stream of ours");
        const bool content = type == Frames::Data || type == Frames::Headers;
        if (content || type == Frames::Reset) {
            demand(!reset_.count(stream), "5.1: nothing on a stream after its reset");
            demand(!content || !ended_.count(stream), "5.1: no content after END_STREAM");
        }
        if (content && (flags & Frames::EndStream)) ended_.insert(stream);
        if (type == Frames::Reset) reset_.insert(stream);
        demand(in_block_ == (type == Frames::Continuation), "4.3: blocks are contiguous");
        if (type == Frames::Headers || type == Frames::Continuation)
            in_block_ = (flags & Frames::EndHeaders) == 0;
        if (type == Frames::Settings && flags == 0)
            for (std::size_t at = 0; at + 6 <= payload.size(); at += 6) {
                const auto id = number_at("\0\0" + payload.substr(at, 2), 0);
                demand(id != 2, "6.5.2: no server offers pushes");
                demand(id != 4 || number_at(payload, at + 2) < kTopBit, "6.5.2: a window that can be");
            }
        if (type == Frames::Settings && flags == Frames::Ack) {
            demand(payload.empty(), "6.5: an acknowledgement is empty");
            ++acks_;
        }
        if (type == Frames::Ping) {
            demand(payload.size() == 8 && flags == Frames::Ack, "6.7: answers to pings");
            pings_.insert(payload);
        }
        if (type == Frames::GoAway) {
            const auto last = number_at(payload, 0);
            demand(last <= last_of_goaway_, "6.8: the last stream of GOAWAY does not grow");
            last_of_goaway_ = last;
        }
        if (type == Frames::Window)
            demand(payload.size() == 4 && number_at(payload, 0) != 0, "6.9: a window opens by something");
    }

    std::unique_ptr<Http2Client> client_;
    Faults faults_;
    std::set<std::string> pings_;
    std::set<std::uint32_t> ended_, reset_;
    std::uint32_t newest_ = 0, last_of_goaway_ = ~0U;
    int acks_ = 0, marks_ = 0;
    bool begun_ = false, in_block_ = false;
};

class Http2Conformance : public ::testing::Test {
  protected:
    void SetUp() override {
        std::signal(SIGPIPE, SIG_IGN);
        start();
    }
    void start(testing::KeyKind kind = testing::KeyKind::Ecdsa) {
        testing::make_certificate(folder_ / "certificate.pem", folder_ / "key.pem", "test", kind);
        auto tls = TlsContext::load({(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()});
        ASSERT_TRUE(tls) << tls.error().message;
        Limits limits;
        limits.idle_time = limits.write_time = limits.body_time = std::chrono::minutes(10);
        server_ = std::make_unique<Server>(testing::conformance_site(events_),
                                           ServerOptions{.tls = *tls, .threads = 1, .limits = limits});
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    std::uint16_t port() const { return server_->tls_port(); }

    Faults play(const Case& one) const {
        Faults faults;
        StrictClient client(port(), one.steps[0].sent.starts_with("BARE"));
        bool over = false;
        for (const Case::Step& step : one.steps) {
            client.send(step.sent);
            for (const std::string& expected : split(step.back, "; ")) {
                over = over || expected.starts_with("goaway") || expected == "closed";
                if (auto fault = client.await(expected); !fault.empty()) faults.push_back(fault);
            }
            if (!faults.empty()) return faults;
        }
        if (!over)
            if (auto fault = client.in_step(); !fault.empty()) faults.push_back("next request: " + fault);
        const auto broken = client.faults();
        faults.insert(faults.end(), broken.begin(), broken.end());
        return faults;
    }

    testing::TemporaryFolder folder_;
    const std::shared_ptr<EventStream> events_ = std::make_shared<EventStream>();
    std::unique_ptr<Server> server_;
};

TEST_F(Http2Conformance, FramesOfTheTable) {
    for (const Case& one : testing::read_cases(kFrames)) testing::report(kFrames, one, play(one));
}

// "name value|!name": fields that replace or drop those of a usual GET /.
Fields request_of(const std::string& text) {
    Fields fields = Frames::get("/");
    Fields more;  // after the pseudo-header fields
    std::set<std::string> replaced;
    for (const std::string& field : split(text, "|")) {
        if (field.empty()) continue;
        const auto space = field.find(' ');
        const auto name = field.starts_with('!') ? field.substr(1) : field.substr(0, space);
        const bool usual = name.starts_with(':');
        if (usual && replaced.insert(name).second)
            std::erase_if(fields, [&](const auto& one) { return one.first == name; });
        if (!field.starts_with('!')) (usual ? fields : more).emplace_back(name, field.substr(space + 1));
    }
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

TEST_F(Http2Conformance, RequestsOfTheTable) {
    for (const Case& one : testing::read_cases(kRequests)) {
        const auto& [sent, back] = one.steps[0];
        static const std::string kBody = " ¶ ";
        const auto mark = sent.find(kBody);
        const bool has_body = mark != sent.npos;
        const std::string body = has_body ? sent.substr(mark + kBody.size()) : "";
        StrictClient client(port());
        constexpr std::uint32_t kId = 1;
        client.wire().send(Frames::headers(kId, request_of(sent.substr(0, mark)),
                                           Frames::EndHeaders | (has_body ? 0 : Frames::EndStream)));
        if (has_body) client.wire().send(Frames::frame(Frames::Data, Frames::EndStream, kId, body));
        Faults faults;
        if (auto fault = client.await("1 " + back); !fault.empty()) faults.push_back(fault);
        if (auto fault = client.in_step(); faults.empty() && !fault.empty())
            faults.push_back("next request: " + fault);
        const auto broken = client.faults();
        faults.insert(faults.end(), broken.begin(), broken.end());
        testing::report(kRequests, one, faults);
    }
}

// RFC 9113, 5.1: trailers that were in flight when their stream was refused are not a reused stream ID.
TEST_F(Http2Conformance, IgnoresTrailersOfARefusedStream) {
    EXPECT_EQ(Http2Client(port()).fetch("/").status, 200);  // cached from here on: no stream waits for it
    StrictClient client(port());
    client.send("SETTINGS 0 setting INITIAL_WINDOW_SIZE 0");
    for (std::uint32_t i = 0; i < Http2Session::kStreams; ++i)
        client.send(fmt::format("HEADERS {} END_STREAM END_HEADERS get /", 2 * i + 1));
    client.send("HEADERS 201 END_HEADERS post /form; RST_STREAM 1 error CANCEL");
    client.send("HEADERS 203 END_STREAM END_HEADERS head /; HEADERS 201 END_STREAM END_HEADERS field x y");
    EXPECT_EQ(client.await("201 reset REFUSED_STREAM"), "");
    EXPECT_EQ(client.await("203 200"), "");
    EXPECT_EQ(client.wire().goaway, -1);
}

// RFC 9113, 3.2: "h2c" must not be selected within TLS.
TEST_F(Http2Conformance, IsNegotiatedByAlpn) {
    EXPECT_EQ(TlsClient(port(), {.protocols = "\x02h2"}).protocol(), "h2");
    EXPECT_EQ(TlsClient(port(), {.protocols = "\x03h2c\x02h2"}).protocol(), "h2");
    EXPECT_EQ(TlsClient(port(), {.protocols = "\x03h2c\x08http/1.1"}).protocol(), "http/1.1");
    EXPECT_FALSE(TlsClient(port(), {.protocols = "\x03h2c"}).connected());
    TlsClient unasked(port());
    unasked.send(Frames::kPreface);
    EXPECT_EQ(unasked.receive().status, 505) << "HTTP/1.1 without ALPN";
}

// RFC 9113, 9.2: SNI; 9.2.3: no client certificate is requested.
TEST_F(Http2Conformance, TlsAcceptsSni) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(
            port(),
            {.oldest = version, .newest = version, .protocols = "\x02h2", .server_name = "news.example"});
        ASSERT_TRUE(client.connected());
        client.send(std::string(Frames::kPreface) + Frames::frame(Frames::Settings, 0, 0, "") +
                    Frames::headers(1, Frames::get("/")));
        EXPECT_FALSE(client.read().empty());
        EXPECT_EQ(SSL_get_client_ciphers(client.session()) == nullptr, true);
        STACK_OF(X509_NAME)* const asked = SSL_get_client_CA_list(client.session());
        EXPECT_LE(sk_X509_NAME_num(asked), 0) << "a client certificate was requested";
    }
}

// RFC 9113, 9.2.1 and 10.6.
TEST_F(Http2Conformance, TlsHasNoCompressionOrRenegotiation) {
    TlsClient client(port(), {.newest = TLS1_2_VERSION, .protocols = "\x02h2"});
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(SSL_get_current_compression(client.session()), nullptr);
    client.send(std::string(Frames::kPreface) + Frames::frame(Frames::Settings, 0, 0, ""));
    EXPECT_FALSE(client.read().empty());
    const auto agreed = SSL_get_finished(client.session(), nullptr, 0);
    EXPECT_EQ(SSL_renegotiate(client.session()), 1);
    EXPECT_LE(SSL_do_handshake(client.session()), 0) << "renegotiated";
    ERR_clear_error();
    EXPECT_EQ(SSL_get_finished(client.session(), nullptr, 0), agreed);
}

// RFC 9113, 9.2.1 and 9.2.2: the mandatory cipher suite, and some that are prohibited.
TEST_F(Http2Conformance, Tls12HasTheMandatoryCipherAndNoProhibitedOnes) {
    start(testing::KeyKind::Rsa);
    const auto agrees = [&](const std::string& cipher) {
        const TlsClient client(port(), {.newest = TLS1_2_VERSION,
                                        .protocols = "\x02h2",
                                        .ciphers = cipher + ":@SECLEVEL=0",
                                        .groups = "P-256"});
        return client.connected();
    };
    EXPECT_TRUE(agrees("ECDHE-RSA-AES128-GCM-SHA256"));
    for (const char* forbidden : {"ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES128-SHA256", "AES128-GCM-SHA256",
                                  "AES256-CCM8", "AES128-SHA"})
        EXPECT_FALSE(agrees(forbidden)) << forbidden;
}

// RFC 9112, 9.8: a closure alert before the connection is closed.
TEST_F(Http2Conformance, TlsSendsAClosureAlert) {
    TlsClient client(port(), {.ignore_missing_close_notify = false});
    EXPECT_EQ(client.get("/", "Connection: close\r\n").status, 200);
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(client.received_close_notify());
}

}  // namespace
}  // namespace warraq::serve
