#include "support/site.h"

namespace warraq::site {
namespace {

using testing::holds;

class HealthTest : public testing::SiteTest {};

TEST_F(HealthTest, TellsItsHealthAndItsCountersToThisMachine) {
    serve();
    EXPECT_EQ(get("/health/live").body, "ok\n");
    EXPECT_EQ(get("/health/ready").status, 200);
    EXPECT_TRUE(holds(get("/metrics").body, "warraq_http_answers_total{status=\"2xx\"}"));
    EXPECT_EQ(get("/metrics", "X-Forwarded-For: 203.0.113.9\r\n").status, 404)
        << "a proxy asks for someone else";
    EXPECT_EQ(get("/metrics", "Forwarded: for=203.0.113.9\r\n").status, 404);
}

}  // namespace
}  // namespace warraq::site
