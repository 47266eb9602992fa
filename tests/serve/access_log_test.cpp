#include "serve/access_log.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "support/temporary_folder.h"

namespace warraq::serve {
namespace {

TEST(AccessLog, KeepsNoSecretHoweverItsAddressIsSpelt) {
    testing::TemporaryFolder folder;
    {
        auto log = AccessLog::open((folder / "access.log").string(), false, {"/desk/preview/"});
        ASSERT_TRUE(log) << log.error().message;
        for (const char* target :
             {"/desk/preview/7f3a", "/%64esk/preview/7f3a?x=1", "/desk%2fpreview%2F7f3a",
              "//desk/preview/7f3a", "/desk//preview/7f3a", "/desk/./preview/7f3a", "/x/../desk/preview/7f3a",
              "/../desk/preview/7f3a", "/desk/x/../preview/7f3a", "/DESK/Preview/7f3a",
              "/desk/preview//./7f3a", "/?u=%2Fdesk%2Fpreview%2F7f3a",
              "/?u=https%253A%252F%252Fa.example%252Fdesk%252Fpreview%252F7f3a",
              "https://a.example/desk/preview/7f3a"})
            log->write("GET", target, 200, 1, {}, "127.0.0.1");
        log->write("GET", "/local/1", 200, 1, {}, "127.0.0.1");
    }
    const auto written = *read_file(folder / "access.log");
    EXPECT_EQ(written.find("7f3a"), std::string::npos) << written;
    EXPECT_NE(written.find("/local/1"), std::string::npos) << written;
}

}  // namespace
}  // namespace warraq::serve
