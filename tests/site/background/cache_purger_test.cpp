// Caches in front, which the machine's owner names, wherever they stand.
#include "site/background/cache_purger.h"

#include "support/asked_server.h"

namespace warraq::site {
namespace {

class CachePurgerTest : public testing::AskedServerTest {};

TEST_F(CachePurgerTest, ACacheThatTheFileNamesIsToldWhereverItStands) {
    // It knows no PURGE, and says so: it was reached.
    CachePurger purger({"http://127.0.0.1:" + std::to_string(server_->port()) + "/"});
    purger.purge({"story:1"});
    EXPECT_TRUE(testing::eventually([&] { return heard_->all().find("it answers ") != std::string::npos; }))
        << heard_->all();
}

}  // namespace
}  // namespace warraq::site
