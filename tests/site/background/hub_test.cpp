// Whom the hub pinger reaches: the hub that an administrator names at the desk, nobody inside.
#include "site/background/hub.h"

#include "support/asked_server.h"
#include "support/table.h"

namespace warraq::site {
namespace {

class HubTest : public testing::AskedServerTest {};

TEST_F(HubTest, AHubInsideIsToldNothingUnlessTheFileListsIt) {
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

}  // namespace
}  // namespace warraq::site
