// Whom the site's own calls reach: the hub, which an administrator names at the desk, nobody inside; caches
// in front, which the machine's owner names, wherever they stand.
#include <atomic>
#include <csignal>
#include <spdlog/spdlog.h>

#include "serve/server.h"
#include "site/cache_purger.h"
#include "site/hub_pinger.h"
#include "support/eventually.h"
#include "support/heard_log.h"
#include "support/stories.h"
#include "support/table.h"

namespace warraq::site {
namespace {

class SiteOutgoingTest : public testing::StoreTest {
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

    const std::shared_ptr<testing::HeardLog> heard_ = std::make_shared<testing::HeardLog>();
    const std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
    std::atomic<int> told_{0};
    std::unique_ptr<serve::Server> server_;
};

TEST_F(SiteOutgoingTest, AHubInsideIsToldNothingUnlessTheFileListsIt) {
    using namespace std::chrono_literals;
    const HubPinger::Timing quick{.gather = 1ms, .again = 1h};
    for (const auto& row : testing::read_table("inside_hosts.tsv")) {
        const auto settings = with_hub(row.fields[0]);
        const HubPinger pinger(
            *store_, [&] { return settings; }, quick);
        EXPECT_TRUE(testing::eventually([&] {
            return heard_->all().find(settings.feeds.hub + " is told later of ") != std::string::npos;
        })) << row.fields[0];
    }
    EXPECT_EQ(told_, 0);
    EXPECT_NE(heard_->all().find("it is not on the open internet"), std::string::npos) << heard_->all();
    auto settings = with_hub("127.0.0.1");
    settings.outgoing.allowed_hosts = {*outgoing::AllowedHost::from("127.0.0.1")};
    HubPinger pinger(
        *store_, [&] { return settings; }, quick);
    pinger.changed(1);
    EXPECT_TRUE(testing::eventually([&] { return told_ > 0; }));
}

TEST_F(SiteOutgoingTest, ACacheThatTheFileNamesIsToldWhereverItStands) {
    // It knows no PURGE, and says so: it was reached.
    CachePurger purger({"http://127.0.0.1:" + std::to_string(server_->port()) + "/"});
    purger.purge({"story:1"});
    EXPECT_TRUE(testing::eventually([&] { return heard_->all().find("it answers ") != std::string::npos; }))
        << heard_->all();
}

}  // namespace
}  // namespace warraq::site
