// A store, a server that counts what is posted to it, and the log, for what the site asks of other hosts.
#pragma once

#include <atomic>
#include <csignal>
#include <spdlog/spdlog.h>

#include "serve/server.h"
#include "settings/settings.h"
#include "support/eventually.h"
#include "support/heard_log.h"
#include "support/stories.h"

namespace warraq::testing {

class AskedServerTest : public StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        std::signal(SIGPIPE, SIG_IGN);
        serve::Site site;
        site.router.add({serve::Method::Post, "/", [this](const serve::Request&) {
                             ++told_;
                             return serve::Reply{.status = 204};
                         }});
        server_ = std::make_unique<serve::Server>(std::move(site), serve::ServerOptions{});
        ASSERT_TRUE(server_->start());
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", heard_));
    }
    void TearDown() override { spdlog::set_default_logger(before_); }

    settings::Settings with_hub(std::string_view host) const {
        settings::Settings settings;
        settings.publication.address = "https://news.example";
        settings.feeds.hub = "http://" + std::string(host) + ":" + std::to_string(server_->port()) + "/";
        return settings;
    }

    const std::shared_ptr<HeardLog> heard_ = std::make_shared<HeardLog>();
    const std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
    std::atomic<int> told_{0};
    std::unique_ptr<serve::Server> server_;
};

}  // namespace warraq::testing
