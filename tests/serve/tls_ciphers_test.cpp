// What the server agrees on with those who could do worse.
#include <csignal>
#include <gtest/gtest.h>

#include "serve/server.h"
#include "support/certificate.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

class TlsCiphersTest : public ::testing::Test {
  protected:
    void start(testing::KeyKind kind) {
        std::signal(SIGPIPE, SIG_IGN);
        testing::make_certificate(folder_ / "certificate.pem", folder_ / "key.pem", "test", kind);
        auto tls = TlsContext::load({(folder_ / "certificate.pem").string(), (folder_ / "key.pem").string()});
        ASSERT_TRUE(tls) << tls.error().message;
        server_ = std::make_unique<Server>(Site{}, ServerOptions{.tls = *tls, .threads = 1});
        ASSERT_TRUE(server_->start());
    }
    // What is agreed on, "TLSv1.3 TLS_AES_256_GCM_SHA384", by a client that offers no other ciphers of
    // TLS 1.2; empty where nothing is.
    std::string agreed(const std::string& ciphers, int newest = TLS1_2_VERSION) {
        const testing::HttpClient wire(server_->tls_port());
        const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                        SSL_CTX_free);
        SSL_CTX_set_max_proto_version(context.get(), newest);
        SSL_CTX_set_security_level(context.get(), 0);
        EXPECT_EQ(SSL_CTX_set_cipher_list(context.get(), (ciphers + ":@SECLEVEL=0").c_str()), 1) << ciphers;
        const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
        SSL_set_fd(ssl.get(), wire.socket());
        const bool done = SSL_connect(ssl.get()) == 1;
        ERR_clear_error();
        return done ? std::string(SSL_get_version(ssl.get())) + " " + SSL_get_cipher_name(ssl.get()) : "";
    }

    void takes_only(std::initializer_list<const char*> good, std::initializer_list<const char*> bad) {
        for (const char* one : good) EXPECT_EQ(agreed(one), std::string("TLSv1.2 ") + one);
        for (const char* one : bad) EXPECT_EQ(agreed(one), "") << one;
    }

    testing::TemporaryFolder folder_;
    std::unique_ptr<Server> server_;
};

TEST_F(TlsCiphersTest, TheNewestVersionIsTakenFromWhoHasBoth) {
    start(testing::KeyKind::Ecdsa);
    EXPECT_TRUE(agreed("ALL", TLS1_3_VERSION).starts_with("TLSv1.3 "));
    EXPECT_TRUE(agreed("ALL").starts_with("TLSv1.2 "));
}

TEST_F(TlsCiphersTest, OnlyAuthenticatedOnesWithForwardSecrecy) {
    start(testing::KeyKind::Ecdsa);
    takes_only(
        {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"},
        {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA",
         "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES128-CCM8", "eNULL", "aNULL"});
    EXPECT_NE(agreed("ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-GCM-SHA384").find("GCM"), std::string::npos);
}

// Its key could decrypt what was recorded, were it used to exchange others.
TEST_F(TlsCiphersTest, OnlyThoseWithForwardSecrecyForAnRsaKeyToo) {
    start(testing::KeyKind::Rsa);
    takes_only(
        {"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"},
        {"AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA", "ECDHE-RSA-AES128-SHA",
         "ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256"});
}

}  // namespace
}  // namespace warraq::serve
