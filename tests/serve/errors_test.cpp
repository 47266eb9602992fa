// What a client is told when something fails within.
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "serve/server.h"
#include "support/heard_log.h"
#include "support/http_client.h"

namespace warraq::serve {
namespace {

TEST(ErrorsTest, WhatIsThrownIsNotTold) {
    Site site;
    const auto broken = [](const Request&) -> Reply {
        throw std::runtime_error("/var/lib/warraq/secret.key: SELECT password FROM users");
    };
    site.router.add({Method::Get, "/throws", broken});
    site.router.add({Method::Get, "/kept", broken, {.cached = true}});
    site.error_page = [](int status) -> Reply {
        if (status == 404) throw std::runtime_error("/var/lib/warraq/theme");
        return {.body = "a page for " + std::to_string(status)};
    };
    Server server(std::move(site), {.threads = 1});
    ASSERT_TRUE(server.start());
    for (const char* path : {"/throws", "/kept", "/none"}) {
        const auto answer = testing::HttpClient(server.port()).get(path);
        EXPECT_EQ(answer.status, path == std::string("/none") ? 404 : 500) << path;
        for (const char* inside : {"warraq", "secret", "SELECT", "runtime_error"})
            EXPECT_EQ((answer.head + answer.body).find(inside), std::string::npos)
                << path << ": " << answer.body;
    }
}

TEST(ErrorsTest, ASecretInAPathIsNotLogged) {
    const auto heard = std::make_shared<testing::HeardLog>();
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", heard));
    {
        Site site;
        site.router.add({Method::Get,
                         "/look/{token}",
                         [](const Request&) -> Reply { throw std::runtime_error("no disk"); },
                         {.secret = true}});
        Server server(std::move(site), {.threads = 1});
        ASSERT_TRUE(server.start());
        EXPECT_EQ(testing::HttpClient(server.port()).get("/look/7f3a").status, 500);
    }
    spdlog::set_default_logger(before);
    EXPECT_NE(heard->all().find("/look/{token} failed: no disk"), std::string::npos) << heard->all();
    EXPECT_EQ(heard->all().find("7f3a"), std::string::npos) << heard->all();
}

}  // namespace
}  // namespace warraq::serve
