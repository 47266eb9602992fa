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

TEST_F(HubTest, AHubThatIsReplacedIsAskedNoMoreAndTheNewOneIsTold) {
    using namespace std::chrono_literals;
    std::mutex mutex;
    auto settings = with_hub("localhost.invalid");
    const auto current = [&] {
        std::lock_guard lock(mutex);
        return settings;
    };
    HubPinger pinger(*store_, current, {.gather = 1ms, .again = 1h, .other = 1ms});
    ASSERT_TRUE(
        testing::eventually([&] { return heard_->all().find("localhost.invalid") != std::string::npos; }));
    {
        std::lock_guard lock(mutex);
        settings = with_hub("127.0.0.1");
        settings.outgoing.allowed_hosts = {*outgoing::AllowedHost::from("127.0.0.1")};
    }
    EXPECT_TRUE(testing::eventually([&] { return told_ > 0; })) << "within the hour that was to pass";
}

}  // namespace
}  // namespace warraq::site
