// Servers that we ask are held against their certificates, and lead nowhere else.
#include <atomic>
#include <csignal>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "desk/mailer.h"
#include "outgoing/http_call.h"
#include "serve/server.h"
#include "support/certificate.h"
#include "support/eventually.h"
#include "support/heard_log.h"
#include "support/temporary_folder.h"
#include "wordpress/downloader.h"

namespace warraq::desk {
namespace {

// One that signs its certificate itself, and has a page that leads to another.
class OutgoingTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::signal(SIGPIPE, SIG_IGN);
        testing::make_certificate(folder_ / "certificate.pem", folder_ / "key.pem", "127.0.0.1");
        serve::Site site;
        site.router.add({serve::Method::Get, "/to", [this](const serve::Request&) {
                             ++asked_;
                             serve::Reply reply;
                             reply.status = 301;
                             reply.headers.push_back({"Location", "/there"});
                             return reply;
                         }});
        site.router.add({serve::Method::Get, "/there", [this](const serve::Request&) {
                             ++followed_;
                             return serve::Reply{.body = "there"};
                         }});
        auto tls =
            serve::TlsContext::load({(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()});
        ASSERT_TRUE(tls) << tls.error().message;
        server_ = std::make_unique<serve::Server>(std::move(site), serve::ServerOptions{.tls = *tls});
        ASSERT_TRUE(server_->start());
    }
    static auto call(std::string address) {
        return outgoing::HttpCall(std::move(address), outgoing::Reach::anywhere(),
                                  {.time = std::chrono::seconds(10)})
            .perform({});
    }
    static wordpress::WebFolder folder(const std::string& address) {
        return *wordpress::WebFolder::from(address);
    }
    std::string plain(std::string_view path = "/") const {
        return "http://127.0.0.1:" + std::to_string(server_->port()) + std::string(path);
    }
    std::string secure(std::string_view path = "/") const {
        return "https://127.0.0.1:" + std::to_string(server_->tls_port()) + std::string(path);
    }

    testing::TemporaryFolder folder_;
    std::atomic<int> asked_{0}, followed_{0};
    std::unique_ptr<serve::Server> server_;
};

TEST_F(OutgoingTest, ACertificateThatNoAuthoritySignedEndsTheCall) {
    const auto fetched = wordpress::Downloader(folder(secure())).get(secure("/there"));
    ASSERT_FALSE(fetched);
    EXPECT_NE(fetched.error().message.find("certificate"), std::string::npos) << fetched.error().message;
    const auto called = call(secure("/there"));
    ASSERT_FALSE(called);
    EXPECT_NE(called.error().message.find("certificate"), std::string::npos) << called.error().message;
    const auto sent = send_letter(
        {"smtps://127.0.0.1:" + std::to_string(server_->tls_port()), "desk@example.org", "desk", "secret"},
        {"reader@example.org", "x", "y"});
    ASSERT_FALSE(sent);
    EXPECT_NE(sent.error().message.find("certificate"), std::string::npos) << sent.error().message;
    EXPECT_EQ(sent.error().message.find("secret"), std::string::npos);
    EXPECT_EQ(followed_, 0);
    EXPECT_TRUE(wordpress::Downloader(folder(plain())).get(plain("/there"))) << "the page is there";
}

TEST_F(OutgoingTest, ALetterThatCannotBeSentIsToldInTheLog) {
    const auto heard = std::make_shared<testing::HeardLog>();
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", heard));
    {
        Mailer mailer;
        mailer.send({"smtps://127.0.0.1:" + std::to_string(server_->tls_port()), "desk@example.org", "desk",
                     "secret"},
                    {"reader@example.org", "x", "y"});
        EXPECT_TRUE(testing::eventually([&] {
            return heard->all().find("certificate") != std::string::npos;
        })) << heard->all();
    }
    spdlog::set_default_logger(before);
    EXPECT_EQ(heard->all().find("secret"), std::string::npos);
    EXPECT_EQ(heard->all().find("reader@"), std::string::npos);
}

TEST_F(OutgoingTest, ARedirectIsNotFollowed) {
    const auto fetched = wordpress::Downloader(folder(plain())).get(plain("/to"));
    ASSERT_FALSE(fetched);
    EXPECT_NE(fetched.error().message.find("301"), std::string::npos) << fetched.error().message;
    EXPECT_EQ(call(plain("/to"))->status, 301);
    EXPECT_EQ(asked_, 2);
    EXPECT_EQ(followed_, 0);
}

}  // namespace
}  // namespace warraq::desk
