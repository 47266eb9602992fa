#include "base/host_port.h"

#include <gtest/gtest.h>

#include "support/table.h"

namespace warraq {
namespace {

TEST(HostPort, IsReadAndShownAsTheTableSays) {
    for (const auto& [line, fields] : testing::read_table("listen.tsv")) {
        const auto at = HostPort::from(fields.at(0));
        if (fields.at(1) == "-") {
            ASSERT_FALSE(at) << "line " << line << ": " << to_string(*at);
            EXPECT_TRUE(at.error().message.starts_with(fields[0] + ": ")) << at.error().message;
            continue;
        }
        ASSERT_TRUE(at) << "line " << line << ": " << at.error().message;
        EXPECT_EQ(at->host, fields.at(1)) << "line " << line;
        EXPECT_EQ(std::to_string(at->port), fields.at(2)) << "line " << line;
        EXPECT_EQ(to_string(*at), fields.at(3)) << "line " << line;
        EXPECT_EQ(url_of("http", *at), fields.at(4)) << "line " << line;
        EXPECT_EQ(HostPort::from(to_string(*at)), *at) << "line " << line << ": what is shown is read again";
    }
}

}  // namespace
}  // namespace warraq
